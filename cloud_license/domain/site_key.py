"""Site keys: random, shown once, kept as SHA-256, compared in constant time."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import Final

from kernel.errors import Conflict, NotFound, NotSignedIn

MOST_ACTIVE: Final = 2
"""So that a box can be given a new key before the old one is taken away."""


class TwoKeysActive(Conflict):
    """Both places for keys are taken."""

    code = "two-keys-active"
    hint = "Revoke the older key first; the box must not use it any more."


class LastKey(Conflict):
    """Without this key the box could not ask any more."""

    code = "last-key"
    hint = "Make a new key and put it on the box before this one is revoked."


class KeyNotFound(NotFound):
    """This site has no such key in use."""

    code = "key-not-found"


class SiteNotRecognised(NotSignedIn):
    """Headers missing, twice, of no site, or of another one; which is not said."""

    code = "site-not-recognised"
    hint = "Compare SITE_ID and SITE_KEY in the box's .env with what the vendor gave; a box treats this as unreachable."


def new_key() -> str:
    """256 random bits, 43 characters."""
    return secrets.token_urlsafe(32)


def key_hash(key: str) -> str:
    """As it is kept. A random key needs no slow hash."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def opens(given: str, hashes: Iterable[str]) -> bool:
    """Whether the key is one of these; takes as long for each."""
    asked = key_hash(given)
    found = False
    for one in hashes:
        found |= hmac.compare_digest(asked, one)
    return found
