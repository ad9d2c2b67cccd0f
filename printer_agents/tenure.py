"""One agent owns a printer: who may take jobs, decided from presence messages. Pure."""

from dataclasses import dataclass, field
from typing import Literal

from kernel.messages import Presence

Standing = Literal["waiting", "held", "refused"]


@dataclass(slots=True)
class Tenure:
    """An agent's right to its printer. Take no job before it is `held`.

    A newcomer says `online`; an agent that lives answers at once, and the newcomer leaves. Of two newcomers the one
    with the greater boot id leaves. An old, retained "online" of somebody else gets `patience_s` to prove itself;
    `stopped` and `offline` are no obstacle.

    Args:
        boot_id: ours.
        settle_s: time for the answer.
        patience_s: more than one beat of a living agent.
    """

    boot_id: str
    settle_s: float
    patience_s: float
    standing: Standing = "waiting"
    rival_host: str = ""
    _rival: str = ""
    _decide_at_s: float | None = None
    _met_at_s: dict[str, float] | None = None
    _newcomers: set[str] = field(default_factory=set)

    def connected(self, now_s: float) -> float:
        """The link is up and subscribed; returns when to call `decide`."""
        if self.standing == "waiting" and self._decide_at_s is None:
            self._decide_at_s = now_s + self.settle_s
        return self._decide_at_s or now_s

    def hear(self, presence: Presence, *, retained: bool, now_s: float) -> bool:
        """Take note of a message on our own presence topic; True when we must answer with a beat."""
        if presence.boot_id == self.boot_id or self.standing == "refused":
            return False
        if presence.state != "online":
            if self.standing == "held":
                return not retained
            if presence.boot_id == self._rival:
                self._rival, self._decide_at_s = "", now_s
            return False
        if self.standing == "held":
            return self._meet(presence, now_s)
        self.rival_host = presence.host
        if retained:
            self._rival, self._decide_at_s = presence.boot_id, now_s + self.patience_s
            return False
        if presence.is_acting or self.boot_id > presence.boot_id:
            self.standing = "refused"
            return False
        return self._is_new(presence.boot_id)

    def decide(self, now_s: float) -> float | None:
        """Take the printer when nobody else proved to live; returns when to ask again, None when decided."""
        if self.standing != "waiting" or self._decide_at_s is None:
            return None
        if now_s < self._decide_at_s:
            return self._decide_at_s
        self.standing = "held"
        return None

    def _is_new(self, boot_id: str) -> bool:
        """The first word of another newcomer; it must hear ours."""
        is_new = boot_id not in self._newcomers
        self._newcomers.add(boot_id)
        return is_new

    def _meet(self, presence: Presence, now_s: float) -> bool:
        """Two that both hold it (each was cut off from the other): the one with the greater boot id leaves."""
        met = self._met_at_s = self._met_at_s or {}
        first_s = met.setdefault(presence.boot_id, now_s)
        if now_s - first_s < self.patience_s / 2:
            return now_s == first_s
        if self.boot_id > presence.boot_id:
            self.standing, self.rival_host = "refused", presence.host
        return False
