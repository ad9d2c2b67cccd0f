"""A lease is believed if our cloud signed it for this site in answer to this question; else it changes nothing."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kernel.lease import (
    ISSUER,
    LONGEST,
    TYPE,
    KeySet,
    Lease,
    LeaseRefused,
    SigningKey,
    key_set_text,
    kid_of,
    read_key_set,
    sign,
    verify,
)

KEY = SigningKey.from_seed(b"cloud" * 6 + b"ab")
SPARE = SigningKey.from_seed(b"spare" * 6 + b"ab")
STRANGER = SigningKey.from_seed(b"thief" * 6 + b"ab")
PINNED: KeySet = {key.kid: key.public for key in (KEY, SPARE)}
NOON = datetime(2026, 7, 4, 12, tzinfo=UTC)
NONCE = "nonce-of-this-question"


def a_lease(**changed: Any) -> Lease:
    known: dict[str, Any] = {
        "site_id": "site-a",
        "serial": 7,
        "server_time": NOON,
        "licensed": True,
        "locked": False,
        "expires_at": NOON + timedelta(days=30),
        "nonce": NONCE,
    }
    return Lease(**known | changed)


def claims_of(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def signed(claims: dict[str, Any], key: SigningKey = KEY, **header: Any) -> str:
    """Claims of any kind under a true signature."""
    return jwt.encode(claims, key.private, "EdDSA", headers={"typ": TYPE, "kid": key.kid} | header)


def why(token: Any, **asked: Any) -> str:
    with pytest.raises(LeaseRefused) as refused:
        verify(token, PINNED, **({"site_id": "site-a", "nonce": NONCE, "serial": 7} | asked))
    return refused.value.why


def test_what_was_signed_comes_back_whole() -> None:
    lease = a_lease(locked=True, lock_reason="Απλήρωτο τιμολόγιο", lock_at=NOON, offline_hours=72, next_in=60)
    assert verify(sign(lease, KEY), PINNED, site_id="site-a", nonce=NONCE, serial=7) == lease


def test_the_spare_key_is_believed_from_the_first_day() -> None:
    assert verify(sign(a_lease(), SPARE), PINNED, site_id="site-a", nonce=NONCE).serial == 7


def test_a_lease_from_a_file_needs_no_nonce_but_all_the_rest() -> None:
    kept = sign(a_lease(), KEY)
    assert verify(kept, PINNED, site_id="site-a").serial == 7
    assert why(kept, nonce=None, site_id="site-b") == "other-site"
    assert why(kept, nonce=None, serial=8) == "older"


def test_a_tombstone_licenses_nothing() -> None:
    tombstone = a_lease(serial=9, licensed=False, deregistered=True)
    assert verify(sign(tombstone, KEY), PINNED, site_id="site-a", nonce=NONCE, serial=7).deregistered
    with pytest.raises(ValidationError):
        a_lease(licensed=True, deregistered=True)
    claims = claims_of(sign(tombstone, KEY)) | {"licensed": True}
    assert why(signed(claims)) == "unreadable"


def test_the_same_serial_is_taken_again_and_a_lower_one_never() -> None:
    token = sign(a_lease(serial=7), KEY)
    assert verify(token, PINNED, site_id="site-a", nonce=NONCE, serial=7).serial == 7
    assert why(token, serial=8) == "older"


def test_of_two_leases_the_later_change_wins_then_the_later_signature() -> None:
    old, again, changed = (
        a_lease(),
        a_lease(server_time=NOON + timedelta(hours=6)),
        a_lease(serial=8, server_time=NOON - timedelta(days=9)),
    )
    assert max([old, changed, again], key=lambda lease: lease.order) == changed
    assert max([again, old], key=lambda lease: lease.order) == again


def test_a_forged_lease_is_refused() -> None:
    assert why(sign(a_lease(), STRANGER)) == "unknown-key"
    assert why(signed(claims_of(sign(a_lease(), KEY)), STRANGER, kid=KEY.kid)) == "bad-signature"


def test_a_replayed_lease_is_refused_with_the_same_serial_too() -> None:
    recorded = sign(a_lease(nonce="nonce-of-yesterdays-question"), KEY)
    assert why(recorded, serial=7) == "other-question"
    assert why(recorded, serial=0) == "other-question"
    assert why(sign(a_lease(nonce=""), KEY)) == "other-question"


def test_another_sites_lease_is_refused() -> None:
    assert why(sign(a_lease(site_id="site-b"), KEY)) == "other-site"
    claims = claims_of(sign(a_lease(), KEY))
    assert why(signed(claims | {"aud": ["site-a", "site-b"]})) == "other-site"
    assert why(signed(claims | {"iss": "somebody"})) == "other-site"


def _hs256(kid: str = KEY.kid) -> str:
    """Signed with the public key as if it were a shared secret: the classic swap of algorithms."""
    claims = claims_of(sign(a_lease(), KEY))
    return jwt.encode(claims, KEY.public.public_bytes_raw(), "HS256", headers={"typ": TYPE, "kid": kid})


def _none() -> str:
    return jwt.encode(claims_of(sign(a_lease(), KEY)), None, "none", headers={"typ": TYPE, "kid": KEY.kid})


def _session_token() -> str:
    return jwt.encode(claims_of(sign(a_lease(), KEY)), "s" * 32, "HS256")


def _typed_as_session() -> str:
    return signed(claims_of(sign(a_lease(), KEY)), typ="JWT")


@pytest.mark.parametrize("make", [_hs256, _none, _session_token, _typed_as_session])
def test_another_algorithm_or_kind_of_token_is_refused(make: Callable[[], str]) -> None:
    assert why(make()) == "unreadable"


def test_a_key_that_the_header_brings_along_is_not_used() -> None:
    public = base64.urlsafe_b64encode(STRANGER.public.public_bytes_raw()).decode().rstrip("=")
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": public}
    assert why(signed(claims_of(sign(a_lease(), KEY)), STRANGER, jwk=jwk)) == "unknown-key"
    assert why(signed(claims_of(sign(a_lease(), KEY)), STRANGER, jwk=jwk, kid=KEY.kid)) == "bad-signature"


@pytest.mark.parametrize(
    "wrong",
    [
        {"licensed": "yes"},
        {"licensed": 1},
        {"locked": None},
        {"serial": "7"},
        {"serial": 7.5},
        {"serial": True},
        {"serial": 0},
        {"serial": 2**60},
        {"server_time": "2026-07-04T12:00:00"},
        {"server_time": "noon"},
        {"expires_at": 1e300},
        {"offline_hours": 100_000},
        {"offline_hours": 0},
        {"nonce": 5},
    ],
)
def test_claims_of_a_wrong_kind_are_refused_though_we_signed_them(wrong: dict[str, Any]) -> None:
    assert why(signed(claims_of(sign(a_lease(), KEY)) | wrong)) == "unreadable"


@pytest.mark.parametrize("missing", ["serial", "server_time", "licensed", "locked", "aud", "iss"])
def test_a_missing_claim_is_not_guessed(missing: str) -> None:
    claims = {name: value for name, value in claims_of(sign(a_lease(), KEY)).items() if name != missing}
    assert why(signed(claims)) == "unreadable"


def test_no_claim_is_held_against_this_machines_clock() -> None:
    claims = claims_of(sign(a_lease(), KEY)) | {"exp": 1, "nbf": 2**40, "iat": 2**40}
    assert verify(signed(claims), PINNED, site_id="site-a", nonce=NONCE).licensed


def test_a_later_version_may_say_more() -> None:
    assert verify(
        signed(claims_of(sign(a_lease(), KEY)) | {"mood": "good"}), PINNED, site_id="site-a", nonce=NONCE
    ).licensed


@pytest.mark.parametrize(
    "garbage", ["", ".", "..", "a.b.c", "<html>", "é" * 20, "x" * (LONGEST + 1), None, 5, b"a.b.c"]
)
def test_garbage_is_refused(garbage: Any) -> None:
    assert why(garbage) == "unreadable"


def test_a_header_of_another_shape_is_refused() -> None:
    for header in ([], 5, {"alg": "EdDSA", "typ": TYPE, "kid": [KEY.kid]}, {"alg": ["EdDSA"], "typ": TYPE}):
        head = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
        assert why(".".join([head, *sign(a_lease(), KEY).split(".")[1:]])) in {"unreadable", "unknown-key"}


TOKEN = sign(a_lease(), KEY)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(at=st.integers(0, len(TOKEN) - 1), put=st.characters(codec="ascii"), cut=st.booleans())
def test_no_edit_and_no_cut_is_believed(at: int, put: str, cut: bool) -> None:
    edited = TOKEN[:at] if cut else TOKEN[:at] + put + TOKEN[at + 1 :]
    last_bits_of_the_signature = at == len(TOKEN) - 1 and not cut  # base64 ignores four of them: the same signature
    if edited == TOKEN or last_bits_of_the_signature:
        return
    with pytest.raises(LeaseRefused):
        verify(edited, PINNED, site_id="site-a", nonce=NONCE, serial=7)


def test_a_key_set_travels_as_one_line() -> None:
    line = key_set_text(PINNED)
    assert len(line) == 2 * 43 + 1
    assert set(read_key_set(f" {line} ,")) == {KEY.kid, SPARE.kid}
    assert read_key_set("") == {}
    assert kid_of(KEY.public) == KEY.kid
    for wrong in ("abc", line[:-1], "é" * 43, f"{line[:42]}=", f"{line}\x00"):
        with pytest.raises(ValueError, match="43 characters"):
            read_key_set(wrong)


def test_the_issuer_is_ours() -> None:
    assert claims_of(TOKEN)["iss"] == ISSUER
    assert jwt.get_unverified_header(TOKEN) == {"alg": "EdDSA", "typ": TYPE, "kid": KEY.kid}
