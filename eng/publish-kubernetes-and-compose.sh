#!/usr/bin/env bash
# Writes deploy/kubernetes and deploy/compose anew from the AppHost. What changes there is what will be deployed: look at it before committing.
# Arguments go to the AppHost: eng/publish-kubernetes-and-compose.sh --PublicBaseUrl=https://agent.example.com
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

unset Infrastructure__Mode # how things run here is not how they are published
dotnet build SelfServiceAgent.AppHost --nologo --verbosity quiet
for step in kubernetes compose; do
  mkdir -p "deploy/$step"
  find "deploy/$step" -maxdepth 1 -type f ! -name '*.env' -delete # secrets of whoever deploys from here stay
  # an absolute path: a relative one would be below the AppHost
  dotnet run --no-build --project SelfServiceAgent.AppHost -- --operation publish --step "$step" --output-path "$PWD/deploy/$step" "$@"
done
git --no-pager diff --stat -- deploy
