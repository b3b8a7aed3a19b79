#!/usr/bin/env bash
# Starts the whole system with its dashboard. Arguments go to the AppHost: eng/run.sh --Communication:Mode=direct
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Setup reads the environment only.
for argument in "$@"; do
  case ${argument,,} in
    --infrastructure:mode=*) export Infrastructure__Mode=${argument#*=} ;;
    *) if [ "${previous:-}" = --infrastructure:mode ]; then export Infrastructure__Mode=$argument; fi ;;
  esac
  previous=${argument,,}
done

eng/setup.sh
exec dotnet run --project SelfServiceAgent.AppHost -- "$@" # exec: Ctrl+C and SIGTERM reach it
