#!/usr/bin/env bash
# Writes which packages each service is made of (CycloneDX, JSON): artifacts/sbom/request-manager.cdx.json and its siblings.
# What only makes migrations is no part of what is published.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dotnet tool restore
for project in RequestManager AgentService IntegrationDispatcher; do
  dotnet restore "$project"
  name=$(dotnet msbuild "$project" -getProperty:ContainerRepository)
  dotnet tool run dotnet-CycloneDX "$project/$project.csproj" --disable-package-restore --no-serial-number \
    --exclude-filter Microsoft.EntityFrameworkCore.Design \
    --output artifacts/sbom --filename "$name.cdx.json" --output-format Json \
    --set-name "$name" --set-version "$(dotnet msbuild "$project" -getProperty:Version)"
done
