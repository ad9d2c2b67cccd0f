"""Copies of a whole database: taken while it is written to, opened and examined before anybody relies on one.

SQLite by its online backup (never a copy of the file: the newest rows are in its `-wal`), PostgreSQL by its own
`pg_dump`. A copy's first bytes say which it is.
"""

import errno
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL

from kernel.errors import CannotStart, Unavailable
from kernel.secret_file import sync_folder
from kernel.sqlite_file import choose_sqlite

SQLITE_SIGN = b"SQLite format 3\0"
POSTGRES_SIGN = b"PGDMP"

_NO_ROOM_BYTES = 64 * 1024
"""SQLite needs a few pages more than it says."""

_EMPTY_POSTGRES = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE public.%I CASCADE', one.tablename);
  END LOOP;
END $$;
"""
"""Not `pg_restore --clean`, which leaves tables of a newer version standing."""


class CopyFailed(Unavailable):
    """No copy of the database could be made or put back; the reason is in the sentence."""

    code = "copy-failed"
    hint = "Nothing was changed; mend what the sentence names and try again."


class CopyDamaged(CopyFailed):
    """A copy does not read back as a whole database."""

    code = "copy-damaged"
    hint = "Use another backup, and replace the medium of this one."


def copy_book(address: URL, target: Path) -> None:
    """Copy the database at `address` into the new file `target` (0600), on disk when this returns.

    Raises:
        CopyFailed: the database can't be read, or pg_dump is missing.
        OSError: the medium is full, gone or read-only (also from within SQLite).
    """
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.close(descriptor)
    try:
        if address.get_backend_name() == "sqlite":
            copy_sqlite(Path(str(address.database)), target)
        else:
            _postgres("pg_dump", address, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
        _sync(target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy one SQLite database while others write to it; `target` needs no `-wal` beside it.

    Raises:
        CopyFailed: the source can't be read.
        OSError: the target can't be written.
    """
    module = choose_sqlite()
    if not source.is_file():
        raise CopyFailed(f"There is no database at {source}.")
    reading = module.connect(f"file:{quote(str(source))}?mode=ro", uri=True, timeout=30)
    writing = module.connect(str(target), isolation_level=None)
    try:
        writing.execute("PRAGMA synchronous = OFF")  # flushed once, at the end
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode = DELETE").fetchall()
    except module.DatabaseError as error:
        _raise_what_the_disk_says(target, error)
        raise CopyFailed(f"{source} can't be copied ({error}).") from error
    finally:
        writing.close()
        reading.close()


def examine_copy(copy: Path) -> str:
    """Read a copy from end to end.

    Returns:
        the revision of its schema; '' when it holds none.

    Raises:
        CopyDamaged: it is not whole.
        CopyFailed: pg_restore is missing.
    """
    with copy.open("rb") as file:
        sign = file.read(16)
    if sign == SQLITE_SIGN:
        return _examine_sqlite(copy)
    if sign.startswith(POSTGRES_SIGN):
        return _examine_postgres(copy)
    raise CopyDamaged(f"{copy.name} is no copy of a database.")


def put_back(copy: Path, address: URL) -> None:
    """Make the database at `address` what the copy holds; a cut leaves what was there before, or the new.

    A SQLite file of that name must have been put aside; a PostgreSQL database is emptied in the same transaction.

    Raises:
        CopyFailed: the copy is of the other kind of database, something is in the way, or the server refused it.
        OSError: no room.
    """
    with copy.open("rb") as file:
        is_sqlite_copy = file.read(16) == SQLITE_SIGN
    if is_sqlite_copy != (address.get_backend_name() == "sqlite"):
        kinds = ("SQLite", "PostgreSQL") if is_sqlite_copy else ("PostgreSQL", "SQLite")
        raise CopyFailed(f"This is a copy of a {kinds[0]} database, and DATABASE_URL names a {kinds[1]} one.")
    if is_sqlite_copy:
        _put_file(copy, Path(str(address.database)))
        return
    with tempfile.TemporaryFile() as script:
        command = [postgres_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(copy)]
        read = subprocess.run(command, stdout=script, stderr=subprocess.PIPE, check=False)
        if read.returncode:  # known before the server is told anything: half a script must not be committed
            raise CopyDamaged(f"{copy.name} can't be read ({_last_line(read.stderr)}).")
        script.seek(0)
        words = ("--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1")
        _postgres("psql", address, *words, f"--command={_EMPTY_POSTGRES}", "--file=-", stdin=script.fileno())


def _put_file(copy: Path, target: Path) -> None:
    for name in (target.name, f"{target.name}-wal", f"{target.name}-journal"):
        if target.with_name(name).exists():
            raise CopyFailed(f"{target.with_name(name)} is in the way.")
    draft = target.with_name(f".{target.name}.restored")
    shutil.copyfile(copy, draft)
    draft.chmod(0o600)
    _sync(draft)
    draft.replace(target)
    sync_folder(target.parent)


def postgres_program(name: str) -> str:
    """Where PostgreSQL's own program is: on the path, or the newest that Debian installed.

    Raises:
        CannotStart: it is not installed.
    """
    if (found := shutil.which(name)) is not None:
        return found
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(versions, key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0, default=None)
    if newest is None:
        raise CannotStart(f'{name} is missing. Install it with "sudo apt install postgresql-client".')
    return str(newest)


def _examine_sqlite(copy: Path) -> str:
    module = choose_sqlite()
    connection = module.connect(f"file:{quote(str(copy))}?mode=ro&immutable=1", uri=True)
    try:
        answers = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        if answers != ["ok"]:
            raise CopyDamaged(f"{copy.name} is damaged: {'; '.join(map(str, answers))[:300]}")
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return ""
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return "" if row is None else str(row[0])
    except module.DatabaseError as error:
        raise CopyDamaged(f"{copy.name} is damaged ({error}).") from error
    finally:
        connection.close()


def _examine_postgres(copy: Path) -> str:
    program = postgres_program("pg_restore")
    whole = subprocess.run([program, "--file=/dev/null", str(copy)], capture_output=True, check=False)
    if whole.returncode:
        raise CopyDamaged(f"{copy.name} is damaged ({_last_line(whole.stderr)}).")
    ask = [program, "--data-only", "--table=alembic_version", "--file=-", str(copy)]
    said = subprocess.run(ask, capture_output=True, text=True, check=False).stdout
    found = re.search(r"^COPY \S*alembic_version.*\n(\S+)$", said, re.MULTILINE)
    return "" if found is None or found[1] == "\\." else found[1]


def _postgres(program: str, address: URL, *words: str, stdin: int = subprocess.DEVNULL) -> None:
    """Run one of PostgreSQL's programs on a database; the password travels in its environment, not in `ps`."""
    plain = address.set(drivername="postgresql", password=None).render_as_string()
    environment = os.environ | ({"PGPASSWORD": str(address.password)} if address.password else {})
    command = [postgres_program(program), f"--dbname={plain}", "--no-password", *words]
    done = subprocess.run(command, env=environment, stdin=stdin, capture_output=True, check=False)
    if done.returncode:
        if b"No space left on device" in done.stderr:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        raise CopyFailed(f"{program} failed ({_last_line(done.stderr)}).")


def _raise_what_the_disk_says(target: Path, error: Exception) -> None:
    """SQLite's words for a target that fails don't tell full from broken ("disk I/O error"): ask the disk itself."""
    words = str(error)
    if not any(sign in words for sign in ("full", "readonly", "disk I/O", "unable to open")):
        return
    disk = os.statvfs(target.parent)
    if disk.f_flag & os.ST_RDONLY:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(target)) from error
    if "full" in words or disk.f_bavail * disk.f_frsize < _NO_ROOM_BYTES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target)) from error
    raise OSError(errno.EIO, os.strerror(errno.EIO), str(target)) from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _last_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else "it said nothing"
