#!/usr/bin/env bash
# Breaks a copy of the system on purpose and runs the fault suite on it: tests/Faults/broken.sh BREAKAGE [arguments of the suite].
# A breakage is a patch in tests/Faults/Broken. Succeeds when the suite finds that a promise is broken.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
patch=$root/tests/Faults/Broken/${1:-}.patch
[ -f "$patch" ] || { echo "Which one? $(basename --suffix .patch "$root"/tests/Faults/Broken/*.patch | xargs)" >&2; exit 2; }
shift

copy=$(mktemp --directory)
trap 'rm -rf "$copy"' EXIT
git -C "$root" archive HEAD | tar --extract --directory "$copy"
cd "$copy"
git apply "$patch"
dotnet build tests/Faults --verbosity quiet
export Infrastructure__Mode=${Infrastructure__Mode:-local}
report=$copy/faults.md
if dotnet run --no-build --project tests/Faults -- "$@" --report "$report" -class Faults.FaultTests > "$copy/log"; then
  cat "$report"
  echo "The suite has not noticed." >&2
  exit 1
fi
[ -f "$report" ] || { tail -50 "$copy/log" >&2; exit 3; }
cat "$report"
