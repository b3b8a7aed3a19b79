#!/usr/bin/env bash
# Breaks a copy of the system on purpose and runs the fault suite on it: tests/Faults/broken.sh BREAKAGE [arguments of the suite].
# A breakage is a patch in tests/Faults/Broken; it says which faults show it, and which promise it breaks. Succeeds when the suite finds that.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
patch=$root/tests/Faults/Broken/${1:-}.patch
[ -f "$patch" ] || { echo "Which one? $(basename --suffix .patch "$root"/tests/Faults/Broken/*.patch | xargs)" >&2; exit 2; }
shift
faults=$(sed -n 's/^faults: //p' "$patch") breaks=$(sed -n 's/^breaks: //p' "$patch")

copy=$(mktemp --directory)
trap 'rm -rf "$copy"' EXIT
git -C "$root" archive HEAD | tar --extract --directory "$copy"
cd "$copy"
git apply "$patch"
dotnet build tests/Faults --verbosity quiet >&2
export Infrastructure__Mode=${Infrastructure__Mode:-local}
report=$copy/faults.md
dotnet run --no-build --project tests/Faults -- --only "$faults" "$@" --report "$report" -class Faults.FaultTests > "$copy/log" || true
[ -f "$report" ] || { tail -50 "$copy/log" >&2; exit 3; }
cat "$report"
grep --quiet "^| $breaks | [1-9]" "$report" || { echo "The suite has not noticed that $breaks is broken." >&2; exit 1; }
