"""The only MQTT client: paho in its own thread, subscribed before it is announced, deaf to no exception."""

import contextlib
import random
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from kernel.broker_trouble import why_not_reached, why_refused
from kernel.errors import CannotStart
from kernel.logging import get_logger
from kernel.messages import MAX_PAYLOAD_BYTES, Message

KEEP_ALIVE_S = 10

log = get_logger("mqtt_link")


@dataclass(frozen=True)
class BrokerEndpoint:
    """Where a broker listens."""

    host: str
    port: int
    tls: bool = False
    ca_file: Path | None = None
    ca_text: str = ""
    username: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, url: str, ca_file: Path | None = None, ca_text: str = "") -> "BrokerEndpoint":
        """Read `mqtt://host[:port]` or `mqtts://[user:password@]host[:port]`.

        Args:
            ca_file, ca_text: who vouches for an `mqtts://` broker (PEM), and nobody else; neither means the system's.

        Raises:
            CannotStart: not such an address.
        """
        sentence = (
            "MQTT_URL must look like mqtt://host:1883 or mqtts://host:8883."  # never quoted: it may hold a password
        )
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise CannotStart(sentence) from None
        if parts.scheme not in ("mqtt", "mqtts") or not parts.hostname:
            raise CannotStart(sentence)
        tls = parts.scheme == "mqtts"
        return cls(
            parts.hostname,
            port or (8883 if tls else 1883),
            tls,
            ca_file,
            ca_text,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )

    def tls_context(self) -> ssl.SSLContext:
        """How the broker has to prove itself: by its certificate, for this very host.

        Raises:
            CannotStart: the authority is none.
        """
        try:
            return ssl.create_default_context(cafile=self.ca_file, cadata=self.ca_text or None)
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
            raise CannotStart(f"The broker's certificate authority can't be used ({error}).") from error


@dataclass(frozen=True)
class LastWill:
    """What the broker says, retained, when this client vanishes."""

    topic: str
    message: Message


@dataclass(frozen=True)
class Incoming:
    """A message as it arrived; `retained` marks an old state, not news."""

    topic: str
    payload: bytes
    retained: bool


class MqttLink:
    """A connection that comes back by itself.

    `on_ready(n)` runs after the n-th CONNACK *and* all its SUBACKs; only then is the link up. `connection` is n from
    the CONNACK on, before the first message of that connection. All three callbacks run on the link's own thread and
    must not wait for it. An exception in `on_message` is logged and that message dropped, since in paho it would end
    the thread silently; an OSError there goes to `on_fatal`.

    Args:
        endpoint: the broker.
        user, secret: this service's credential; the endpoint's own, when its address holds one, comes first.
        role: the part of the client id after the user; two links of one user need two roles.
        subscriptions: exact, disjoint filters.
        on_message: takes each Incoming.
        will: retained last will.
    """

    def __init__(
        self,
        endpoint: BrokerEndpoint,
        user: str,
        secret: str,
        role: str,
        *,
        subscriptions: Sequence[str] = (),
        on_message: Callable[[Incoming], None] | None = None,
        on_ready: Callable[[int], None] | None = None,
        on_down: Callable[[], None] | None = None,
        on_fatal: Callable[[BaseException], None] | None = None,
        will: LastWill | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._subscriptions = list(subscriptions)
        self._on_message = on_message
        self._on_ready = on_ready
        self._on_down = on_down
        self._on_fatal = on_fatal
        self._ready = threading.Event()
        self._awaited_subacks: set[int] = set()
        self._connections = 0
        self._said = ""
        self.client_id = f"{endpoint.username or user}:{role}"
        client = paho.Client(
            CallbackAPIVersion.VERSION2, client_id=self.client_id, clean_session=True, protocol=paho.MQTTv311
        )
        client.username_pw_set(endpoint.username or user, endpoint.password or secret)
        first_retry_s = random.uniform(0.2, 0.35)  # noqa: S311  # jitter, so that a fleet does not come back as one
        client.reconnect_delay_set(min_delay=first_retry_s, max_delay=5)  # type: ignore[arg-type]  # takes floats
        client.max_inflight_messages_set(100)
        client.connect_timeout = 3.0
        if endpoint.tls:
            client.tls_set_context(endpoint.tls_context())
        if will is not None:
            client.will_set(will.topic, will.message.to_payload(), qos=1, retain=True)
        client.on_connect = self._connected
        client.on_connect_fail = self._not_connected
        client.on_subscribe = self._subscribed
        client.on_disconnect = self._disconnected
        client.on_message = self._received
        client.on_socket_open = _send_at_once
        self._client = client

    @property
    def connection(self) -> int:
        """How many times the broker has let us in."""
        return self._connections

    @property
    def trouble(self) -> str:
        """Why the broker is not reached, as a sentence; '' since it let us in."""
        return self._said

    @property
    def is_ready(self) -> bool:
        """Connected and subscribed, as far as this side knows."""
        return self._ready.is_set()

    def start(self) -> None:
        """Connect in the background and keep trying, 0.2 s to 5 s apart."""
        self._client.connect_async(self._endpoint.host, self._endpoint.port, keepalive=KEEP_ALIVE_S)
        self._client.loop_start()

    def stop(self) -> None:
        """Say goodbye (no last will) and end the thread."""
        self._ready.clear()
        was_connected = self._client.is_connected()
        self._client.disconnect()
        if was_connected:
            self._client.loop_stop()
        else:  # its thread sleeps up to 5 s between tries and is a daemon: nobody waits for it
            threading.Thread(target=self._client.loop_stop, daemon=True).start()

    def wait_ready(self, timeout_s: float) -> bool:
        """Block until the link is up; False after `timeout_s`."""
        return self._ready.wait(timeout_s)

    def publish(self, topic: str, message: Message, *, qos: int = 1, retain: bool = False) -> bool:
        """Hand a message to the network thread.

        Returns:
            False when the link is down: nothing was queued, the caller's book still owes it.

        Raises:
            ValueError: the payload is over MAX_PAYLOAD_BYTES.
        """
        payload = message.to_payload()
        if len(payload) > MAX_PAYLOAD_BYTES:
            raise ValueError(f"{type(message).__name__} has {len(payload)} bytes, the limit is {MAX_PAYLOAD_BYTES}.")
        if not self._ready.is_set():
            return False
        return self._client.publish(topic, payload, qos=qos, retain=retain).rc == paho.MQTT_ERR_SUCCESS

    def publish_and_flush(self, topic: str, message: Message, *, retain: bool, timeout_s: float) -> bool:
        """Publish with QoS 1 and wait for the broker's answer; for a goodbye before `stop()`."""
        if not self._ready.is_set():
            return False
        info = self._client.publish(topic, message.to_payload(), qos=1, retain=retain)
        with contextlib.suppress(ValueError, RuntimeError):  # the link went down meanwhile: the last will speaks
            info.wait_for_publish(timeout_s)
        return info.is_published()

    def _connected(
        self, client: paho.Client, _data: object, _flags: object, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        if reason.is_failure:
            self._complain("broker_refused_connection", why_refused(self.client_id.partition(":")[0], str(reason)))
            return
        self._said = ""
        self._connections += 1
        if not self._subscriptions:
            self._announce()
            return
        result, mid = client.subscribe([(topic, 1) for topic in self._subscriptions])
        if result == paho.MQTT_ERR_SUCCESS and mid is not None:
            self._awaited_subacks = {mid}

    def _not_connected(self, _client: paho.Client, _data: object) -> None:
        """Paho calls this in the midst of handling what went wrong, and tells it in no other way."""
        self._complain("broker_not_reached", why_not_reached(sys.exception(), self._endpoint.host, self._endpoint.port))

    def _complain(self, event: str, sentence: str) -> None:
        """To the log, once for as long as it stays the same: there is a try every few seconds."""
        if sentence != self._said:
            self._said = sentence
            log.warning(event, client_id=self.client_id, hint=sentence)

    def _subscribed(
        self, _client: paho.Client, _data: object, mid: int, codes: list[ReasonCode], _properties: Properties | None
    ) -> None:
        if mid not in self._awaited_subacks:
            return
        self._awaited_subacks.discard(mid)
        refused = [topic for topic, code in zip(self._subscriptions, codes, strict=False) if code.is_failure]
        if refused:
            log.error("broker_refused_subscription", client_id=self.client_id, topics=refused)
            return  # never ready: an operator must mend the broker's rules
        self._announce()

    def _announce(self) -> None:
        self._ready.set()
        log.info("broker_link_up", client_id=self.client_id, connection=self._connections)
        if self._on_ready is not None:
            self._guarded(self._on_ready, self._connections)

    def _disconnected(self, *_details: Any) -> None:
        was_ready = self._ready.is_set()
        self._ready.clear()
        self._awaited_subacks = set()
        if was_ready:
            log.warning("broker_link_down", client_id=self.client_id)
            if self._on_down is not None:
                self._guarded(self._on_down)

    def _received(self, _client: paho.Client, _data: object, message: paho.MQTTMessage) -> None:
        if self._on_message is None:
            return
        if len(message.payload) > MAX_PAYLOAD_BYTES:
            log.error("message_too_large", topic=message.topic, bytes=len(message.payload))
            return
        self._guarded(self._on_message, Incoming(message.topic, bytes(message.payload), bool(message.retain)))

    def _guarded(self, callback: Callable[..., None], *arguments: object) -> None:
        try:
            callback(*arguments)
        except OSError as error:
            log.critical("link_callback_hit_disk_error", client_id=self.client_id, error=str(error))
            if self._on_fatal is not None:
                self._on_fatal(error)
        except Exception:
            log.exception("link_callback_failed", client_id=self.client_id)


def _send_at_once(_client: paho.Client, _data: object, connection: Any) -> None:
    """Turn Nagle's algorithm off: it would hold a small message until the last one is acknowledged."""
    with contextlib.suppress(OSError, AttributeError):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
