#!/usr/bin/env bash
# Writes requirements/*.txt: every package with its exact version and the hashes of its files, for any index.
# Versions that still fit are kept; `deploy/lock.sh --upgrade` chooses the newest that fit.
set -euo pipefail
cd "$(dirname "$0")/.."

# Local wheel folders and mirrors of this machine must not leak into the files: only what everybody can fetch.
export PIP_CONFIG_FILE=/dev/null PIP_FIND_LINKS='' CUSTOM_COMPILE_COMMAND='make lock'
compile() {
  pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-options \
    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links "${options[@]}" "$@"
}
options=("$@")
compile -o requirements/site.txt pyproject.toml
compile -c requirements/site.txt --extra dev -o requirements/dev.txt pyproject.toml
compile -o requirements/node.txt requirements/node.in
