#!/bin/sh
# Puts the ssl of a Python on trial that lives in a Debian release unpacked at $1; $2 is the Python's version.
# The wheel lies beside the folder. Called in a mount namespace of its own, so nothing stays mounted.
set -eu
root=$1 python=python$2
for each in proc sys dev dev/pts; do
    mount --bind "/$each" "$root/$each"
done
cp /etc/resolv.conf "$root/etc/"
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
mkdir -p "$root/wheel"
cp "$root"/../wheel/*.whl "$root/wheel/"
chroot "$root" sh -eu -c "
    export HOME=/root
    apt-get -o Acquire::Check-Valid-Until=false update -qq  # a mirror may lag behind
    apt-get install -qq -y --no-install-recommends $python $python-venv >/dev/null
    $python -m venv --clear /trial
    /trial/bin/pip install --quiet --disable-pip-version-check /wheel/*.whl
    cd /root
    exec /trial/bin/tls-harness run stdlib --profile quick
"
