"""amqtt's Broker with its doors guarded: who gets in (H1, H2, H11), who may say and read what (H6, H7, H8).

Routing is synchronous: between reading a subscription table and using it nobody comes or goes, a message that was
acknowledged is already in its readers' queues (H5), and no task is made per message. Queues and time-outs of one
client are in `connection.py` and `mailbox.py`.
"""

import asyncio
from typing import Any

from broker.acl import Acl, Action
from broker.connection import BROKEN, SUBSCRIPTION_REFUSED, Connection
from broker.credentials import Credentials, is_bound
from broker.limits import Limits
from broker.mailbox import Mailbox, Parcel
from broker.seams import (
    CONNECTION_ACCEPTED,
    NOT_AUTHORIZED,
    SERVER_UNAVAILABLE,
    Broker,
    BrokerConfig,
    BufferReader,
    ConnackPacket,
    ListenerConfig,
    ListenerType,
    MQTTError,
    ReaderAdapter,
    RetainedApplicationMessage,
    Session,
    check_seams,
    check_state,
    kinds,
)
from broker.waiting_room import WaitingRoom
from broker.wire import Wire, read_packet
from kernel.logging import get_logger

LISTENER = "default"
_MAX_ROUTES = 2048

log = get_logger("broker")


class ClientRefused(MQTTError):  # type: ignore[misc]
    """This client does not get in; the reason is for the log, the client hears a CONNACK code.

    Attributes:
        code: return code of CONNACK (MQTT 3.1.1, 3.2.2.3).
    """

    def __init__(self, reason: str, code: int) -> None:
        super().__init__(reason)
        self.code = code


class HardenedBroker(Broker):  # type: ignore[misc]
    """The Broker that `EmbeddedBroker` feeds with accepted sockets.

    Raises:
        CannotStart: another amqtt than the hardened one is installed.
    """

    _sessions: dict[str, tuple[Session, Connection]]
    _subscriptions: dict[str, list[tuple[Session, int]]]
    _retained_messages: dict[str, RetainedApplicationMessage]

    def __init__(self, acl: Acl, credentials: Credentials, limits: Limits) -> None:
        check_seams()
        super().__init__(
            BrokerConfig(
                listeners={LISTENER: ListenerConfig(type=ListenerType.EXTERNAL)},
                session_expiry_interval=limits.session_expiry_s,
                plugins={},  # none: no anonymous user, no $SYS, no packet logging; without one, amqtt lets nobody in
            )
        )
        check_state(self)
        self._acl = acl
        self._credentials = credentials
        self._limits = limits
        self._room = WaitingRoom(limits.max_waiting)
        self._mailboxes: dict[str, Mailbox] = {}
        self._routes: dict[str, tuple[tuple[str, int], ...]] = {}
        self._is_closing = False
        self._unsaid_refusals = 0
        self._refusal_said_at = -1.0

    # A client comes and goes.

    async def _client_connected(self, listener_name: str, reader: ReaderAdapter, writer: Wire) -> None:
        try:
            connection, session = await self._sign_in(reader, writer)
            connection.attach(session, reader, writer)
            self._admit(connection)
        except BROKEN as error:
            self._note_stranger(writer.get_peer_info(), str(error) or type(error).__name__)
            if isinstance(error, ClientRefused):
                writer.write(ConnackPacket.build(0, error.code).to_bytes())
            writer.end()
            return
        except BaseException:
            writer.abort()
            raise
        said_goodbye = False
        try:
            said_goodbye = await connection.serve()
        except Exception:
            log.exception("client_failed", client_id=session.client_id)  # a bug: costs this client, not the others
        finally:
            self._part(connection, said_goodbye=said_goodbye)

    def _note_stranger(self, peer: tuple[str, int] | None, reason: str) -> None:
        """Log who did not get in, one a second and a count of the others: a flood must not fill the disk."""
        self._unsaid_refusals += 1
        if self._loop.time() - self._refusal_said_at >= 1.0:
            log.warning("client_refused", address=peer[0] if peer else "", reason=reason, count=self._unsaid_refusals)
            self._refusal_said_at = self._loop.time()
            self._unsaid_refusals = 0

    async def _sign_in(self, reader: ReaderAdapter, writer: Wire) -> tuple[Connection, Session]:
        """Read a CONNECT and believe it, touching no session (H1) and in limited time (H2)."""
        task = asyncio.current_task()
        assert task is not None
        ticket = self._room.enter(task.cancel)  # not `abort`: asyncio mislays a transport cut in mid-handshake
        try:
            async with asyncio.timeout(self._limits.connect_timeout_s):
                await writer.secure(self._limits.connect_timeout_s)
                if writer.get_peer_info() is None:
                    raise MQTTError("the client was gone before it was greeted")
                header, body = await read_packet(reader, self._limits.max_connect_bytes)
                if header.packet_type != kinds.CONNECT or header.flags:
                    raise MQTTError("the first packet is not a CONNECT")
                connection: Connection
                connection, session = await Connection.init_from_connect(
                    BufferReader(header.to_bytes() + body), writer, self.plugins_manager, self._loop
                )
                await self._believe(session)
                return connection, session
        except TimeoutError:
            raise MQTTError(f"no sign-in within {self._limits.connect_timeout_s:g} s") from None
        finally:
            self._room.leave(ticket)

    async def _believe(self, session: Session) -> None:
        """Check secret, client id and last will.

        Raises:
            ClientRefused: one of them is wrong.
        """
        user = session.username
        if not await asyncio.to_thread(self._credentials.verify, user, session.password):
            raise ClientRefused(f"wrong user or secret ('{user}')", NOT_AUTHORIZED)
        if not is_bound(session.client_id, user):
            raise ClientRefused(f"client id '{session.client_id}' is not '{user}:' and a role", NOT_AUTHORIZED)
        if session.will_flag:
            action: Action = "retain" if session.will_retain else "publish"
            if not self._acl.allows(user, action, session.will_topic):
                raise ClientRefused(f"'{user}' may not leave a last will on '{session.will_topic}'", NOT_AUTHORIZED)

    def _admit(self, connection: Connection) -> None:
        """Give a believed client its session; an older connection with its id is parted first."""
        session = connection.session
        client_id: str = session.client_id
        if client_id in self._sessions:
            self._part(self._sessions[client_id][1], said_goodbye=False)
        if session.clean_session:
            self._forget(client_id)
        self._make_room(session)
        is_known = client_id in self._mailboxes
        mailbox = self._mailboxes.setdefault(
            client_id,
            Mailbox(self._limits.window, self._limits.max_queued_messages, self._limits.max_queued_bytes),
        )
        session.transitions.connect()
        connection.open(self, mailbox, self._limits)
        self._sessions[client_id] = (session, connection)
        connection.writer.write(ConnackPacket.build(int(is_known), CONNECTION_ACCEPTED).to_bytes())
        connection.flush()
        log.info("client_connected", client_id=client_id)

    def _make_room(self, session: Session) -> None:
        """Keep the number of clients, and of one user's sessions, bounded; kept sessions make way for live ones.

        Raises:
            ClientRefused: no place is left.
        """
        others = {name: link for name, (_, link) in self._sessions.items() if name != session.client_id}
        if self._is_closing or sum(not link.is_parted for link in others.values()) >= self._limits.max_clients:
            raise ClientRefused("there is no place for another client", SERVER_UNAVAILABLE)
        own = [name for name in others if name.rpartition(":")[0] == session.username]
        if len(own) >= self._limits.max_sessions_per_user:
            asleep = [name for name in own if others[name].is_parted]
            if not asleep:
                raise ClientRefused(f"'{session.username}' has {len(own)} connections", SERVER_UNAVAILABLE)
            self._forget(asleep[0])

    def _part(self, connection: Connection, *, said_goodbye: bool) -> None:
        """End a connection, once: socket closed, queue rewound, last will spoken unless it said goodbye."""
        if connection.is_parted:
            return
        connection.is_parted = True
        connection.writer.end()
        session: Session = connection.session
        session.transitions.disconnect()
        if (mailbox := self._mailboxes.get(session.client_id)) is not None:
            mailbox.rewind()
        if session.clean_session:
            self._forget(session.client_id)
        if session.will_flag and not said_goodbye and not self._is_closing:
            self.publish(session, session.will_topic, session.will_message, session.will_qos, session.will_retain)
        log.info("client_left", client_id=session.client_id, said_goodbye=said_goodbye)

    def _forget(self, client_id: str) -> None:
        """Drop a session: its subscriptions, its queue."""
        session, _ = self._sessions.pop(client_id, (None, None))
        mailbox = self._mailboxes.pop(client_id, None)
        if session is not None and mailbox is not None:
            for topic_filter in tuple(mailbox.filters):
                self._drop_filter(session, topic_filter)

    # What a client asks (connection.Exchange).

    def publish(self, session: Session, topic: str, data: bytes, qos: int, retain: bool) -> None:
        """Route a message to its readers, and keep it if retained; a denied one is logged and dropped."""
        if len(data) > self._limits.max_payload_bytes or not self._acl.allows(
            session.username, "retain" if retain else "publish", topic
        ):
            _note_refusal("message_refused", session, topic, bytes=len(data), retain=retain)
            return
        if retain and data:
            self._retained_messages[topic] = RetainedApplicationMessage(None, topic, data, qos)
        elif retain:
            self._retained_messages.pop(topic, None)
        self._route(topic, data, qos)

    def subscribe(self, session: Session, topic_filter: str, qos: int) -> int:
        """Grant QoS 0 or 1, or answer SUBSCRIPTION_REFUSED."""
        mailbox = self._mailboxes[session.client_id]
        if not self._acl.allows(session.username, "subscribe", topic_filter) or (
            len(mailbox.filters) >= self._limits.max_filters and topic_filter not in mailbox.filters
        ):
            _note_refusal("subscription_refused", session, topic_filter)
            return SUBSCRIPTION_REFUSED
        self._drop_filter(session, topic_filter)
        granted = min(qos, 1)
        self._subscriptions.setdefault(topic_filter, []).append((session, granted))
        mailbox.filters.add(topic_filter)
        self._routes.clear()
        return granted

    def unsubscribe(self, session: Session, topic_filter: str) -> None:
        """Forget a subscription, if there is one."""
        self._mailboxes[session.client_id].filters.discard(topic_filter)
        self._drop_filter(session, topic_filter)

    def retained(self, topic_filter: str, qos: int) -> list[Parcel]:
        """The kept messages that a new subscription is told, and nobody else (H6)."""
        return [
            Parcel(topic, bytes(kept.data), min(kept.qos or 0, qos), retain=True)
            for topic, kept in self._retained_messages.items()
            if self._matches(topic, topic_filter)
        ]

    def _drop_filter(self, session: Session, topic_filter: str) -> None:
        self._del_subscription(topic_filter, session)
        if not self._subscriptions.get(topic_filter, True):
            del self._subscriptions[topic_filter]
        self._routes.clear()

    # From one client to others.

    def _route(self, topic: str, data: bytes, qos: int) -> None:
        for client_id, granted in self._readers(topic):
            _, connection = self._sessions[client_id]
            parcel = Parcel(topic, data, min(qos, granted))
            if not connection.is_parted:
                connection.deliver(parcel)
            elif parcel.qos:
                self._mailboxes[client_id].put(parcel)

    def _readers(self, topic: str) -> tuple[tuple[str, int], ...]:
        """Client ids that read a topic, each once, with the QoS granted; remembered until a subscription changes."""
        known = self._routes.get(topic)
        if known is None:
            found: dict[str, int] = {}
            for topic_filter, subscribers in self._subscriptions.items():
                if self._matches(topic, topic_filter):
                    for session, granted in subscribers:
                        if self._acl.allows(session.username, "receive", topic):
                            found[session.client_id] = max(granted, found.get(session.client_id, 0))
            if len(self._routes) >= _MAX_ROUTES:
                self._routes.clear()
            known = self._routes[topic] = tuple(found.items())
        return known

    # amqtt's own ways to the same places, closed or led here.

    async def _authenticate(self, session: Session, _: Any) -> bool:
        return False

    async def _topic_filtering(self, session: Session, topic: str, action: Any) -> bool:
        return False

    async def _broadcast_message(
        self, session: Session | None, topic: str, data: bytes, force_qos: int | None = None
    ) -> None:
        self._route(topic, data, force_qos or 0)

    async def _cleanup_session(self, client_id: str) -> None:
        if client_id in self._sessions:
            connection = self._sessions[client_id][1]
            self._part(connection, said_goodbye=True)
            self._forget(client_id)

    async def shutdown(self) -> None:
        """Close every connection, speak no last will: it is the broker that leaves."""
        self._is_closing = True
        await super().shutdown()


def _note_refusal(event: str, session: Session, topic: str, **facts: object) -> None:
    """Log the 1st, 2nd, 4th, 8th ... refusal of a session: all of them would let a client fill the disk."""
    count = session.attributes["refusals"] = session.attributes.get("refusals", 0) + 1
    if count & (count - 1) == 0:
        log.warning(event, client_id=session.client_id, topic=topic[:200], refusals=count, **facts)
