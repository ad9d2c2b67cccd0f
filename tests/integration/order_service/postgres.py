"""A PostgreSQL of the tests' own, on a free port of loopback, in a temporary folder."""

import os
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, text

from kernel.database import open_database
from tests.builders import fill_book
from tests.ports import free_port

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


class PostgresMissing(Exception):
    """No server is installed, or it can't be started here."""


class Postgres:
    """Started when made. Its template database is filled; each test gets a copy."""

    def __init__(self, folder: Path) -> None:
        if not BINARIES:
            raise PostgresMissing("no initdb in /usr/lib/postgresql")
        self._bin = BINARIES[-1].parent
        # root may not run a server, and nobody else may enter pytest's folders
        self._place = Path(tempfile.mkdtemp(prefix="pos-pg-")) if os.getuid() == 0 else folder
        self._as: list[str] = []
        if os.getuid() == 0:
            shutil.chown(self._place, "postgres", "postgres")
            self._as = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        self.port = free_port()
        self._numbers = count(1)
        data = self._place / "data"
        quick = "-c fsync=off -c full_page_writes=off -c shared_buffers=32MB -c max_connections=60"
        options = f"-p {self.port} -k {self._place} -c listen_addresses=127.0.0.1 {quick}"
        try:
            self._run("initdb", "-D", data, "-U", "pos", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
            self._run("pg_ctl", "-D", data, "-w", "-l", self._place / "log", "-o", options, "start")
        except subprocess.CalledProcessError as error:
            shutil.rmtree(self._place, ignore_errors=True)
            raise PostgresMissing(f"{error.cmd[-1]} failed: {error.output!r}") from error
        self._command("CREATE DATABASE filled")
        database = open_database(self._url("filled"), folder)
        fill_book(database)
        database.close()

    def copy_of_template(self) -> str:
        """The address of a fresh, filled database."""
        name = f"book{next(self._numbers)}"
        self._command(f"CREATE DATABASE {name} TEMPLATE filled")
        return self._url(name)

    def stop(self) -> None:
        """End the server, remove its files."""
        self._run("pg_ctl", "-D", self._place / "data", "-w", "-m", "immediate", "stop")
        shutil.rmtree(self._place, ignore_errors=True)

    def _url(self, name: str) -> str:
        return f"postgresql://pos@127.0.0.1:{self.port}/{name}"

    def _command(self, statement: str) -> None:
        engine = create_engine(self._url("postgres").replace("postgresql", "postgresql+psycopg", 1))
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def _run(self, program: str, *arguments: object) -> None:
        command = [*self._as, str(self._bin / program), *map(str, arguments)]
        # a file, not a pipe: the server inherits it and would keep a pipe open
        with tempfile.TemporaryFile() as out:
            done = subprocess.run(command, cwd="/", stdout=out, stderr=out, timeout=60)
            if done.returncode:
                out.seek(0)
                raise subprocess.CalledProcessError(done.returncode, command, out.read()[-500:])
