"""A PostgreSQL server of the tests' own: a free port of loopback, a temporary folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from sqlalchemy import Engine, create_engine

from kernel.database import Database, open_database
from order_service.store.move_book import move_book
from tests.ports import free_port

PATIENCE_S = 30.0
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "32MB",
    "max_connections": "80",
    "lc_messages": "C",
    "log_min_messages": "fatal",
}


class PostgresMissing(Exception):
    """No server is installed, or it can't be started here."""

    def leave_out(self) -> NoReturn:
        """End the test: for root, `make test` installs the server, so that it is missing is a fault to be seen."""
        (pytest.fail if os.getuid() == 0 else pytest.skip)(f"NOT TESTED ON POSTGRESQL: {self}")


def filled_from(folder: Path) -> Callable[[Database], None]:
    """For `Postgres.database`: fills one with the book of this data folder."""

    def fill(target: Database) -> None:
        source = open_database("", folder / "pos.db")
        move_book(source, target)
        source.close()

    return fill


class Postgres:
    """A running server. It is our child and ends with us, however we end.

    Args:
        flushes: as in a restaurant. Off it makes a test's database four times as fast, and loses nothing that a test
            could see, for no test cuts this machine's power.
        within: where its folder is made; None for the place of temporary files.

    Attributes:
        port: of 127.0.0.1, kept over restarts.
    """

    def __init__(self, *, flushes: bool = True, within: Path | None = None) -> None:
        self._settings = SETTINGS | {"fsync": "on" if flushes else "off"}
        self._bin = _binaries()
        self._version = int(self._bin.parent.name) if self._bin.parent.name.isdigit() else 0
        self._place = Path(tempfile.mkdtemp(prefix="pos-pg-", dir=within))
        self._as = ["setpriv", "--pdeathsig", "QUIT"] if shutil.which("setpriv") else []
        if os.getuid() == 0:  # the server refuses to run as root
            owner = _unprivileged()
            os.chown(self._place, owner.pw_uid, owner.pw_gid)
            self._as += [f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
        self.port = free_port()
        self._numbers = count(1)
        self._templates: set[str] = set()
        self._server: subprocess.Popen[bytes] | None = None
        self._owner: psycopg.Connection | None = None
        try:
            self._run("initdb", "-D", self._data, "-U", "pos", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
            self.start()
        except (OSError, subprocess.SubprocessError) as error:
            self.remove()
            raise PostgresMissing(f"the server can't be started here: {getattr(error, 'output', error)!r}") from error

    @property
    def pid(self) -> int:
        """Of the server; its sessions descend from it."""
        assert self._server is not None
        return self._server.pid

    @property
    def _data(self) -> Path:
        return self._place / "data"

    def start(self) -> None:
        """Start, or start again; returns when it answers."""
        settings = {**self._settings, "port": str(self.port), "unix_socket_directories": str(self._place)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [*self._as, str(self._bin / "postgres"), "-D", str(self._data), *options]
        with tempfile.TemporaryFile() as log:
            self._server = subprocess.Popen(command, cwd="/", stdout=log, stderr=log, start_new_session=True)
        ready = [str(self._bin / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        deadline = time.monotonic() + PATIENCE_S
        while subprocess.run(ready, check=False).returncode:
            if self._server.poll() is not None or time.monotonic() > deadline:
                raise subprocess.SubprocessError("postgres ended, or does not answer")
            time.sleep(0.02)

    def stop(self, *, how: str = "fast") -> None:
        """Stop the server: `fast` ends its clients' sessions, `immediate` is a crash it recovers from."""
        if self._owner is not None:
            self._owner.close()
            self._owner = None
        self._run("pg_ctl", "-D", self._data, "-w", "-m", how, "stop")
        if self._server is not None:
            self._server.wait(PATIENCE_S)
            self._server = None

    def remove(self) -> None:
        """End the server and remove its files."""
        if self._server is not None and self._server.poll() is None:
            self.stop(how="immediate")
        shutil.rmtree(self._place, ignore_errors=True)

    @contextmanager
    def database(self, template: str, fill: Callable[[Database], None]) -> Iterator[str]:
        """The address of a fresh database, a copy of a template that `fill` makes once; dropped afterwards."""
        if template not in self._templates:
            self.command(f"CREATE DATABASE {template}")
            database = open_database(self.url(template), Path("unused"))
            fill(database)
            database.close()
            self._templates.add(template)
        name = f"book{next(self._numbers)}"
        how = " STRATEGY FILE_COPY" if self._version >= 15 else ""  # half the work of going through the log
        self.command(f"CREATE DATABASE {name} TEMPLATE {template}{how}")
        try:
            yield self.url(name)
        finally:
            self.command(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        """As DATABASE_URL has it."""
        return f"postgresql://pos@127.0.0.1:{self.port}/{name}"

    def command(self, statement: str) -> None:
        """Run a statement outside of any book, as its owner's `psql` would."""
        if self._owner is None:
            self._owner = psycopg.connect(self.url("postgres"), autocommit=True)
        self._owner.execute(statement.encode())

    def engine(self, name: str) -> Engine:
        """A door of the test's own."""
        return create_engine(self.url(name).replace("postgresql", "postgresql+psycopg", 1), pool_size=1)

    def _run(self, program: str, *arguments: object) -> None:
        command = [*self._as, str(self._bin / program), *map(str, arguments)]
        done = subprocess.run(command, cwd="/", capture_output=True, timeout=PATIENCE_S, check=False)
        if done.returncode:
            raise subprocess.CalledProcessError(done.returncode, command, (done.stdout + done.stderr)[-500:])


def _binaries() -> Path:
    places = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    found = sorted(place for place in places if (place / "initdb").exists() and (place / "postgres").exists())
    if found:
        return found[-1]
    if (on_path := shutil.which("initdb")) is not None:
        return Path(on_path).parent
    raise PostgresMissing('no PostgreSQL server is installed ("make test" as root installs one)')


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresMissing("root may not run it, and there is nobody else")
