#!/usr/bin/env bash
# Three replicas on this machine, on a PostgreSQL of their own, until Ctrl-C:
#
#   deploy/local/three-replicas.sh [FOLDER]
#
# Everything is in FOLDER (default: ./three-replicas) and is used again next time. Needs PostgreSQL's
# own commands (Debian: apt install postgresql), and as root a user "postgres" to run them.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
fiducia=${FIDUCIA:-$here/../../kbs/app/target/fiducia/bin/fiducia}
folder=${1:-three-replicas}
database_port=${DATABASE_PORT:-15432}
first_port=${FIRST_PORT:-8081}
cluster_port=${CLUSTER_PORT:-5701}

fail() {
    echo "three-replicas: $1" >&2
    exit 1
}

[ -x "$fiducia" ] || fail "no $fiducia: build it (mvn package -DskipTests), or set FIDUCIA"

binaries=$(dirname "$(command -v initdb || true)")
for candidate in /usr/lib/postgresql/*/bin; do
    # Debian keeps initdb and pg_ctl out of the path.
    if [ -x "$candidate/pg_ctl" ]; then binaries=$candidate; fi
done
[ -x "$binaries/pg_ctl" ] || fail "PostgreSQL's initdb and pg_ctl are not installed"

mkdir -p "$folder/logs"
folder=$(cd "$folder" && pwd)

# PostgreSQL does not run as root.
as_owner=()
if [ "$(id -u)" = 0 ]; then
    id postgres >/dev/null 2>&1 || fail "root needs a user postgres to run PostgreSQL"
    as_owner=(runuser -u postgres --)
    mkdir -p "$folder/database"
    chown postgres "$folder/database"
    chmod o+x "$folder"
fi

replicas=()
stop() {
    trap - EXIT INT TERM
    for replica in "${replicas[@]}"; do kill "$replica" 2>/dev/null || true; done
    for replica in "${replicas[@]}"; do wait "$replica" 2>/dev/null || true; done
    "${as_owner[@]}" "$binaries/pg_ctl" -D "$folder/database" -m fast stop >/dev/null 2>&1 || true
}
trap stop EXIT
trap 'exit 130' INT TERM

cd "$folder" # a place that the owner of the database may be in, too
if [ ! -e "$folder/database/PG_VERSION" ]; then
    # Only this machine's loopback address is listened at; whoever is on the machine is trusted.
    "${as_owner[@]}" "$binaries/initdb" -D "$folder/database" -U postgres -A trust -E UTF8 --locale=C \
        >"$folder/logs/initdb.log"
fi
"${as_owner[@]}" "$binaries/pg_ctl" -w -D "$folder/database" \
    -o "-p $database_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=''" \
    start >"$folder/logs/database.log" || fail "PostgreSQL does not start: $folder/logs/database.log"
"$binaries/psql" -h 127.0.0.1 -p "$database_port" -U postgres -Atqc \
    "SELECT 1 FROM pg_database WHERE datname = 'fiducia'" | grep -q 1 \
    || "$binaries/psql" -h 127.0.0.1 -p "$database_port" -U postgres -qc "CREATE DATABASE fiducia"

members=
for i in 0 1 2; do members="$members\"127.0.0.1:$((cluster_port + i))\", "; done
for i in 0 1 2; do
    # One folder for all: here they share the certificate and the administrator's key, too.
    cat >"$folder/replica$i.toml" <<TOML
[http_server]
sockets = ["127.0.0.1:$((first_port + i))"]
[store]
type = "postgresql"
path = "$folder/shared"
url = "postgresql://127.0.0.1:$database_port/fiducia"
user = "postgres"
[cluster]
listen = "127.0.0.1:$((cluster_port + i))"
members = [${members%, }]
TOML
    "$fiducia" serve --config-file "$folder/replica$i.toml" >"$folder/logs/replica$i.log" 2>&1 &
    replicas+=($!)
    # One after the other: the first one makes what they share.
    until grep -q '^Serving on' "$folder/logs/replica$i.log"; do
        kill -0 "${replicas[$i]}" 2>/dev/null || fail "a replica does not start: $folder/logs/replica$i.log"
        sleep 0.2
    done
    echo "https://127.0.0.1:$((first_port + i))"
done

cat <<TEXT

Any of them may be asked anything. As an administrator:

  export FIDUCIA_CERT_FILE=$folder/shared/tls/$(cd "$folder/shared/tls" && ls | grep -m1 -E 'cert|chain|crt' || true)
  export FIDUCIA_ADMIN_TOKEN_FILE=$folder/shared/admin/$(cd "$folder/shared/admin" && ls | grep -m1 token || true)
  $fiducia cluster status --url https://127.0.0.1:$first_port
  $fiducia resource set default/app/key FILE --url https://127.0.0.1:$((first_port + 1))

Ctrl-C stops them; what they know stays in $folder.
TEXT
# The others go on when one ends.
wait || true
