"""One signed-in client: its packets in order, its silence (H3), its queue (H4), its protocol faults (H9)."""

import asyncio
import struct
from typing import Protocol

from broker.limits import Limits
from broker.mailbox import Mailbox, Parcel
from broker.seams import (
    AMQTTError,
    BrokerProtocolHandler,
    BufferReader,
    CodecError,
    MQTTError,
    MQTTFixedHeader,
    MQTTPacket,
    NoDataError,
    PingRespPacket,
    PubackPacket,
    PubcompPacket,
    PublishPacket,
    PubrecPacket,
    Session,
    SubackPacket,
    UnsubackPacket,
    kinds,
    packet_class,
)
from broker.wire import Wire, read_packet
from kernel.logging import get_logger

BROKEN = (AMQTTError, MQTTError, CodecError, NoDataError, OSError, ValueError, struct.error)
"""What a client that breaks the protocol, or its connection, raises here. OSError includes time-outs."""

log = get_logger("broker")

_TURN = 64
"""Packets of one client that are handled before others get their turn."""

_FLAGS = {kinds.PUBREL: 2, kinds.SUBSCRIBE: 2, kinds.UNSUBSCRIBE: 2}
"""Fixed header flags that MQTT 3.1.1 (2.2.2) prescribes; 0 for the others, free for PUBLISH."""

SUBSCRIPTION_REFUSED = 0x80


class Carrier(Protocol):
    """What a connection asks of the broker; all of it synchronous, so nothing changes meanwhile (H8)."""

    def publish(self, session: Session, topic: str, data: bytes, qos: int, retain: bool) -> None:
        """Route a message to its readers if its sender may send it."""

    def subscribe(self, session: Session, topic_filter: str, qos: int) -> int:
        """The granted QoS, or SUBSCRIPTION_REFUSED."""

    def retained(self, topic_filter: str, qos: int) -> list[Parcel]:
        """What a new subscription is told first."""

    def unsubscribe(self, session: Session, topic_filter: str) -> None:
        """Forget a subscription."""


class Connection(BrokerProtocolHandler):  # type: ignore[misc]
    """amqtt's handler of one client, with a loop of its own: one task, no task per packet.

    amqtt makes it (`init_from_connect`), so it gets its tools by `open`, not in the constructor.
    """

    session: Session
    reader: object
    writer: Wire

    def open(self, exchange: Carrier, mailbox: Mailbox, limits: Limits) -> None:
        """Take what `serve` needs."""
        self._exchange = exchange
        self.mailbox = mailbox
        self._limits = limits
        self._clog: asyncio.Task[None] | None = None
        self._has_dropped = False
        self.is_parted = False
        asked = self.session.keep_alive or limits.max_keep_alive_s
        self._patience_s = limits.keep_alive_factor * min(asked, limits.max_keep_alive_s)

    async def serve(self) -> bool:
        """Handle packets until the client leaves.

        Returns:
            True after a DISCONNECT; False when the connection broke, or had to be cut: then its last will speaks.
        """
        loop = asyncio.get_running_loop()
        self._heard_at = loop.time()
        self._check_silence()
        handled = 0
        try:
            while True:
                header, body = await read_packet(self.reader, self._limits.max_packet_bytes)
                if self.is_parted:
                    return False  # another connection has this session now
                self._heard_at = loop.time()
                if header.packet_type == kinds.DISCONNECT:
                    return True
                await self._handle(header, body)
                if self.writer.is_clogged:
                    await self.writer.drain()  # who does not read is not read from
                handled += 1
                if handled % _TURN == 0:
                    await asyncio.sleep(0)
        except BROKEN as error:
            log.info("connection_broke", client_id=self.session.client_id, reason=str(error) or type(error).__name__)
            return False
        finally:
            self._silence.cancel()
            if self._clog is not None:
                self._clog.cancel()

    def deliver(self, parcel: Parcel) -> None:
        """Queue a message and send what may be sent."""
        if self.mailbox.put(parcel) and not self._has_dropped:
            self._has_dropped = True  # once a connection: a dead reader must not fill the log either
            log.warning("oldest_message_dropped", client_id=self.session.client_id, waiting=len(self.mailbox))
        self.flush()

    def flush(self) -> None:
        """Send what waits, within the window and as fast as the client's socket takes it."""
        while self.writer.is_open:
            if self.writer.is_clogged:
                if self._clog is None:
                    self._clog = asyncio.get_running_loop().create_task(self._flush_when_clear())
                return
            parcel = self.mailbox.take()
            if parcel is None:
                return
            packet = PublishPacket.build(
                parcel.topic, parcel.data, parcel.packet_id, parcel.is_repeat, parcel.qos, parcel.retain
            )
            self.writer.write(packet.to_bytes())

    async def stop(self) -> None:
        """Close the socket; amqtt calls this on shutdown and when a session expires."""
        self.writer.end()

    async def _flush_when_clear(self) -> None:
        try:
            await self.writer.drain()
        except OSError:
            return  # the reading side notices, too
        finally:
            self._clog = None
        self.flush()

    def _check_silence(self) -> None:
        loop = asyncio.get_running_loop()
        left_s = self._patience_s - (loop.time() - self._heard_at)
        if left_s <= 0:
            log.info("client_fell_silent", client_id=self.session.client_id, patience_s=self._patience_s)
            self.writer.abort()
        self._silence = loop.call_later(max(left_s, 0.01), self._check_silence)

    async def _handle(self, header: MQTTFixedHeader, body: bytes) -> None:
        kind = header.packet_type
        if kind != kinds.PUBLISH and header.flags != _FLAGS.get(kind, 0):
            raise MQTTError(f"packet type {kind} with flags {header.flags}")
        packet = await packet_class(header).from_stream(BufferReader(body), fixed_header=header)
        if kind == kinds.PUBLISH:
            self._published(packet)
        elif kind == kinds.PUBACK:
            if self.mailbox.settle(packet.packet_id):
                self.flush()
        elif kind == kinds.PINGREQ:
            self._send(PingRespPacket.build())
        elif kind == kinds.SUBSCRIBE:
            self._subscribed(packet)
        elif kind == kinds.UNSUBSCRIBE:
            for topic_filter in packet.payload.topics:
                self._exchange.unsubscribe(self.session, topic_filter)
            self._send(UnsubackPacket.build(packet.variable_header.packet_id))
        elif kind == kinds.PUBREL:
            self.mailbox.received_ids.discard(packet.packet_id)
            self._send(PubcompPacket.build(packet.packet_id))
        else:
            raise MQTTError(f"packet type {kind} is not a client's")

    def _published(self, packet: PublishPacket) -> None:
        qos, packet_id = packet.qos, packet.packet_id
        if qos == 3 or (qos and not packet_id):
            raise MQTTError(f"a message with QoS {qos} and packet id {packet_id}")
        if packet_id not in self.mailbox.received_ids or qos != 2:
            # Routed before it is acknowledged: a client that leaves at once loses nothing we accepted (H5).
            self._exchange.publish(self.session, packet.topic_name, packet.data, qos, packet.retain_flag)
        if qos == 1:
            self._send(PubackPacket.build(packet_id))
        elif qos == 2:
            self.mailbox.received_ids.add(packet_id)
            self._send(PubrecPacket.build(packet_id))

    def _subscribed(self, packet: MQTTPacket) -> None:
        wanted: list[tuple[str, int]] = packet.payload.topics
        if not 0 < len(wanted) <= self._limits.max_filters or any(qos > 2 for _, qos in wanted):
            raise MQTTError("a subscription with no filter, too many, or a wrong QoS")
        granted = [self._exchange.subscribe(self.session, topic_filter, qos) for topic_filter, qos in wanted]
        self._send(SubackPacket.build(packet.variable_header.packet_id, granted))
        for (topic_filter, _), qos in zip(wanted, granted, strict=True):
            if qos != SUBSCRIPTION_REFUSED:
                for parcel in self._exchange.retained(topic_filter, qos):
                    self.deliver(parcel)

    def _send(self, packet: MQTTPacket) -> None:
        self.writer.write(packet.to_bytes())
