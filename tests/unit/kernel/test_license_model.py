"""The licence as a game: a vendor who changes his mind, a box with bad luck, an owner who tries every trick.

What the box decides must always be what the rules say of the last thing that the cloud really told it: no trick opens
it, no bad luck shuts it.
"""

import json
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule

from kernel.lease import Lease, LeaseRefused, read_key_set, sign
from kernel.license_file import LicenseFile
from kernel.license_keeper import LicenseKeeper
from kernel.messages import LicenseState
from kernel.powered_clock import Moment
from kernel.verdict import STATE_LOST, verdict
from tests.licensed import FORGER, KEYS, VENDOR, a_lease

SITE = "0198c0de-0000-7000-8000-000000000001"
START = datetime(2026, 6, 5, 12, 0, tzinfo=UTC)
SEAL = b"of this box"
_QUICK = "/dev/shm"
"""A folder in memory: thousands of flushes to a disk prove nothing here."""


@dataclass
class Box:
    """Folder, powered-on clock, and the service's keeper."""

    folder: Path
    boot: int = 1
    up_s: float = 20.0
    keeper: LicenseKeeper = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        own = LicenseFile(self.folder / "license_state.json", SEAL)
        self.keeper = LicenseKeeper(own, (), SITE, read_key_set(KEYS), clock=lambda: Moment(str(self.boot), self.up_s))
        self.keeper.save_in_time()  # as each service does in its first second

    @property
    def copies(self) -> tuple[Path, Path]:
        return LicenseFile(self.folder / "license_state.json", SEAL).copies


class LicenceGame(RuleBasedStateMachine):
    """`truth` is what the cloud says; `told` what it last told this box, `age_s` how long ago by powered-on time."""

    seen = Bundle("seen")

    @initialize()
    def register(self) -> None:
        self.box = Box(Path(tempfile.mkdtemp(dir=_QUICK if os.path.isdir(_QUICK) else None)))
        self.cloud_time = START
        self.truth: dict[str, Any] = {"serial": 1, "licensed": True, "locked": False, "offline_hours": 24}
        self.told: Lease | None = None
        self.age_s = 0.0
        self.lost = False
        self.foreign = sign(a_lease("another-site", serial=999), VENDOR)

    def teardown(self) -> None:
        shutil.rmtree(self.box.folder, ignore_errors=True)

    # ------------------------------------------------------------------ the vendor

    @rule(
        change=some.sampled_from(
            [
                {"locked": True, "lock_reason": "unpaid"},
                {"locked": False},
                {"licensed": False},
                {"licensed": True},
                {"offline_hours": 48},
            ]
        )
    )
    def the_vendor_decides(self, change: dict[str, Any]) -> None:
        self.truth |= change | {"serial": self.truth["serial"] + 1}

    @rule(hours=some.integers(1, 40), what=some.sampled_from(["lock_at", "expires_at"]))
    def the_vendor_sets_a_time(self, hours: int, what: str) -> None:
        self.truth |= {what: self.cloud_time + timedelta(hours=hours), "serial": self.truth["serial"] + 1}

    def answer(self, nonce: str) -> str:
        return sign(
            a_lease(SITE, **{"next_in": 6 * 3600} | self.truth, server_time=self.cloud_time, nonce=nonce), VENDOR
        )

    @rule(target=seen, nonce=some.text("abcdef0123456789", min_size=16, max_size=32))
    def a_heartbeat_is_answered(self, nonce: str) -> str:
        token = self.answer(nonce)
        self.told = self.box.keeper.answered(token, nonce)
        self.age_s = 0.0
        self.lost = False
        return token

    @rule(target=seen)
    def an_answer_is_recorded_on_the_wire_and_never_delivered(self) -> str:
        return self.answer("a-nonce-of-another-time")

    # ------------------------------------------------------------------ time and bad luck

    @rule(minutes=some.floats(0.1, 900))
    def time_passes_with_the_box_on(self, minutes: float) -> None:
        self._pass(minutes * 60)
        self.box.keeper.save_in_time()

    def _pass(self, seconds: float) -> None:
        self.box.up_s += seconds
        self.cloud_time += timedelta(seconds=seconds)
        self.age_s += seconds

    @rule(hours_off=some.floats(0, 100), up_s=some.floats(1, 50))
    def the_box_is_switched_off_and_on(self, hours_off: float, up_s: float) -> None:
        """Time switched off is not counted: nobody can measure it without trusting a clock."""
        self.cloud_time += timedelta(hours=hours_off)
        self.box.boot += 1
        self.box.up_s = 0.0
        self._pass(up_s)
        self.box.start()

    @rule()
    def the_service_restarts(self) -> None:
        self.box.start()

    @precondition(lambda self: self.told is not None)
    @rule(which=some.integers(0, 1), how=some.sampled_from(["empty", "cut", "garbage", "deleted", "young"]))
    def one_copy_is_damaged_or_edited(self, which: int, how: str) -> None:
        damage(self.box.copies[which], how)
        self.box.start()

    @precondition(lambda self: self.told is not None)
    @rule()
    def the_copies_are_swapped(self) -> None:
        one, other = self.box.copies
        kept = one.read_bytes()
        one.write_bytes(other.read_bytes())
        other.write_bytes(kept)
        self.box.start()

    @precondition(lambda self: self.told is not None)
    @rule(how=some.sampled_from(["empty", "cut", "garbage", "young"]))
    def both_copies_are_damaged_or_edited(self, how: str) -> None:
        """Then nothing is known, and nothing opens until the cloud has answered."""
        for path in self.box.copies:
            damage(path, how)
        self.box.start()
        self.told, self.lost = None, True

    # ------------------------------------------------------------------ tricks

    @rule(token=seen)
    def an_old_answer_is_replayed_as_the_clouds(self, token: str) -> None:
        with pytest.raises(LeaseRefused):
            self.box.keeper.answered(token, "the-nonce-of-this-very-question")

    @precondition(lambda self: self.told is not None)
    @rule(token=seen)
    def an_old_answer_is_replayed_on_the_broker(self, token: str) -> None:
        lease = Lease.model_validate({**jwt.decode(token, options={"verify_signature": False}), "site_id": SITE})
        assert self.told is not None
        if lease.order > self.told.order:  # recorded on its way to us: the cloud did say it, so it may count
            self.told, self.age_s = lease, 0.0
        self.box.keeper.hear(LicenseState(lease=token))

    @rule(trick=some.sampled_from(["forged", "foreign", "none", "hmac", "session", "cut", "edited", "empty"]))
    def a_lease_is_made_up(self, trick: str) -> None:
        claims = {"serial": 10**6, "locked": False, "licensed": True, "nonce": "0123456789abcdef"}
        token = self.made_up(trick, claims)
        self.box.keeper.hear(LicenseState(lease=token, serial=10**6))
        with pytest.raises(LeaseRefused):
            self.box.keeper.answered(token, "0123456789abcdef")

    def made_up(self, trick: str, claims: dict[str, Any]) -> str:
        honest = sign(a_lease(SITE, **claims), VENDOR)
        body = jwt.decode(honest, options={"verify_signature": False})
        header = {"typ": "pos-lease", "kid": VENDOR.kid}
        match trick:
            case "forged":
                return jwt.encode(body, FORGER.private, "EdDSA", headers=header)
            case "foreign":
                return self.foreign
            case "none":
                return jwt.encode(body, None, "none", headers=header)
            case "hmac":
                raw = VENDOR.public.public_bytes(Encoding.Raw, PublicFormat.Raw)
                return jwt.encode(body, raw, "HS256", headers=header)
            case "session":
                return jwt.encode(body | {"iss": "simple-pos"}, VENDOR.private, "EdDSA", headers={"kid": VENDOR.kid})
            case "cut":
                return honest[:-20]
            case "edited":
                head, payload, seal = honest.split(".")
                return f"{head}.{payload[:-4]}AAAA.{seal}"
            case _:
                return "."

    # ------------------------------------------------------------------ what must hold

    @invariant()
    def the_box_decides_as_the_cloud_told_it(self) -> None:
        if not hasattr(self, "box"):
            return
        found = self.box.keeper.verdict()
        if self.told is None:
            assert not found.is_open
            assert not self.lost or found == STATE_LOST
            return
        wanted = verdict(self.told, self.age_s)
        assert (found.state, found.cause) == (wanted.state, wanted.cause)
        assert found.hours_left == pytest.approx(wanted.hours_left, abs=0.001)


def damage(path: Path, how: str) -> None:
    """What a power cut, a bad card or an owner with an editor leaves behind."""
    text = path.read_text()
    match how:
        case "deleted":
            path.unlink()
        case "empty":
            path.write_text("")
        case "cut":
            path.write_text(text[: len(text) // 2])
        case "garbage":
            path.write_bytes(b"\xff\x00[[[[" * 100)
        case "young":
            content = json.loads(text)
            content["state"]["age_s"] = 0.0
            content["state"]["boot_id"] = "another"
            path.write_text(json.dumps(content))


TestLicenceGame = LicenceGame.TestCase
TestLicenceGame.settings = settings(
    max_examples=int(os.environ.get("LICENCE_GAMES", "25")),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
