"""Who is alive: each service says so every 10 s, retained; the broker says `offline` when a link breaks."""

import secrets
import socket
import threading
from dataclasses import dataclass, field

from kernel.messages import Presence, Reason
from kernel.mqtt_link import LastWill, MqttLink
from kernel.topics import Topics

PULSE_S = 10.0
STALE_S = 25.0
CHECK_PULSE_S = 5.0
"""How often a printer check that has not ended says so: a person stands before the screen."""
CHECK_STALE_S = 3 * CHECK_PULSE_S
"""One of which nothing was heard for so long is dead."""


def new_boot_id() -> str:
    """Name of one life of one process, 16 hexadecimal characters."""
    return secrets.token_hex(8)


class PresencePulse:
    """Publishes one service's presence while its link is up.

    Usage: make it, give `will` to the link, `attach(link)`, call `beat()` in the link's `on_ready`, `start()`, and
    `stop()` before the link's own.
    """

    def __init__(
        self, topics: Topics, service: str, boot_id: str, version: str = "", *, is_acting: bool = True
    ) -> None:
        self._topic = topics.presence(service)
        self._service = service
        self._boot_id = boot_id
        self._version = version
        self._seq = 0
        self._reason: Reason = ""
        self._is_paper_low = False
        self._is_acting = is_acting
        self._link: MqttLink | None = None
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=f"presence-{service}", daemon=True)

    @property
    def will(self) -> LastWill:
        """The retained `offline` that the broker publishes for us."""
        gone = Presence(service=self._service, state="offline", boot_id=self._boot_id, host=socket.gethostname())
        return LastWill(self._topic, gone)

    def attach(self, link: MqttLink) -> None:
        """Say which link carries the pulse."""
        self._link = link

    def start(self) -> None:
        """Begin to pulse."""
        self._thread.start()

    def tell(self, reason: Reason) -> None:
        """Change what is said beside `online`, at once when it is new."""
        if reason != self._reason:
            self._reason = reason
            self.beat()

    def tell_paper(self, is_low: bool) -> None:
        """Change what an agent says of its printer's roll, at once when it is new."""
        if is_low != self._is_paper_low:
            self._is_paper_low = is_low
            self.beat()

    def act(self) -> None:
        """From now on it does its work; said at once."""
        self._is_acting = True
        self.beat()

    def beat(self) -> None:
        """Say `online` now."""
        if self._link is not None and not self._stopped.is_set():
            self._link.publish(self._topic, self._message("online"), retain=True)

    def stop(self) -> None:
        """Say `stopped`, wait briefly for the broker to hear it."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(1.0)
        if self._link is not None:
            self._link.publish_and_flush(self._topic, self._message("stopped"), retain=True, timeout_s=1.0)

    def _message(self, state: str) -> Presence:
        with self._lock:
            self._seq += 1
            return Presence.model_validate(
                {
                    "service": self._service,
                    "state": state,
                    "boot_id": self._boot_id,
                    "seq": self._seq,
                    "host": socket.gethostname(),
                    "reason": self._reason,
                    "is_paper_low": self._is_paper_low,
                    "is_acting": self._is_acting,
                    "version": self._version,
                }
            )

    def _run(self) -> None:
        while not self._stopped.wait(PULSE_S):
            self.beat()


@dataclass
class PresenceBoard:
    """What an observer knows of the others; a pure value fed with messages and the observer's monotonic clock.

    A retained message proves nothing about now: only a *changed* sequence number, seen live, makes a service fresh.
    """

    heard: dict[str, Presence] = field(default_factory=dict)
    heard_at: dict[str, float] = field(default_factory=dict)

    def hear(self, presence: Presence, *, retained: bool, at_s: float) -> None:
        """Take note of a presence message; `at_s` is monotonic."""
        self.heard[presence.service] = presence
        if not retained:
            self.heard_at[presence.service] = at_s

    def is_fresh(self, service: str, at_s: float) -> bool:
        """Online, and heard live within STALE_S."""
        known = self.heard.get(service)
        last = self.heard_at.get(service)
        return known is not None and known.state == "online" and last is not None and at_s - last <= STALE_S
