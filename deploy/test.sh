#!/usr/bin/env bash
# All tests: the web apps' first, so that pytest's summary closes the run. Arguments go to pytest.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

npm --prefix web run --silent test
web=$?
python -m pytest tests/unit tests/integration tests/e2e "$@"
python=$?
if [ $web -ne 0 ]; then
  echo 'The web tests above failed too.' >&2
  exit $web
fi
exit $python
