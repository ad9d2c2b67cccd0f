"""`pos doctor`: is this box fit for an evening, and what to do if not. Changes nothing."""

import fcntl
import json
import os
import platform
import shutil
import urllib.error
import urllib.request
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from api.sessions import open_sessions
from deploy.agents_door import look_at_the_door
from deploy.before_start import (
    Port,
    need_book_of_no_newer_version,
    need_free_ports,
    need_no_half_restore,
    need_web_apps,
)
from deploy.house import ports_of
from deploy.settings import HouseSettings
from deploy.trust.served import served_until
from kernel.backup_state import read_backup_state
from kernel.checkup import (
    Finding,
    State,
    judge_backup,
    judge_certificate,
    judge_clock,
    judge_database,
    judge_disk,
    worst,
)
from kernel.clock import is_clock_synchronised, utc_now
from kernel.database import Database, open_database
from kernel.errors import PosError
from kernel.logging import configure_logging
from kernel.settings import read_settings, usable_data_dir
from kernel.sqlite_file import choose_sqlite
from kernel.trust import read_trust
from kernel.version import VERSION
from order_service.queries.book_facts import newest_entry
from order_service.store.staff import account_by_username
from order_service.store.tables import users

EXIT: dict[State, int] = {"ok": 0, "warn": 1, "bad": 2}
"""As monitoring programs read it."""

MARKS: dict[State, str] = {"ok": "ok  ", "warn": "see ", "bad": "BAD "}
HERE = frozenset({"database", "disk", "clock", "backup"})
"""Topics that are looked at from here, running or not; the site itself is asked for the others."""


def run(*, as_json: bool) -> int:
    """Look, print, and say by the exit status: 0 well, 1 see to it, 2 not fit."""
    configure_logging("doctor", level="error")
    findings = examine(read_settings(HouseSettings))
    state = worst(findings)
    if as_json:
        print(json.dumps({"state": state, "findings": [asdict(one) for one in findings]}, ensure_ascii=False, indent=1))
    else:
        for one in findings:
            print(f"{MARKS[one.state]} {one.topic:<14} {one.says}")
            if one.do:
                print(f"{'':>20}-> {one.do}")
    return EXIT[state]


def examine(settings: HouseSettings) -> list[Finding]:
    """Everything that can be known of this box from its own keyboard."""
    data_dir = settings.data_dir.absolute()
    findings = [_software()]
    try:
        usable_data_dir(data_dir)
        need_no_half_restore(data_dir)
        need_web_apps(settings.web_dir)
    except PosError as error:
        findings.append(Finding("files", "bad", "files-wrong", error.detail, _do(error)))
    disk = shutil.disk_usage(data_dir if data_dir.is_dir() else "/")
    findings += [judge_disk(disk.free, disk.total), judge_backup(read_backup_state(data_dir), utc_now())]
    if (trust := read_trust(data_dir)) is not None:
        findings.append(judge_certificate(trust.valid_until, served_until(), utc_now()))
    database, about_the_book = _look_at_the_book(settings)
    findings += about_the_book
    is_running = site_runs(data_dir)
    if is_running and database is not None:
        findings += [*ask_the_site(settings, database), *look_at_the_door(settings)]
    elif not is_running:
        findings += [_not_running(), *_look_at_ports(ports_of(settings))]
    if database is not None:
        database.close()
    return findings


def site_runs(data_dir: Path) -> bool:
    """Say whether a site holds the lock on this data."""
    try:
        descriptor = os.open(data_dir / "run" / "site.lock", os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)


def ask_the_site(settings: HouseSettings, database: Database) -> list[Finding]:
    """What the running site says of its broker, printers and licence: the check that managers see.

    Whoever may read the secrets of the box may sign a session; no PIN is asked and none is told.
    """
    with database.reading() as connection:
        wanted = select(users.c.username).where(users.c.role != "waiter", users.c.is_active).limit(1)
        name = connection.scalar(wanted)
        account = None if name is None else account_by_username(connection, name)
    if account is None:
        do = 'Make one: "pos person NAME".'
        return [Finding("people", "bad", "people-no-manager", "Nobody can sign in as a manager.", do)]
    sessions = open_sessions(
        settings.data_dir, settings.secret_key.get_secret_value(), settings.site_id, settings.session_hours
    )
    token, _ = sessions.issue(account, utc_now())
    sessions.close()
    request = urllib.request.Request(  # http:// is written here
        f"http://127.0.0.1:{settings.port}/api/system/check", headers={"Authorization": f"Bearer {token}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            said = json.load(answer)["findings"]
    except urllib.error.HTTPError as error:
        if error.code not in (402, 423):
            says = f"The site's API refuses the check ({error})."
            return [Finding("site", "bad", "site-refuses", says, "See data/logs/api.log.")]
        problem = json.load(error)
        return [Finding("licence", "bad", "licence-shut", problem["detail"], problem["hint"])]
    except (OSError, ValueError, KeyError) as error:
        says = f"The site's API does not answer on port {settings.port} ({error})."
        return [Finding("site", "bad", "site-silent", says, "See data/logs/api.log.")]
    site = Finding("site", "ok", "site-runs", f"The site runs and answers on port {settings.port}.")
    return [site, *(Finding(**one) for one in said if one["topic"] not in HERE)]


def _software() -> Finding:
    facts: dict[str, str | int] = {
        "version": VERSION,
        "python": platform.python_version(),
        "sqlite": choose_sqlite().sqlite_version,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
    }
    says = f"Simple POS {VERSION}, Python {facts['python']}, SQLite {facts['sqlite']}, {facts['system']}."
    return Finding("software", "ok", "software-ok", says, facts=facts)


def _look_at_the_book(settings: HouseSettings) -> tuple[Database | None, list[Finding]]:
    """Open it as it is, without making or migrating one; read all of its structure."""
    if not settings.database_url and not settings.database_path.is_file():
        says = "There is no book yet: this site has never been started."
        return None, [Finding("database", "warn", "database-none", says, 'Start it ("pos up"), or "pos restore".')]
    newest: datetime | None = None
    try:
        database = open_database(settings.database_url, settings.database_path)
        try:
            with database.reading() as connection:
                check = "PRAGMA quick_check(1)" if database.is_sqlite else "SELECT 'ok'"
                answer = str(connection.exec_driver_sql(check).scalar())
                if database.is_sqlite and answer == "ok":
                    need_book_of_no_newer_version(settings.database_path)
                newest = newest_entry(connection)
        except DBAPIError as error:
            answer = str(error.orig)
    except PosError as error:
        do = _do(error) or 'Put back the last backup: "pos restore".'
        return None, [Finding("database", "bad", "database-silent", error.detail, do)]
    return database, [
        judge_database(answer, database.warning),
        judge_clock(utc_now(), newest, is_clock_synchronised()),
    ]


def _look_at_ports(ports: list[Port]) -> list[Finding]:
    try:
        need_free_ports(ports)
    except PosError as error:
        says, _, do = error.detail.rpartition(". Set ")
        return [Finding("ports", "bad", "ports-taken", f"{says}.", f"Set {do}" if says else error.detail)]
    numbers = ", ".join(str(port.number) for port in ports)
    return [Finding("ports", "ok", "ports-free", f"The ports {numbers} are free for the site.")]


def _not_running() -> Finding:
    do = 'Start it: "sudo systemctl start simple-pos" where it is installed, "pos up" elsewhere.'
    return Finding("site", "bad", "site-stopped", "The site does not run.", do)


def _do(error: PosError) -> str:
    return "" if error.hint == PosError.hint else error.hint
