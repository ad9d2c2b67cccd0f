#!/usr/bin/env bash
# Installs a site on 64-bit ARM as docs/installation.md says, and has it print an order: on Debian 12, which Raspberry Pi OS
# is made of, or on another release that is named. qemu runs it where this machine is no ARM; its times are not a Pi's.
#   apt-get install qemu-user-static debootstrap && deploy/arm_trial.sh [trixie]        (root, about 12 minutes)
# All of it is in a folder that goes away again, with mounts of its own. Ports 8530 to 8535 must be free.
set -euo pipefail
cd "$(dirname "$0")/.."
. deploy/arm_emulator.sh
release=${1:-bookworm}
place=$(mktemp -d /var/tmp/arm-trial.XXXXXX)  # not /tmp, which may take no devices
machine=$place/machine
demo=
# Ctrl-C for the first process of the ARM machine; its status is what that ends with.
end_demo() {
  local ended=$demo
  demo=
  kill -INT "$(cat "$place/first")"
  timeout 60 tail --pid="$ended" -f /dev/null || kill -KILL "$(cat "$place/first")"
  wait "$ended"
}
tidy() {
  local status=$?
  if [ -n "$demo" ]; then end_demo || true; fi
  end_emulation
  if [ $status -ne 0 ]; then tail -n 30 "$place/log" >&2; fi
  rm -rf "$place"
}
trap tidy EXIT

# Lines for the ARM machine's shell, which have $1 seconds. $place/first names its first process, as this machine counts.
# shellcheck disable=SC2016  # the shell in the middle expands them
on_arm() {
  nice -n 10 timeout --foreground --signal KILL "$1" unshare --mount --pid --fork --kill-child sh -ec '
    read -r first rest </proc/self/stat
    echo "$first" >"$1/first"
    mount -t proc proc "$1/machine/proc"
    exec env -i PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin LANG=C.UTF-8 PIP_CERT=/root/authorities.crt \
      chroot "$1/machine" sh -ec "$2"
  ' on_arm "$place" "$2"
}

emulate_arm
echo "[1/5] the wheel, built here"
deploy/setup.sh site
PATH="$PWD/.venv/bin:$PATH" deploy/wheel.sh "$place/dist"

echo "[2/5] Debian $release for ARM"
timeout 900 debootstrap --arch=arm64 --foreign --variant=minbase --include=python3-venv "$release" "$machine" >>"$place/log"
echo force-unsafe-io >"$machine/etc/dpkg/dpkg.cfg.d/trial"
nice -n 10 timeout --signal KILL 1800 unshare --mount --pid --fork --kill-child \
  chroot "$machine" /debootstrap/debootstrap --second-stage >>"$place/log"
cp "$place"/dist/* "$machine/root/"
cp --dereference /etc/resolv.conf "$machine/etc/resolv.conf"
cp /etc/ssl/certs/ca-certificates.crt "$machine/root/authorities.crt"

echo '[3/5] the locked packages, by their hashes, as wheels only'
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
place_on_arm=/opt/simple-pos/$version
on_arm 1800 "python3 -m venv $place_on_arm
  $place_on_arm/bin/pip install --no-cache-dir --only-binary :all: --require-hashes -r /root/site.txt
  $place_on_arm/bin/pip install --no-deps --no-index /root/simple_pos-*.whl" >>"$place/log" 2>&1
echo "      $(grep -c '^Collecting ' "$place/log") packages, $(grep -c 'Downloading .*aarch64' "$place/log") of them compiled for ARM"

echo '[4/5] pos install'
on_arm 300 "$place_on_arm/bin/pos install --no-start
  cd /var/lib/simple-pos && pos doctor | head -1" </dev/null 2>&1 | sed 's/^/      /'

echo '[5/5] the demo, as the user that was made, and an order'
on_arm 900 "install -d -o simple-pos /srv/demo
  cd /srv/demo
  export API_HOST=127.0.0.1 API_PORT=8530 MQTT_PORT=8531 CLOUD_PORT=8535
  export DEMO_KITCHEN_PORT=8532 DEMO_BAR_PORT=8533 DEMO_PAPER_PORT=8534
  exec setpriv --reuid simple-pos --regid simple-pos --clear-groups --no-new-privs $place_on_arm/bin/pos demo" \
  >>"$place/log" 2>&1 &
demo=$!
.venv/bin/python -m tests.first_order 8530 8534 "$machine/srv/demo/data"
end_demo
echo "On 64-bit ARM with Debian $release a site was installed, printed an order and stopped cleanly."
