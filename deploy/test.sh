#!/usr/bin/env bash
# All tests: the web apps' first, so that pytest's summary closes the run. Arguments go to pytest.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

npm --prefix web run --silent test
web=$?
# One worker a core; a file stays on its worker, so that what it started serves all its tests. The browser's event loop
# lives as long as its worker, which other tests can't have: the end-to-end tests are a run of their own.
python -m pytest --numprocesses 2 --dist loadfile tests/unit tests/integration "$@"
parts=$?
python -m pytest --numprocesses 2 --dist loadfile tests/e2e "$@"
whole=$?
if [ $web -ne 0 ] || [ $parts -ne 0 ]; then
  echo 'Tests further up failed, too: look for FAILED.' >&2
  exit 1
fi
exit $whole
