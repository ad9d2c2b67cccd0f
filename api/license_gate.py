"""402 and 423, from memory, before anything else of a request runs: the licence's door, and the box's own lock.

Guarded is every path under /api/ but the exact `GET /api/system/health`. CORS preflights pass, and so do the web apps'
files: the app has to come up to say why the house is shut. What was accepted before still prints.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import answer_for
from kernel.errors import Refused
from kernel.license_keeper import LicenseKeeper
from kernel.verdict import SiteLocked, State, Verdict

WRONG_CLOCK_S: Final = 300.0
"""A wall clock further off is worth a sentence: reports are cut by it, licences are not."""
HEALTH: Final = ("GET", "/api/system/health")
OPENS_THE_BOX: Final = frozenset({("POST", "/api/auth/login"), ("POST", "/api/system/unlock")})
"""What the local sysadmin needs to take the box's own lock off. The vendor's lock shuts these, too."""


class BoxLocked(SiteLocked):
    """The local sysadmin locked the box (423)."""

    code = "box-locked"
    hint = "Ask the person who looks after this box to unlock it."


@dataclass(frozen=True)
class LicenseTold:
    """What health says of the licence; times are aware UTC, the rest as in `LicenseOut`."""

    state: State
    cause: str
    reason: str
    call: str
    expires_at: datetime | None
    lock_at: datetime | None
    hours_left: float | None
    daemon: str
    trouble: str
    clock_offset_s: float | None

    @property
    def clock_warning(self) -> str:
        """A sentence when the box's clock is far off; '' when it is right or nobody knows."""
        offset_s = self.clock_offset_s or 0.0
        if abs(offset_s) <= WRONG_CLOCK_S:
            return ""
        where = "ahead" if offset_s > 0 else "behind"
        return f"The box's clock is {abs(offset_s) / 60:.0f} min {where}; reports go by it."


@dataclass
class HouseLicense:
    """What shuts this house: the vendor's word, or the local sysadmin's.

    Attributes:
        contact: whom a shut restaurant calls.
        box_lock: the local sysadmin's reason; None while the box is not locked by its own people.
    """

    keeper: LicenseKeeper
    contact: str
    box_lock: str | None = None

    def verdict(self) -> Verdict:
        """Of the vendor's lease alone."""
        return self.keeper.verdict()

    @property
    def is_open(self) -> bool:
        """New orders may be taken."""
        return self.box_lock is None and self.verdict().is_open

    def told(self, daemon: str, now: datetime) -> LicenseTold:
        """All that health says of it; `daemon` is how the licence daemon is, `now` the box's wall clock."""
        verdict = self.verdict()
        shut_here = self.box_lock if verdict.is_open else None
        high_water = self.keeper.high_water
        return LicenseTold(
            "locked" if shut_here else verdict.state,
            "box_locked" if shut_here else verdict.cause,
            shut_here or verdict.sentence,
            self.contact,
            verdict.expires_at,
            verdict.lock_at,
            None if verdict.hours_left is None else round(verdict.hours_left, 2),
            daemon,
            self.keeper.trouble,
            None if high_water is None else round((now - high_water[1]).total_seconds(), 1),
        )

    def require_licensed(self) -> None:
        """The order service's own check, in the command's turn: what is not admitted here was never accepted.

        Raises:
            SiteLocked, NotLicensed.
        """
        verdict = self.verdict()
        if not verdict.is_open:
            raise verdict.refusal(self.contact)

    def refusal(self, verdict: Verdict, method: str, path: str) -> Refused | None:
        """Why this request may not pass; None when it may."""
        if not is_guarded(method, path):
            return None
        if not verdict.is_open:
            return verdict.refusal(self.contact)
        if self.box_lock is not None and (method, path) not in OPENS_THE_BOX:
            return BoxLocked(self.box_lock, lock_reason=self.box_lock, reason=self.box_lock, cause="box_locked")
        return None


def is_guarded(method: str, path: str) -> bool:
    """Say whether the licence decides about this request."""
    return (path == "/api" or path.startswith("/api/")) and method != "OPTIONS" and (method, path) != HEALTH


class LicenseGate:
    """ASGI: answers for a house that is shut; says in every answer of a house in grace how long it still works."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        license_: HouseLicense = scope["app"].state.house.license
        verdict = license_.verdict()
        refusal = license_.refusal(verdict, scope["method"], scope["path"])
        if refusal is not None:
            correlation_id = scope["state"]["correlation_id"]
            await answer_for(refusal, correlation_id)(scope, receive, send)
            return

        async def counting_down(message: Message) -> None:
            if message["type"] == "http.response.start" and scope["path"].startswith("/api/"):
                out = MutableHeaders(scope=message)
                out["X-License-State"] = verdict.state
                out["X-License-Hours-Left"] = f"{verdict.hours_left or 0:.0f}"
            await send(message)

        await self._app(scope, receive, counting_down if verdict.state == "grace" else send)
