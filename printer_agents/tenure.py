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
    `stopped` and `offline` are no obstacle. Time runs from our own word as the broker gave it back to us: by then it
    has given us what was retained, and an agent that lives has been told of us, however slow broker and machines are.

    Args:
        boot_id: ours.
        settle_s: time for the answer, from our own echo on.
        patience_s: more than one beat of a living agent.
    """

    boot_id: str
    settle_s: float
    patience_s: float
    standing: Standing = "waiting"
    rival_host: str = ""
    decide_at_s: float | None = None
    """When to call `decide`; None before our echo and while nothing was retained."""
    _rival: str = ""
    _met_at_s: dict[str, float] | None = None
    _newcomers: set[str] = field(default_factory=set)

    def hear(self, presence: Presence, *, retained: bool, now_s: float) -> bool:
        """Take note of a message on our own presence topic; True when we must answer with a beat."""
        if self.standing == "refused":
            return False
        if presence.boot_id == self.boot_id:
            if self.decide_at_s is None and not retained:
                self.decide_at_s = now_s + self.settle_s
            return False
        if presence.state != "online":
            if self.standing == "held":
                return not retained
            if presence.boot_id == self._rival:
                self._rival, self.decide_at_s = "", now_s
            return False
        if self.standing == "held":
            return self._meet(presence, now_s)
        self.rival_host = presence.host
        if retained:
            self._rival, self.decide_at_s = presence.boot_id, now_s + self.patience_s
            return False
        if presence.is_acting or self.boot_id > presence.boot_id:
            self.standing = "refused"
            return False
        return self._is_new(presence.boot_id)

    def decide(self, now_s: float) -> float | None:
        """Take the printer when nobody else proved to live; returns when to ask again, None when decided."""
        if self.standing != "waiting" or self.decide_at_s is None:
            return None
        if now_s < self.decide_at_s:
            return self.decide_at_s
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
