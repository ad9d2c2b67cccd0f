"""What is looked at before a site starts, so that trouble is one sentence now and not a restart loop later."""

import errno
import fcntl
import os
import socket
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from kernel.errors import CannotStart
from kernel.sqlite_file import choose_sqlite, open_sqlite
from order_service import store


@dataclass(frozen=True)
class Port:
    """A TCP port that the site is going to listen on."""

    setting: str
    """The name a person changes it by: `API_PORT`."""
    host: str
    number: int


def take_the_site(run_dir: Path) -> int:
    """Lock this data folder for one running site.

    Returns:
        the descriptor that holds the lock as long as some process keeps it open.

    Raises:
        CannotStart: a site runs on this folder already.
    """
    descriptor = os.open(run_dir / "site.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise CannotStart(
            f"A site is already running on {run_dir.parent}. Stop it first, or set POS_DATA_DIR to another folder."
        ) from None
    return descriptor


def need_no_answer(api_port: int) -> None:
    """Make sure that no site answers on this machine, however it was started (one process at a time, in containers).

    Raises:
        CannotStart: one does.
    """
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{api_port}/api/system/health", timeout=2):  # http
            pass
    except OSError:
        return
    raise CannotStart(f"A site answers on port {api_port} of this machine. Stop it first.")


def need_no_half_restore(data_dir: Path) -> None:
    """Make sure that no restore was cut short on this data.

    Raises:
        CannotStart: one was.
    """
    if (data_dir / ".restoring").exists():
        raise CannotStart('A restore was cut short on this box. Run "pos restore" again; nothing is lost.')


def need_sound_book(book: Path) -> None:
    """Look through the SQLite file before anything is written to it.

    Raises:
        CannotStart: it is damaged, or is no database.
    """
    if not book.is_file():
        return
    connection = open_sqlite(book)
    try:
        answer = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except choose_sqlite().DatabaseError as error:
        answer = str(error)
    finally:
        connection.close()
    if answer != "ok":
        raise CannotStart(f'The book {book} is damaged ({answer[:200]}). Put back the last backup: "pos restore".')


def need_book_of_no_newer_version(book: Path) -> None:
    """Make sure that this version knows the shape of the SQLite file, before anything is started.

    Raises:
        BookIsNewer: a newer one wrote it.
    """
    if not book.is_file():
        return
    connection = open_sqlite(book)
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except choose_sqlite().OperationalError:  # no such table: an empty book
        return
    finally:
        connection.close()
    if row is not None and row[0] not in known_schemas():
        from order_service.store.migrate import newer

        raise newer(str(row[0]))


def known_schemas() -> set[str]:
    """Revisions of a book that this version can read or bring up to date; Alembic itself takes a second to load."""
    return {path.name.partition("_")[0] for path in (Path(store.__file__).parent / "migrations/versions").iterdir()}


def need_free_ports(ports: list[Port]) -> None:
    """Make sure that each port can be listened on.

    Raises:
        CannotStart: names the first one that can't, and the setting to change.
    """
    wanted: dict[int, str] = {}
    for port in ports:
        if other := wanted.get(port.number):
            raise CannotStart(f"{other} and {port.setting} are both {port.number}. Set one of them to another port.")
        wanted[port.number] = port.setting
        _need_free(port)


def _need_free(port: Port) -> None:
    change = f"Set {port.setting} to another."
    try:
        with socket.create_server((port.host, port.number)):
            pass
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(f"Port {port.number} is in use by another program. {change}") from None
        if error.errno in (errno.EACCES, errno.EPERM):
            raise CannotStart(f"Port {port.number} needs more rights than this user has. {change}") from None
        raise CannotStart(f"Port {port.number} on {port.host} can't be used ({error.strerror}). {change}") from None


def need_web_apps(folder: Path) -> None:
    """Make sure that the web apps were built.

    Raises:
        CannotStart: says how to build them.
    """
    if not (folder / "waiter" / "dist" / "index.html").is_file():
        raise CannotStart('The web apps are not built yet. Run "make run" once, or "npm ci && npm run build" in web/.')
