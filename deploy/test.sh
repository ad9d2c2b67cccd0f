#!/usr/bin/env bash
# Unit, integration and end-to-end tests; the web apps' first, so that pytest's summary closes the run. Arguments go to
# pytest.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

# The tests make and remove tens of thousands of small files: in memory where there is room, else on the disk.
memory=$(df --output=avail --block-size=G /dev/shm 2>/dev/null | tail -1 | tr -dc 0-9)
if [ "${memory:-0}" -ge 6 ] && [ -w /dev/shm ]; then scratch=$(mktemp -d /dev/shm/pos-tests.XXXXXX); else scratch=$(mktemp -d); fi
chmod 711 "$scratch"  # PostgreSQL runs as a user of its own
export TMPDIR=$scratch
trap 'kill $(jobs -p) 2>/dev/null; wait; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

# Every worker reads every test: meanwhile they are compiled, once for all of them.
python -m pytest --collect-only -qqq tests >/dev/null 2>&1 &
npm --prefix web run --silent test
web=$?
wait
# A file stays on its worker, so that what it started serves all its tests. The browser's event loop lives as long as
# its worker, which other tests can't have: the end-to-end tests are a run of their own. It goes beside the other one,
# and that has more workers than there are cores, for much of both is waiting: for a printer's silence, or for a dead
# box's return. Files that wait longest come first, so that no worker is left alone with one at the end.
python -m pytest --numprocesses 2 --dist loadfile tests/e2e "$@" >"$scratch/e2e.log" 2>&1 &
browser=$!
python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder \
  tests/integration/{deploy,printer_agents,license_daemon,cloud_license,order_service,broker,api,kernel} tests/unit "$@"
parts=$?
wait $browser
whole=$?
cat "$scratch/e2e.log"
if [ $web -ne 0 ] || [ $parts -ne 0 ]; then
  echo 'Tests further up failed, too: look for FAILED.' >&2
  exit 1
fi
exit $whole
