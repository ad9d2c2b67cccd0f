"""What a database's failure means to us, whichever database it is. Pure: looks at the words and codes of an error."""

from sqlalchemy.exc import DBAPIError

_FULL = ("is full", "no space")
_BREAKS_TRANSACTION = (
    "disk i/o",
    "is full",
    "readonly",
    "read-only",
    "malformed",
    "no space",
    "unable to open",
    "no such savepoint",
)
"""SQLite's words; it has no finer codes at this interface."""

_CLASHES = ("40001", "40P01")
"""serialization_failure, deadlock_detected: the same again succeeds."""
_AWAY = ("08", "53", "55P03", "57", "58", "XX")
"""Connection lost, resources exhausted, lock not had in time, server stopping or cancelling, system error, damage."""
_READ_ONLY = ("25006",)
"""A standby, or a server set to read only while its disk is full."""
_DISK_FULL = "53100"

# PostgreSQL's codes: https://www.postgresql.org/docs/current/errcodes-appendix.html


def is_full(error: DBAPIError) -> bool:
    """The disk under the database has no room."""
    return _sqlstate(error) == _DISK_FULL or _says(error, _FULL)


def is_clash(error: DBAPIError) -> bool:
    """Another session was in the way; nothing was kept, and the same again succeeds."""
    return _sqlstate(error) in _CLASHES


def is_fault(error: DBAPIError) -> bool:
    """Not a command's own mistake: the whole transaction is lost, whatever stood in it."""
    if error.connection_invalidated:
        return True
    if (state := _sqlstate(error)) is not None:
        return state.startswith((*_CLASHES, *_AWAY, *_READ_ONLY))
    return _says(error, _BREAKS_TRANSACTION)


def fault_behind(error: BaseException | None) -> DBAPIError | None:
    """The fault that broke the transaction, if one did.

    SQLite ends the transaction itself when the disk is full or fails; what is raised then is that the savepoint is
    gone, and the reason stands behind it. The first cause is what counts.
    """
    fault = None
    while error is not None:
        if isinstance(error, DBAPIError) and is_fault(error):
            fault = error
        error = error.__cause__ or error.__context__
    return fault


def _sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def _says(error: DBAPIError, signs: tuple[str, ...]) -> bool:
    words = str(error.orig).lower()
    return any(sign in words for sign in signs)
