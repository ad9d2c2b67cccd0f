"""The signed lease: what the cloud says about a site, in a form that only the cloud can make. Pure.

A lease is a compact JWS (EdDSA over Ed25519, `typ` = `pos-lease`, `kid` in the header). A box decides on nothing else:
what can't be verified here counts as "the cloud was not reached", never as "locked" or "unlicensed".

A site that was deregistered gets a **tombstone**: a lease with `deregistered` true, hence `licensed` false. A reader
that does not know the word shuts the box just the same.

`serial` rises by one with every change of what the cloud says (register, lock, unlock, extend, ...). An answer without
a change repeats the serial under a new `server_time`, and `nonce` ties each answer to its question. Of two leases kept
on a disk the better one is the greater by `Lease.order`.

No claim is held against this machine's clock: PyJWT's `exp`, `nbf` and `iat` are not used (docs/licence.md).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

ISSUER = "simple-pos-cloud"
TYPE = "pos-lease"
ALGORITHM = "EdDSA"
"""The only one, whatever a header says."""

LONGEST = 4096
"""Characters of a lease at most; ours have about 600."""
LARGEST_SERIAL = 2**53 - 1
NONCE_PATTERN = r"^[A-Za-z0-9_-]{16,64}$"

Why = Literal["unreadable", "unknown-key", "bad-signature", "other-site", "other-question", "older"]
"""Why a lease is not believed:

- unreadable: no JWS of type `pos-lease`, another algorithm, claims missing or of a wrong type;
- unknown-key: its `kid` is not in the pinned key set;
- bad-signature: forged, or edited after it was signed;
- other-site: `aud` is another site, or `iss` another issuer;
- other-question: `nonce` is not the one that was sent, so it is a replay;
- older: its `serial` is below the best one known.
"""


class LeaseRefused(Exception):
    """A lease that is not to be believed; it changes nothing."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class Lease(BaseModel):
    """What the cloud says about one site. Times are aware UTC."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    site_id: str = Field(min_length=1, max_length=64)
    """`aud` on the wire."""
    serial: int = Field(ge=1, le=LARGEST_SERIAL, strict=True)
    server_time: AwareDatetime
    """The cloud's clock when it signed."""
    licensed: bool = Field(strict=True)
    """False once `expires_at` has passed at the cloud, and in a tombstone."""
    locked: bool = Field(strict=True)
    lock_reason: str | None = Field(None, max_length=500)
    """The sentence that the restaurant reads; also set while `lock_at` lies ahead."""
    lock_at: AwareDatetime | None = None
    """The box locks itself at this time, reachable or not."""
    expires_at: AwareDatetime | None = None
    """End of the licence; None means none was set."""
    offline_hours: int = Field(24, ge=24, le=720, strict=True)
    """How long the box works on without reaching the cloud."""
    next_in: int = Field(6 * 3600, ge=1, le=7 * 24 * 3600, strict=True)
    """Seconds until the next heartbeat is wanted; the box adds jitter."""
    nonce: str = Field("", max_length=64)
    """The box's, sent back."""
    deregistered: bool = Field(False, strict=True)
    """This is a tombstone."""

    @model_validator(mode="after")
    def _a_tombstone_licenses_nothing(self) -> Self:
        if self.deregistered and self.licensed:
            raise ValueError("a deregistered site has no licence")
        return self

    @property
    def order(self) -> tuple[int, float]:
        """Of two leases of one site the greater is the better one."""
        return self.serial, self.server_time.timestamp()


@dataclass(frozen=True)
class SigningKey:
    """The private half; it lives at the cloud and nowhere else.

    Attributes:
        kid: made from the public half, so that no two keys share one.
    """

    private: Ed25519PrivateKey

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """The key that 32 random bytes stand for."""
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def public(self) -> Ed25519PublicKey:
        """What boxes pin."""
        return self.private.public_key()

    @property
    def kid(self) -> str:
        """Its name."""
        return kid_of(self.public)


KeySet = Mapping[str, Ed25519PublicKey]
"""Public keys by `kid`: the one in use and the spare one (docs/licence.md)."""


def kid_of(key: Ed25519PublicKey) -> str:
    """The first 16 hexadecimal digits of the key's SHA-256."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def key_set_text(keys: KeySet) -> str:
    """A key set as the setting LICENSE_KEYS holds it: base64url of each public key, with commas between."""
    raw = (key.public_bytes_raw() for key in keys.values())
    return ",".join(base64.urlsafe_b64encode(one).decode().rstrip("=") for one in raw)


def read_key_set(text: str) -> KeySet:
    """The reverse of `key_set_text`; '' is an empty set, which believes nothing.

    Raises:
        ValueError: a part is not the base64url of 32 bytes.
    """
    keys = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        try:
            if re.fullmatch(r"[A-Za-z0-9_-]{43}", part) is None:
                raise ValueError
            key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(f"{part}="))
        except (ValueError, binascii.Error):
            raise ValueError("each licence key is 43 characters of base64url, with commas between") from None
        keys[kid_of(key)] = key
    return keys


def sign(lease: Lease, key: SigningKey) -> str:
    """The lease as a compact JWS."""
    claims = lease.model_dump(mode="json", exclude={"site_id"})
    claims |= {"iss": ISSUER, "aud": lease.site_id}
    return jwt.encode(claims, key.private, ALGORITHM, headers={"typ": TYPE, "kid": key.kid})


def verify(token: str, keys: KeySet, *, site_id: str, nonce: str | None = None, serial: int = 0) -> Lease:
    """The lease in `token`, if it is to be believed.

    Args:
        token: as it came, of any length and content.
        keys: the pinned key set.
        site_id: of this site.
        nonce: the one that this question carried; None for a lease from a file, whose nonce was checked when it came.
        serial: the best one known so far; 0 means none.

    Raises:
        LeaseRefused: says why; it changes nothing.
    """
    key = _key_for(token, keys)
    try:
        claims = jwt.decode(token, key, [ALGORITHM], audience=site_id, issuer=ISSUER, options=_OPTIONS)
        if not isinstance(claims["aud"], str):
            raise LeaseRefused("other-site")
        lease = Lease.model_validate({**claims, "site_id": claims["aud"]})
    except jwt.InvalidSignatureError:
        raise LeaseRefused("bad-signature") from None
    except (jwt.InvalidAudienceError, jwt.InvalidIssuerError):
        raise LeaseRefused("other-site") from None
    except (jwt.PyJWTError, ValidationError, ValueError, TypeError, RecursionError):
        raise LeaseRefused("unreadable") from None
    if nonce is not None and lease.nonce != nonce:
        raise LeaseRefused("other-question")
    if lease.serial < serial:
        raise LeaseRefused("older")
    return lease


_OPTIONS: Any = {
    "require": ["iss", "aud", "serial", "server_time", "licensed", "locked"],
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
}


def _key_for(token: str, keys: KeySet) -> Ed25519PublicKey:
    """The pinned key that the header names; nothing in the header chooses an algorithm or brings a key along."""
    if not isinstance(token, str) or len(token) > LONGEST or not token.isascii():
        raise LeaseRefused("unreadable")
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise LeaseRefused("unreadable") from None
    if header.get("typ") != TYPE or header.get("alg") != ALGORITHM:
        raise LeaseRefused("unreadable")
    kid = header.get("kid")
    key = keys.get(kid) if isinstance(kid, str) else None
    if key is None:
        raise LeaseRefused("unknown-key")
    return key
