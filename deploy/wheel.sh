#!/usr/bin/env bash
# Builds dist/simple_pos-VERSION-py3-none-any.whl with the built web apps inside, and beside it the locked packages it
# needs. A box that has the two needs neither Node nor this checkout. `deploy/wheel.sh [FOLDER]` writes elsewhere.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-dist}
mkdir -p "$out"
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

# From a copy: what an earlier build left in this tree must not get into the wheel, nor this one's be left behind.
packages=$(python - <<'PY'
import tomllib
found = tomllib.load(open("pyproject.toml", "rb"))["tool"]["setuptools"]["packages"]["find"]["include"]
print(*(name.rstrip("*") for name in found))
PY
)
for package in $packages; do
  if [ -d "$package" ]; then cp -r "$package" "$tree/"; fi
done
cp pyproject.toml README.md "$tree/"
found=0
for built in web/*/dist; do
  [ -f "$built/index.html" ] || continue
  app=$(basename "$(dirname "$built")")
  mkdir -p "$tree/kernel/web/built/$app"
  cp -r "$built" "$tree/kernel/web/built/$app/dist"
  found=$((found + 1))
done
[ "$found" -gt 0 ] || { echo 'The web apps are not built yet; "make wheel" builds them first.' >&2; exit 1; }
find "$tree" -name __pycache__ -type d -prune -exec rm -rf {} +

rm -f "$out"/simple_pos-*.whl
python -m pip --disable-pip-version-check wheel --quiet --no-deps --no-build-isolation --no-index \
  --wheel-dir "$out" "$tree"
cp requirements/site.txt "$out/site.txt"
echo "$(ls "$out"/simple_pos-*.whl) ($found web apps inside), $out/site.txt"
