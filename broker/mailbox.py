"""What one client is owed: a bounded queue and a window of unacknowledged messages (H4). Pure."""

from collections import deque
from dataclasses import dataclass, replace

_MAX_PACKET_ID = 65_535


@dataclass(frozen=True)
class Parcel:
    """One message on its way to one client."""

    topic: str
    data: bytes
    qos: int
    """0 or 1; the broker grants no QoS 2 to readers."""
    retain: bool = False
    """Set only on the answer to a new subscription; queued and routed messages are news (H7)."""
    packet_id: int | None = None
    """1 to 65,535 once a QoS 1 message was sent."""
    is_repeat: bool = False
    """Was sent before, on a connection that ended unacknowledged (the DUP flag)."""


class Mailbox:
    """Parcels of one session; outlives its connections when the session is not clean.

    Args:
        window: most QoS 1 messages in flight.
        max_messages, max_bytes: bounds of what waits; beyond, the oldest is dropped, since the newest state counts
            and a lost job is rung again.
    """

    def __init__(self, window: int, max_messages: int, max_bytes: int) -> None:
        self.filters: set[str] = set()
        """What the session subscribed to."""
        self.received_ids: set[int] = set()
        """QoS 2 messages from this client that were routed and not yet released: not routed again."""
        self._window = window
        self._max_messages = max_messages
        self._max_bytes = max_bytes
        self._waiting: deque[Parcel] = deque()
        self._waiting_bytes = 0
        self._in_flight: dict[int, Parcel] = {}
        self._last_id = 0

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def in_flight(self) -> int:
        """How many messages await the client's acknowledgement."""
        return len(self._in_flight)

    def put(self, parcel: Parcel) -> int:
        """Queue a message.

        Returns:
            How many older ones were dropped for it.
        """
        self._waiting.append(parcel)
        self._waiting_bytes += len(parcel.data)
        dropped = 0
        while len(self._waiting) > self._max_messages or self._waiting_bytes > self._max_bytes:
            self._pop()
            dropped += 1
        return dropped

    def take(self) -> Parcel | None:
        """The next message to send now, or None: nothing waits, or the window is full."""
        if not self._waiting:
            return None
        if self._waiting[0].qos == 0:
            return self._pop()
        if len(self._in_flight) >= self._window:
            return None
        parcel = self._pop()
        if parcel.packet_id is None:
            parcel = replace(parcel, packet_id=self._next_id())
        assert parcel.packet_id is not None
        self._in_flight[parcel.packet_id] = parcel
        return parcel

    def settle(self, packet_id: int) -> bool:
        """Note the client's acknowledgement; False when nothing with that id was in flight."""
        return self._in_flight.pop(packet_id, None) is not None

    def rewind(self) -> None:
        """The connection ended: what was in flight waits again, first and in order, as a repeat with its old id."""
        for parcel in reversed(self._in_flight.values()):
            self._waiting.appendleft(replace(parcel, is_repeat=True))
            self._waiting_bytes += len(parcel.data)
        self._in_flight.clear()

    def _pop(self) -> Parcel:
        parcel = self._waiting.popleft()
        self._waiting_bytes -= len(parcel.data)
        return parcel

    def _next_id(self) -> int:
        while True:
            self._last_id = self._last_id % _MAX_PACKET_ID + 1
            if self._last_id not in self._in_flight:
                return self._last_id
