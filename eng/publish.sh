#!/usr/bin/env bash
# Writes deploy/ anew from the AppHost: azd's manifests, Kubernetes, Compose. What changes there is what will be deployed: look at it
# before committing. Arguments go to the AppHost: eng/publish.sh --PublicBaseUrl=https://agent.example.com
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

unset Infrastructure__Mode Communication__Mode # how things run here is not how they are published
dotnet build SelfServiceAgent.AppHost --nologo --verbosity quiet
publish() { dotnet run --no-build --no-launch-profile --project SelfServiceAgent.AppHost -- "$@"; }

# Absolute paths: relative ones would be below the AppHost.
publish --publisher manifest --output-path "$PWD/deploy/azd/aspire-manifest.json" "$@"
publish --publisher manifest --output-path "$PWD/deploy/azd/aspire-manifest.external.json" --Infrastructure:Mode=external "$@"
for step in kubernetes compose; do
  mkdir -p "deploy/$step"
  find "deploy/$step" -maxdepth 1 -type f ! -name '*.env' -delete # secrets of whoever deploys from here stay
  publish --operation publish --step "$step" --output-path "$PWD/deploy/$step" "$@"
done
git --no-pager diff --stat -- deploy
