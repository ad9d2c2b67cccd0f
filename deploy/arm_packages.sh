#!/usr/bin/env bash
# Says whether every locked package of a site comes as a wheel for 64-bit ARM, so that a Raspberry Pi compiles nothing.
# Run it after `make lock`. Downloads about 60 files once for each version of Python (Debian 12 has 3.11, 13 has 3.13).
set -euo pipefail
cd "$(dirname "$0")/.."
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

# pip judges markers by the machine it runs on: what is for x86-64 alone is left out here by hand.
python - >"$place/arm.txt" <<'PY'
import re
from pathlib import Path

blocks = re.split(r"\n(?=\S)", Path("requirements/site.txt").read_text("utf-8"))
print("\n".join(one for one in blocks if 'platform_machine == "x86_64"' not in one))
PY

for version in 3.11 3.12 3.13; do
  tag=cp${version/./}
  python -m pip --disable-pip-version-check download --quiet --no-deps --require-hashes --only-binary :all: \
    --implementation cp --python-version "$version" --abi "$tag" --abi abi3 --abi none \
    --platform manylinux2014_aarch64 --platform manylinux_2_17_aarch64 --platform manylinux_2_28_aarch64 \
    -r "$place/arm.txt" -d "$place/$version" >&2
  echo "Python $version: all $(find "$place/$version" -name '*.whl' | wc -l) packages have wheels that 64-bit ARM takes," \
    "$(find "$place/$version" -name '*aarch64*' | wc -l) of them compiled for it."
done
