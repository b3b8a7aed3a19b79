#!/usr/bin/env bash
# One private PostgreSQL server in the foreground: data, password and lock in $LOCAL_DIRECTORY, on loopback port $LOCAL_PORT.
# SIGTERM means an orderly stop and exit 0. The server dies with this script, even with one killed by -9.
set -euo pipefail

find_binaries() {
  if command -v postgres >/dev/null; then
    dirname "$(readlink -f "$(command -v postgres)")"
  else # Debian keeps the server off the path
    { find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null || true; } | sort -V | tail -1
  fi
}

bin=$(find_binaries)
[ -x "$bin/postgres" ] || { echo "No PostgreSQL server is installed. Run eng/setup.sh." >&2; exit 127; }
for tool in flock setpriv; do # without them two servers could run on the same data
  command -v $tool >/dev/null || { echo "$tool (package util-linux) is not installed. Run eng/setup.sh." >&2; exit 127; }
done

# INT is what Postgres takes for a fast shutdown; on TERM it would wait for its clients.
as=(setpriv --pdeathsig=INT)
umask 077
cd "$LOCAL_DIRECTORY"
if [ "$(id -u)" = 0 ]; then # initdb and postgres refuse to run as root
  as=(setpriv --reuid=postgres --regid=postgres --init-groups --pdeathsig=INT)
  chown postgres: . password
fi

# The server inherits this lock: where an earlier run was killed, it is free only when the last process of its server is gone.
exec 9>server.lock
if ! flock --wait 30 9; then
  echo "Another PostgreSQL server still runs on $LOCAL_DIRECTORY." >&2
  exit 1
fi

# Under another name until it is complete: a killed initdb leaves a cluster that looks whole and is not.
if [ ! -d data ]; then
  rm -rf data.new
  "${as[@]}" "$bin/initdb" -D data.new -U postgres --pwfile=password -A scram-sha-256 -E UTF8 --locale=C.UTF-8 --no-instructions
  mv data.new data
fi

rm -f data/postmaster.pid # stale, by the lock above; its number may be another process's by now
"${as[@]}" "$bin/postgres" -D data -p "$LOCAL_PORT" -h 127.0.0.1 \
  -c unix_socket_directories= -c max_connections="$LOCAL_MAX_CONNECTIONS" -c fsync=on -c synchronous_commit=on &
server=$!

stopping=
trap 'stopping=yes; kill -INT $server 2>/dev/null' TERM INT HUP
code=0
while kill -0 $server 2>/dev/null; do wait $server && code=0 || code=$?; done # a trapped signal ends a wait early
[ -z "$stopping" ] || exit 0
exit $code
