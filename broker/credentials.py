"""Is this user who he says he is: a secret file each, and a client id that carries the user's name."""

import hmac
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from kernel.service_credentials import SERVICE_USERS, ensure_secret, secret_elsewhere, secret_of

_ROLE = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Credentials:
    """The secrets of one data folder, read anew at each sign-in: a new printer needs no restart.

    Args:
        known: where a user's secret is: that of the site's own processes, or `secret_elsewhere` for a door to the
            network, by which nobody but handed-out agents gets in.
    """

    def __init__(self, data_dir: Path, known: Callable[[Path, str], str | None] = secret_of) -> None:
        self._data_dir = data_dir
        self._known = known
        self._nobody = secrets.token_hex(16)

    @classmethod
    def of_agents_elsewhere(cls, data_dir: Path) -> "Credentials":
        """Those that `pos agent-credential` handed out, and no other."""
        return cls(data_dir, secret_elsewhere)

    def make_missing(self) -> None:
        """Give every fixed service its secret, on the first start.

        Raises:
            CannotStart: the folder can't be written.
        """
        for user in SERVICE_USERS:
            ensure_secret(self._data_dir, user)

    def verify(self, user: str | None, secret: str | None) -> bool:
        """Compare in constant time. Reads one small file, so call it off the event loop.

        The secrets are 128 random bits: a slow hash would protect nothing and block everybody (TRUST.md 4).
        """
        known = self._known(self._data_dir, user or "")
        same = hmac.compare_digest((known or self._nobody).encode(), (secret or "").encode())
        return same and known is not None


def is_bound(client_id: str | None, user: str | None) -> bool:
    """Say whether the client id is `{user}:{role}`: nobody can take over another user's session."""
    owner, colon, role = (client_id or "").rpartition(":")
    return bool(colon) and owner == user and _ROLE.fullmatch(role) is not None
