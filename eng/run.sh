#!/usr/bin/env bash
# Starts the whole system with its dashboard. Arguments go to the AppHost: eng/run.sh --Communication:Mode=direct
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

eng/setup.sh
exec dotnet run --project SelfServiceAgent.AppHost -- "$@" # exec: Ctrl+C and SIGTERM reach it
