"""Who may call what: one row for every route, the only place that says so. A route without a row is refused."""

from dataclasses import dataclass
from typing import Final, Literal

from kernel.errors import NotAllowed

Caller = Literal["anyone", "site", "sysadmin"]
"""`site`: a box, by its headers; the route itself looks at them, for many are looked up at once."""


@dataclass(frozen=True)
class Access:
    """Who may call one route."""

    method: str
    path: str
    caller: Caller


class NotDecided(NotAllowed):
    """The route has no row in the table of rights, so nobody may call it."""

    code = "access-not-decided"
    hint = "Tell whoever looks after this system."


ACCESS: Final[tuple[Access, ...]] = (
    Access("POST", "/api/auth/login", "anyone"),
    Access("GET", "/api/auth/me", "sysadmin"),
    Access("POST", "/api/auth/password", "sysadmin"),
    Access("GET", "/api/sites/", "sysadmin"),
    Access("POST", "/api/sites/", "sysadmin"),
    Access("GET", "/api/sites/{site_id}", "sysadmin"),
    Access("PUT", "/api/sites/{site_id}", "sysadmin"),
    Access("DELETE", "/api/sites/{site_id}", "sysadmin"),
    Access("GET", "/api/sites/{site_id}/timeline", "sysadmin"),
    Access("POST", "/api/sites/{site_id}/lock", "sysadmin"),
    Access("POST", "/api/sites/{site_id}/unlock", "sysadmin"),
    Access("POST", "/api/sites/{site_id}/keys", "sysadmin"),
    Access("DELETE", "/api/sites/{site_id}/keys/{key_id}", "sysadmin"),
    Access("GET", "/api/audit/", "sysadmin"),
    Access("GET", "/api/license-keys", "anyone"),
    Access("POST", "/api/heartbeat/", "site"),
    Access("GET", "/api/heartbeat/wait", "site"),
    Access("GET", "/health", "anyone"),
)

_ROWS: Final = {(row.method, row.path): row for row in ACCESS}


def access_to(method: str, path: str) -> Access:
    """The row of a route, by its method and path template.

    Raises:
        NotDecided: it has none.
    """
    row = _ROWS.get((method, path))
    if row is None:
        raise NotDecided(f"{method} {path} has no row in cloud_license/access.py.")
    return row
