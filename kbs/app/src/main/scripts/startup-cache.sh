#!/bin/sh
# Makes the cache that bin/fiducia starts from: loaded classes, and which methods are worth compiling (JEP 483, 514 and 515).
# For that it runs the quickstart, where a service starts, serves guests and refuses others.
# Arguments: the distribution, a folder for what the quickstart writes.
set -eu

distribution=$1
work=$2

# A cache is for jars of one size and time: these are the times of files in the container image.
TZ=UTC touch -t 197001010000.01 "$distribution"/lib/*.jar
rm -rf "$work" "$distribution/lib/fiducia.aot"
mkdir -p "$work"
if ! FIDUCIA_JVM_OPTS="-XX:AOTCacheOutput=$distribution/lib/fiducia.aot" \
    "$distribution/bin/fiducia" quickstart --once --guests=100 --port=0 --folder="$work/quickstart" >"$work/log" 2>&1; then
    cat "$work/log" >&2
    exit 1
fi
rm -rf "$work/quickstart"
