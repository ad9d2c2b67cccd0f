"""How a session with a PostgreSQL server is opened, and what the server must be like."""

from typing import Any

from sqlalchemy import Connection

from kernel.errors import CannotStart

SESSION = {
    "synchronous_commit": "on",  # whatever the server's default: an answer says that the round is on its disk
    "lock_timeout": "10s",  # somebody's forgotten `BEGIN` in psql must not hold every waiter
    "idle_in_transaction_session_timeout": "60s",
}
"""Settings of each session; a server's own defaults do not count."""
LINK = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # ms: a server behind a pulled cable is missed after seconds, not hours
}
"""Of libpq, in seconds where nothing else is said. Source: https://www.postgresql.org/docs/current/libpq-connect.html"""


def session_arguments() -> dict[str, Any]:
    """For the driver's `connect`."""
    options = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
    return {**LINK, "options": options, "client_encoding": "utf8", "application_name": "simple-pos"}


def look_at_server(connection: Connection) -> str:
    """What health must say about a server, or ''.

    Raises:
        CannotStart: it would garble Greek, or takes no writes.
    """
    encoding, is_standby, flushes = connection.exec_driver_sql(
        "SELECT current_setting('server_encoding'), pg_is_in_recovery(), current_setting('fsync')"
    ).one()
    if encoding != "UTF8":
        raise CannotStart(f"The database keeps {encoding}; Greek needs one made with ENCODING 'UTF8'.")
    if is_standby:
        raise CannotStart("DATABASE_URL names a standby, which takes no orders; name the primary server.")
    return "" if flushes == "on" else "PostgreSQL runs with fsync off: a power cut loses orders. Switch fsync on."
