#!/usr/bin/env bash
# Writes deploy/ anew from the AppHost: azd's manifests, Kubernetes, Compose. What changes there is what will be deployed: look at it
# before committing. What you deploy yourself is written elsewhere, with your own settings: see docs/how-to/deploy-*.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

unset Infrastructure__Mode Communication__Mode # how things run here is not how they are published
dotnet build SelfServiceAgent.AppHost --nologo --verbosity quiet
publish() { dotnet run --no-build --no-launch-profile --project SelfServiceAgent.AppHost -- "$@"; }
step() { # NAME [ARGUMENT…]
  local directory=$PWD/deploy/$1
  mkdir -p "$directory"
  find "$directory" -maxdepth 1 -type f \( -name '*.yaml' -o -name '*.example' \) -delete
  publish --operation publish --step "$1" --output-path "$directory" "${@:2}"
}

# Absolute paths: relative ones would be below the AppHost.
publish --publisher manifest --output-path "$PWD/deploy/azd/aspire-manifest.json"
publish --publisher manifest --output-path "$PWD/deploy/azd/aspire-manifest.external.json" --Infrastructure:Mode=external
step kubernetes --PublicBaseUrl=https://agent.example.com
step compose
git --no-pager diff --stat -- deploy
