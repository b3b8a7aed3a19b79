#!/usr/bin/env bash
# Writes anew what the AppHost publishes for azd, to be looked at and committed: deploy/azd/*.json
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

publish() { # FILE [ARGUMENT…]
  local file=$1
  shift
  dotnet run --project SelfServiceAgent.AppHost --no-launch-profile -- --publisher manifest --output-path "$PWD/deploy/azd/$file" "$@"
}

unset Infrastructure__Mode Communication__Mode
publish aspire-manifest.json
publish aspire-manifest.external.json --Infrastructure:Mode=external
