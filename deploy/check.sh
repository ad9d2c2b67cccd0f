#!/usr/bin/env bash
# What can be judged without running the house. Every judge speaks, so that one run shows all there is to mend.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
faults=()

judge() {
  local name=$1
  shift
  printf '· %s\n' "$name"
  "$@" || faults+=("$name")
}

# An API's code -> web/shared/openapi*.json -> web/shared/src/*api/schema.d.ts: both steps made again and compared.
typed_client_is_current() {
  local again status
  again=$(mktemp)
  python -m deploy.openapi site "$again" && cmp "$again" web/shared/openapi.json &&
    python -m deploy.openapi cloud "$again" && cmp "$again" web/shared/openapi-cloud.json &&
    npm --prefix web run --silent api:check
  status=$?
  rm -f "$again"
  [ $status -eq 0 ] || echo 'The web apps expect another API than this one: run "make types" and commit what changes.'
  return $status
}

judge 'Python style' ruff check .
judge 'Python layout' ruff format --check .
judge 'Python types' mypy
judge 'who may import whom' lint-imports
judge 'web style' npm --prefix web run --silent lint
judge 'web types' npm --prefix web run --silent typecheck
judge 'typed API client' typed_client_is_current
judge 'recipe of the images' hadolint --ignore DL3008 deploy/images/Dockerfile  # Debian drops old versions of its packages
if command -v shellcheck >/dev/null; then
  judge 'shell scripts' shellcheck deploy/*.sh .ci/run
fi

if [ ${#faults[@]} -gt 0 ]; then
  printf 'make check: %s to mend: %s.\n' "${#faults[@]}" "$(IFS=,; printf '%s' "${faults[*]}")" >&2
  exit 1
fi
echo 'make check: all well.'
