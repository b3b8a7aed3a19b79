#!/usr/bin/env bash
# One private RabbitMQ broker with its own epmd in the foreground: data, password and lock in $LOCAL_DIRECTORY, on loopback port
# $LOCAL_PORT. SIGTERM means an orderly stop and exit 0. Broker and epmd die with this script, even with one killed by -9.
set -euo pipefail

# Not the wrapper in /usr/sbin: that changes to the distribution's user and paths.
server_script=/usr/lib/rabbitmq/bin/rabbitmq-server
[ -x "$server_script" ] || server_script=$(command -v rabbitmq-server) \
  || { echo "No RabbitMQ server is installed. Run eng/setup.sh." >&2; exit 127; }
epmd=$(command -v epmd || { find /usr/lib/erlang -path '*/erts-*/bin/epmd' 2>/dev/null || true; } | sort -V | tail -1)
[ -x "$epmd" ] || { echo "No Erlang port mapper (epmd) is installed. Run eng/setup.sh." >&2; exit 127; }
for tool in flock setpriv; do # without them two servers could run on the same data
  command -v $tool >/dev/null || { echo "$tool (package util-linux) is not installed. Run eng/setup.sh." >&2; exit 127; }
done

# Runs a command that gets the signal when this script is gone.
dying_with_us() {
  local signal=$1; shift
  exec setpriv --pdeathsig="$signal" "$@"
}

umask 077
cd "$LOCAL_DIRECTORY"

# The broker inherits this lock: where an earlier run was killed, it is free only when that run's broker is gone.
exec 9>server.lock
if ! flock --wait 30 9; then
  echo "Another RabbitMQ broker still runs on $LOCAL_DIRECTORY." >&2
  exit 1
fi

# A first start killed midway leaves a node that boots and never gets its default user: what never listened is begun afresh.
[ -e mnesia/complete ] || rm -rf mnesia
mkdir -p home mnesia log
rm -f pid
cat > rabbitmq.conf <<CONF
listeners.tcp.1 = 127.0.0.1:$LOCAL_PORT
default_user = $LOCAL_USER
default_pass = $(cat password)
log.console = true
log.console.level = info
log.file = false
CONF
echo '[].' > enabled_plugins # no management plug-in: with it a stop takes longer than the orchestrator waits
: > env.conf                 # else the distribution's /etc/rabbitmq/rabbitmq-env.conf would be read

export HOME=$LOCAL_DIRECTORY/home ERL_EPMD_PORT=$LOCAL_EPMD_PORT ERL_EPMD_ADDRESS=127.0.0.1
export RABBITMQ_CONF_ENV_FILE=$LOCAL_DIRECTORY/env.conf RABBITMQ_CONFIG_FILE=$LOCAL_DIRECTORY/rabbitmq
export RABBITMQ_ENABLED_PLUGINS_FILE=$LOCAL_DIRECTORY/enabled_plugins RABBITMQ_PID_FILE=$LOCAL_DIRECTORY/pid
export RABBITMQ_MNESIA_BASE=$LOCAL_DIRECTORY/mnesia RABBITMQ_LOG_BASE=$LOCAL_DIRECTORY/log RABBITMQ_LOGS=-
export RABBITMQ_NODENAME=rabbit@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1
export RABBITMQ_NODE_PORT=$LOCAL_PORT RABBITMQ_DIST_PORT=$LOCAL_DIST_PORT
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}"

(dying_with_us KILL "$epmd" -port "$ERL_EPMD_PORT" -address 127.0.0.1 >/dev/null 2>&1 9>&-) &
epmd_process=$!
for _ in $(seq 100); do "$epmd" -port "$ERL_EPMD_PORT" -names >/dev/null 2>&1 && break; sleep 0.05; done

# RUNNING_UNDER_SYSTEMD makes the script exec the Erlang VM, so that this number is the VM's own.
(export RUNNING_UNDER_SYSTEMD=true; dying_with_us TERM "$server_script") &
server=$!

# The broker listens last of all, with its user on disk.
# shellcheck disable=SC2016 # the inner shell expands it
(dying_with_us KILL bash -c '
  until (exec 3<>"/dev/tcp/127.0.0.1/$LOCAL_PORT") 2>/dev/null; do sleep 0.2; done
  touch mnesia/complete' 9>&-) &
witness=$!

stopping=
trap 'stopping=yes; kill -TERM $server 2>/dev/null' TERM INT HUP
code=0
while kill -0 $server 2>/dev/null; do wait $server && code=0 || code=$?; done # a trapped signal ends a wait early
kill -KILL $epmd_process $witness 2>/dev/null || true
[ -z "$stopping" ] || exit 0
exit $code
