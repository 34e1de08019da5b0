#!/bin/sh
# Install the Debian packages that the tests need and this machine lacks.
set -eu

need() {
    command -v "$1" >/dev/null 2>&1 || packages="$packages $2"
}

packages=""
need chromium chromium
need java default-jre-headless
need strace strace
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages="$packages postgresql"
# Playwright's driver is linked against it.
/sbin/ldconfig -p | grep -q 'libatomic\.so\.1' || packages="$packages libatomic1"
python3 -c 'import ensurepip' >/dev/null 2>&1 || packages="$packages python3-venv"
[ -z "$packages" ] && exit 0

if [ "$(id -u)" -eq 0 ]; then as_root=""; else as_root="sudo"; fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root apt-get install -y -qq --no-install-recommends $packages >/dev/null
