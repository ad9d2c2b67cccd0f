"""Make a machine with systemd a site, and take it off again without touching its data."""

import os
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from kernel.agent_credential import read_any_credential, write_credential
from kernel.errors import CannotStart

UNIT = "simple-pos.service"
AGENT_UNIT = "simple-pos-agent@.service"
CERTIFICATE_UNITS = ("simple-pos-certificate.path", "simple-pos-certificate.service")
"""nginx reads a certificate when it is told to; the site's own user may not tell it."""

SETTINGS = """\
# Settings of this site, read when it starts; docs/settings.md lists them all.
# After a change: sudo systemctl restart simple-pos

POS_RESTAURANT_NAME=
POS_TIMEZONE=Europe/Athens

# A USB stick or a second disk for backups, below /media or /mnt. Without it they lie beside the data and die with it.
BACKUP_DIR=

# Numbers for a monitor, on this machine only (docs/watch.md); 0 keeps none
POS_METRICS_PORT=0
"""

COMMAND = """\
#!/bin/sh
# `pos` for the site of this machine: as its user, in its folder. A backup of another box belongs to another user, so
# it is restored with an administrator's rights.
cd {home} 2>/dev/null || {{ echo 'Use sudo: the site belongs to user {user}.' >&2; exit 2; }}
case "$1" in
  install | uninstall | restore) exec {program} "$@" ;;
esac
[ "$(id -un)" = {user} ] && exec {program} "$@"
exec runuser -u {user} -- {program} "$@"
"""


@dataclass(frozen=True)
class Place:
    """Where a site goes on a machine.

    Attributes:
        home: belongs to `user`; `.env` and `data/` are in it.
        units: systemd's folder for an administrator's units.
        command: what an administrator types.
    """

    home: Path
    units: Path
    command: Path
    user: str
    program: Path = Path(sys.executable).parent / "pos"


def unit_text(name: str, place: Place) -> str:
    """A unit of deploy/systemd with this machine's paths."""
    text = resources.files("deploy").joinpath("systemd", name).read_text("utf-8")
    for standard, here in (
        ("/opt/simple-pos/bin/pos", str(place.program)),
        ("/var/lib/simple-pos", str(place.home)),
        ("User=simple-pos", f"User={place.user}"),
        ("Group=simple-pos", f"Group={_group_of(place.user)}"),
    ):
        text = text.replace(standard, here)
    return text


def install(
    place: Place,
    manager: str,
    *,
    agent: bool,
    credential: Path | None = None,
    start: bool,
    printers: Sequence[str] = (),
) -> int:
    """Set the machine up, or bring it up to this version; what is there already stays.

    Args:
        manager: name of the first manager, who is told the PIN; not used when somebody manages already.
        agent: only printers' agents run here, for a site on another machine.
        credential: of one such agent, which is kept beside the others'; what `pos agent-credential` wrote on the box.
        start: enable the unit and start it.
        printers: `kitchen=192.168.1.50` each; none means to look for them when somebody sits at the terminal and the
            book has none yet.

    Raises:
        CannotStart: not root, unit or command are another folder's, or a step that an administrator must see to.
    """
    handed = credential and read_any_credential(credential)
    for theirs in (place.units / (AGENT_UNIT if agent else UNIT), place.command):
        if (home := _home_in(theirs)) not in ("", str(place.home)):
            raise CannotStart(
                f'{theirs} is for another folder. Install with "--home {home}", or take that one off first, by '
                f'"pos uninstall --home {home}". An agent beside a site needs a --command of its own.'
            )
    _make_user(place)
    if start and not agent and (place.units / UNIT).exists():
        _systemctl("stop", UNIT)  # an upgrade: the version that runs must not meet the new shape of the book
    os.umask(0o077)
    for folder in (place.home, place.home / "data"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = place.home / ".env"
    if not settings.exists():
        settings.write_text(SETTINGS, "utf-8")
        settings.chmod(0o600)
    if handed:
        write_credential(place.home / f"{handed.printer}.agent", handed)
    os.chdir(place.home)
    checked = [] if agent else _people_and_printers(manager, printers)
    _give_to(place.user, place.home)
    for unit in (AGENT_UNIT,) if agent else (UNIT, *CERTIFICATE_UNITS):
        _write(place.units / unit, unit_text(unit, place), 0o644)
    _write(place.command, COMMAND.format(program=place.program, home=place.home, user=place.user), 0o755)
    agents = [f"simple-pos-agent@{file.stem}.service" for file in sorted(place.home.glob("*.agent"))]
    starts = agents if agent else [UNIT]
    if start and starts:
        _systemctl("daemon-reload")
        _systemctl("enable", *starts)
        _systemctl("restart", *starts)
        if not agent:
            _systemctl("enable", "--now", CERTIFICATE_UNITS[0])
    print(_next_steps(place, agent=agent, started=starts if start else []))
    print("\n".join(checked or (() if agent else ("No printer yet: sudo pos install --printer kitchen=ADDRESS",))))
    return 0


def _people_and_printers(manager: str, printers: Sequence[str]) -> list[str]:
    """A first manager and the printers; the sentences of the printers' first check."""
    from deploy.first_printers import ask_for_printers, check_printers, has_printers, keep_printers, place_of
    from deploy.people import give_sign_in, has_manager
    from kernel.logging import configure_logging

    configure_logging("install", level="error")
    places = [place_of(words) for words in printers]
    if not has_manager():
        give_sign_in(manager, "manager")
    if not places and sys.stdin.isatty() and not has_printers():
        places = ask_for_printers()
    keep_printers(places)
    return check_printers()


def uninstall(place: Place, *, stop: bool) -> int:
    """Stop what is in this folder, and remove its units and command. Data, settings and user stay."""
    if stop:
        _need_root()
    here = str(place.home)
    units = [*CERTIFICATE_UNITS, UNIT] if _home_in(place.units / UNIT) == here else []
    units += [AGENT_UNIT] if _home_in(place.units / AGENT_UNIT) == here else []
    for name in units:
        if stop and name != CERTIFICATE_UNITS[1]:  # which is started by the other one, and ends by itself
            _systemctl("disable", "--now", name.replace("@.", "@*."), may_fail=True)
        (place.units / name).unlink(missing_ok=True)
    if _home_in(place.command) == here:
        place.command.unlink()
    if stop:
        _systemctl("daemon-reload")
    print(
        f"{'The site does not run here any more' if units else f'Nothing of {place.home} ran here'}. "
        f"Its data and settings are still in {place.home}.\n"
        f"To remove them too, for good: sudo rm -r {place.home}; sudo userdel {place.user}"
    )
    return 0


def _home_in(written: Path) -> str:
    """Whose folder a unit or command of ours is for: site and agent of one machine may lie in two. Empty: no such."""
    if not written.exists():
        return ""
    text = written.read_text("utf-8", "replace")
    home = re.search(r"^(?:WorkingDirectory=|cd )(.+?)(?: 2>/dev/null.*)?$", text, re.MULTILINE)
    return home[1] if home else ""


def _next_steps(place: Place, *, agent: bool, started: Sequence[str]) -> str:
    if agent and started:
        said = "\n".join(f"  What it says         sudo journalctl -u {unit}" for unit in started)
        return f"It runs, and will after each start of this machine.\n{said}"
    if agent:
        return (
            'On the site\'s box, "sudo pos agent-credential PRINTER" makes a file; bring it here, and then:\n'
            "  sudo pos install --agent --credential PRINTER.agent"
        )
    state = "It runs, and will after each start of this machine." if started else "It was not started."
    return (
        f"The site is set up in {place.home}. {state}\n"
        f"  Settings             {place.home}/.env\n"
        "  Is all well?         sudo pos doctor\n"
        "  What it says         sudo journalctl -u simple-pos, and the files in data/logs\n"
        "Then sign in as the manager at http://ADDRESS-OF-THIS-MACHINE:8000/manager/"
    )


def _make_user(place: Place) -> None:
    try:
        pwd.getpwnam(place.user)
        if pwd.getpwuid(os.getuid()).pw_name != place.user:
            _need_root()
        return
    except KeyError:
        _need_root()
    words = ["--system", "--user-group", "--no-create-home", "--home-dir", str(place.home)]
    _run("useradd", *words, "--shell", "/usr/sbin/nologin", place.user)


def _write(path: Path, text: str, mode: int) -> None:
    path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(mode)


def _need_root() -> None:
    if os.getuid() != 0:
        raise CannotStart('This changes the machine, so it needs an administrator: "sudo ... install".')


def _group_of(user: str) -> str:
    import grp

    try:
        return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
    except KeyError:
        return user


def _give_to(user: str, folder: Path) -> None:
    if os.getuid() != 0:
        return
    account = pwd.getpwnam(user)
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


def _systemctl(*words: str, may_fail: bool = False) -> None:
    if shutil.which("systemctl") is None or not Path("/run/systemd/system").is_dir():
        raise CannotStart('systemd does not run here. Use "--no-start", and run "pos up" some other way.')
    _run("systemctl", *words, may_fail=may_fail)


def _run(program: str, *words: str, may_fail: bool = False) -> None:
    done = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    if done.returncode and not may_fail:
        raise CannotStart(f"{program} {' '.join(words)} failed: {done.stderr.strip()[-300:]}")
