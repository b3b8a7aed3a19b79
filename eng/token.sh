#!/usr/bin/env bash
# Prints a JWT for a person, as the development issuer of run mode would: eng/token.sh USER [--admin]
# It is good for an hour, and only where eng/run.sh runs: this key is public, and nothing published trusts its issuer.
set -euo pipefail

issuer=https://development.self-service-agent.example
audience=self-service-agent
key=development-only-signing-key-0123456789abcdef

usage() { echo "usage: eng/token.sh USER [--admin]" >&2; exit 2; }
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

user=${1:-} roles=
case ${2:-} in
  '') ;;
  --admin) roles='"admin"' ;;
  *) usage ;;
esac
case $user in
  '' | -* | *[[:cntrl:]\"\\]*) usage ;;
  *@*) email=$user ;;
  *) email=$user@development.self-service-agent.example ;;
esac

now=$(date +%s)
claims=$(printf '{"iss":"%s","aud":"%s","sub":"%s","email":"%s","roles":[%s],"iat":%d,"nbf":%d,"exp":%d}' \
  "$issuer" "$audience" "$user" "$email" "$roles" "$now" "$now" $((now + 3600)))
signed=$(printf '{"alg":"HS256","typ":"JWT"}' | base64url).$(printf %s "$claims" | base64url)
echo "$signed.$(printf %s "$signed" | openssl dgst -sha256 -hmac "$key" -binary | base64url)"
