#!/usr/bin/env bash
# Builds and runs all tests of the solution. Arguments go to dotnet test. The last line is the count; no test at all is a failure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# A container runtime that runs cannot always pull images, and the local servers start faster.
export Infrastructure__Mode=${Infrastructure__Mode:-local}
eng/setup.sh --with-tests

log=$(mktemp)
trap 'rm -f "$log"' EXIT
code=0
dotnet test --solution SelfServiceAgent.sln "$@" 2>&1 | tee "$log" || code=$?

# What failed stands far above where the rest of it ends, below much of what the servers wrote.
plain() { sed 's/\x1b\[[0-9;]*m//g' "$log"; }
plain | grep -A 25 '^failed ' || true

count() { plain | sed -n "s/^ *$1: \([0-9]*\).*/\1/p" | tail -1; }
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
echo "${passed:-0} passed, ${failed:-0} failed, ${skipped:-0} skipped"

if [ "$code" = 0 ] && [ $((${passed:-0} + ${failed:-0})) = 0 ]; then code=1; fi
exit "$code"
