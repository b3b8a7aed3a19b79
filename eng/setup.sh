#!/usr/bin/env bash
# Makes this machine ready to run the system: checks for the .NET SDK and, where no container runtime runs, installs PostgreSQL and
# RabbitMQ from the distribution. With --with-tests also what tests start: PostgreSQL in any case, curl, OpenSSL, faketime, Python with httpx.
# With --with-load also wrk, which measurements call with.
# Changes nothing where all is there; may be run again at any time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { echo "setup: $*"; }
fail() { echo "setup: $*" >&2; exit 1; }

with_tests=false with_load=false
for argument in "$@"; do
  case $argument in
    --with-tests) with_tests=true ;;
    --with-load) with_load=true ;;
    *) fail "usage: eng/setup.sh [--with-tests] [--with-load]" ;;
  esac
done

check_sdk() {
  local wanted
  wanted=$(sed -n 's/.*"sdk".*"version": *"\([^"]*\)".*/\1/p' global.json)
  command -v dotnet >/dev/null || fail "the .NET SDK is missing. Install $wanted or newer: https://dotnet.microsoft.com/download"
  dotnet --version >/dev/null 2>&1 \
    || fail "no installed .NET SDK fits global.json ($wanted or newer). Install one: https://dotnet.microsoft.com/download"
}

needs_local_servers() {
  case $(printf %s "${Infrastructure__Mode:-auto}" | tr '[:upper:]' '[:lower:]') in
    local) return 0 ;;
    containers | external) return 1 ;;
    *) ! container_runtime_runs ;;
  esac
}

container_runtime_runs() {
  local runtime
  for runtime in docker podman; do
    if command -v "$runtime" >/dev/null && timeout 20 "$runtime" ps >/dev/null 2>&1; then return 0; fi
  done
  return 1
}

missing_postgres() {
  if ! command -v postgres >/dev/null && ! compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; then echo postgresql; fi
  if ! command -v setpriv >/dev/null || ! command -v flock >/dev/null; then echo util-linux; fi
}

missing_broker() {
  if [ ! -x /usr/lib/rabbitmq/bin/rabbitmq-server ] && ! command -v rabbitmq-server >/dev/null; then echo rabbitmq-server; fi
}

# The tests start the system's own Python, for which the package is: one of a version manager before it on the PATH has no httpx.
missing_test_tools() {
  if ! command -v curl >/dev/null; then echo curl; fi
  if ! command -v openssl >/dev/null; then echo openssl; fi
  if ! /usr/bin/python3 -c 'import httpx' 2>/dev/null; then echo python3-httpx; fi
  if ! command -v faketime >/dev/null; then echo faketime; fi
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "'$*' needs root, and there is no sudo. Run it as root, or install by hand what is missing."
  fi
}

# The packages would start servers of their own, which nobody here asked for. policy-rc.d is Debian's word against that.
policy=/usr/sbin/policy-rc.d
policy_mark='# Written by eng/setup.sh of the self-service agent for the time of one installation.'

forbid_service_start() {
  [ ! -e $policy ] || return 0
  trap 'as_root rm -f $policy' EXIT
  printf '#!/bin/sh\n%s\nexit 101\n' "$policy_mark" | as_root tee $policy >/dev/null
  as_root chmod 755 $policy
}

# One that was killed while it installed leaves its policy behind.
remove_forgotten_policy() {
  if grep -qsxF "$policy_mark" $policy; then as_root rm -f $policy; fi
}

# Nor shall they come up with the next boot.
disable_services() {
  [ -d /run/systemd/system ] || return 0
  local package
  for package in "$@"; do
    case $package in
      postgresql | rabbitmq-server) as_root systemctl disable --quiet "$package" || true ;;
    esac
  done
}

install_packages() {
  command -v apt-get >/dev/null \
    || fail "missing: $*. Without apt-get they must be installed by hand; a container runtime that runs replaces the two servers."
  say "installing $* with apt-get. The AppHost runs private copies of servers; no service is started."
  forbid_service_start
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
  disable_services "$@"
}

check_sdk
remove_forgotten_policy
missing=()
# shellcheck disable=SC2207 # the names are our own and have no spaces
if needs_local_servers; then missing+=($(missing_postgres) $(missing_broker)); else say "Infrastructure:Mode needs no servers installed here."; fi
# shellcheck disable=SC2207 # tests of single services start a PostgreSQL of their own, whatever the mode
if $with_tests; then needs_local_servers || missing+=($(missing_postgres)); missing+=($(missing_test_tools)); fi
if $with_load && ! command -v wrk >/dev/null; then missing+=(wrk); fi
if [ ${#missing[@]} = 0 ]; then say "nothing is missing."; else install_packages "${missing[@]}"; fi
