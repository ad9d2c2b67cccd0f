"""An MQTT 3.1.1 client of bytes and blocking sockets: it can be slow, rude and wrong on purpose.

It shares no code with amqtt or paho, so that neither's mistakes hide here.
"""

import contextlib
import socket
import struct
import time
from dataclasses import dataclass

CONNECT, CONNACK, PUBLISH, PUBACK, PUBREC, PUBREL, PUBCOMP = range(1, 8)
SUBSCRIBE, SUBACK, UNSUBSCRIBE, UNSUBACK, PINGREQ, PINGRESP, DISCONNECT = range(8, 15)

PATIENCE_S = 20.0


class HungUp(Exception):
    """The broker closed the connection."""


@dataclass(frozen=True)
class Packet:
    """One packet from the broker."""

    kind: int
    flags: int
    body: bytes

    @property
    def qos(self) -> int:
        return self.flags >> 1 & 3

    @property
    def is_retained(self) -> bool:
        return bool(self.flags & 1)

    @property
    def is_repeat(self) -> bool:
        return bool(self.flags & 8)

    @property
    def topic(self) -> str:
        return self.body[2 : 2 + struct.unpack_from("!H", self.body)[0]].decode()

    @property
    def packet_id(self) -> int:
        at = 0 if self.kind != PUBLISH else 2 + struct.unpack_from("!H", self.body)[0]
        return struct.unpack_from("!H", self.body, at)[0]

    @property
    def payload(self) -> bytes:
        return self.body[2 + struct.unpack_from("!H", self.body)[0] + (2 if self.qos else 0) :]


def text(value: str | bytes) -> bytes:
    """A length-prefixed string."""
    raw = value.encode() if isinstance(value, str) else value
    return struct.pack("!H", len(raw)) + raw


def packet(kind: int, body: bytes = b"", flags: int = 0, length: int | None = None) -> bytes:
    """The bytes of a packet; `length` may lie."""
    remaining = len(body) if length is None else length
    encoded = bytearray()
    while True:
        remaining, digit = divmod(remaining, 128)
        encoded.append(digit | (0x80 if remaining else 0))
        if not remaining:
            return bytes([kind << 4 | flags]) + bytes(encoded) + body


def connect_packet(
    client_id: str,
    user: str | None = None,
    secret: str | None = None,
    *,
    keep_alive: int = 60,
    clean: bool = True,
    will: tuple[str, bytes, bool] | None = None,
) -> bytes:
    """A CONNECT; `will` is topic, payload, retained."""
    flags, tail = 2 if clean else 0, b""
    if will is not None:
        flags |= 4 | 1 << 3 | (32 if will[2] else 0)
        tail += text(will[0]) + text(will[1])
    if user is not None:
        flags, tail = flags | 128, tail + text(user)
    if secret is not None:
        flags, tail = flags | 64, tail + text(secret)
    return packet(CONNECT, text("MQTT") + bytes([4, flags]) + struct.pack("!H", keep_alive) + text(client_id) + tail)


class RawClient:
    """A TCP connection to a broker on 127.0.0.1; every wait ends after PATIENCE_S."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = b""
        self._last_id = 0

    def send(self, data: bytes) -> None:
        with contextlib.suppress(ConnectionError):  # a broker that hung up is noticed when reading
            self.socket.sendall(data)

    def read(self, timeout_s: float = PATIENCE_S) -> Packet:
        """The next packet.

        Raises:
            HungUp: the connection is closed.
            TimeoutError: nothing came.
        """
        deadline = time.monotonic() + timeout_s
        while (found := self._parse()) is None:
            self.socket.settimeout(max(deadline - time.monotonic(), 0.001))
            try:
                more = self.socket.recv(65536)
            except ConnectionError:
                more = b""
            if not more:
                raise HungUp
            self._buffer += more
        return found

    def read_kind(self, kind: int) -> Packet:
        """The next packet of this kind; others are skipped."""
        while (found := self.read()).kind != kind:
            pass
        return found

    def is_hung_up(self, timeout_s: float = PATIENCE_S) -> bool:
        """Whether the broker closes within `timeout_s`, whatever it says before."""
        try:
            while True:
                self.read(timeout_s)
        except HungUp:
            return True
        except TimeoutError:
            return False

    def sign_in(self, client_id: str, user: str | None, secret: str | None, **options: object) -> int:
        """Send a CONNECT; the return code."""
        self.send(connect_packet(client_id, user, secret, **options))
        return self.read_kind(CONNACK).body[1]

    def subscribe(self, *filters: str, qos: int = 1) -> list[int]:
        """Return codes of the SUBACK; what came before it is skipped."""
        self.send(
            packet(SUBSCRIBE, struct.pack("!H", self.next_id()) + b"".join(text(f) + bytes([qos]) for f in filters), 2)
        )
        return list(self.read_kind(SUBACK).body[2:])

    def publish_bytes(self, topic: str, payload: bytes, *, qos: int = 1, retain: bool = False) -> bytes:
        ident = struct.pack("!H", self.next_id()) if qos else b""
        return packet(PUBLISH, text(topic) + ident + payload, qos << 1 | retain)

    def publish(self, topic: str, payload: bytes, *, qos: int = 1, retain: bool = False) -> None:
        """Publish, and with QoS 1 wait until it is acknowledged."""
        self.send(self.publish_bytes(topic, payload, qos=qos, retain=retain))
        if qos == 1:
            self.read_kind(PUBACK)

    def acknowledge(self, packet_id: int) -> None:
        self.send(packet(PUBACK, struct.pack("!H", packet_id)))

    def ping(self) -> None:
        """Wait until the broker handled everything sent before."""
        self.send(packet(PINGREQ))
        self.read_kind(PINGRESP)

    def messages_until_quiet(self) -> list[Packet]:
        """Messages that are on their way now: all before the answer to a ping."""
        self.send(packet(PINGREQ))
        found = []
        while (one := self.read()).kind != PINGRESP:
            if one.kind == PUBLISH:
                found.append(one)
        return found

    def leave(self) -> None:
        """Say goodbye, wait until the broker took note, and close."""
        self.send(packet(DISCONNECT))
        assert self.is_hung_up()
        self.socket.close()

    def vanish(self) -> None:
        """Close without a word."""
        self.socket.close()

    def reset(self) -> None:
        """Close by RST, as a crashing host does."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _parse(self) -> Packet | None:
        length, shift, at = 0, 0, 1
        while True:
            if at >= len(self._buffer):
                return None
            length |= (self._buffer[at] & 127) << shift
            at += 1
            if not self._buffer[at - 1] & 128:
                break
            shift += 7
        if len(self._buffer) < at + length:
            return None
        found = Packet(self._buffer[0] >> 4, self._buffer[0] & 15, self._buffer[at : at + length])
        self._buffer = self._buffer[at + length :]
        return found
