"""amqtt's Broker behind a guarded door: the life of a client from its first byte to its closed socket.

`door.py` decides who gets in (H1, H2, H11), `connection.py` and `mailbox.py` keep one client within bounds (H3, H4,
H9), `wire.py` closes what has to be closed (H10), `exchange.py` carries messages (H5 to H8). Here they meet amqtt.
"""

import asyncio
from typing import Any

from broker.acl import Acl
from broker.connection import BROKEN, Connection
from broker.credentials import Credentials
from broker.door import ClientRefused, Door
from broker.exchange import Exchange
from broker.limits import Limits
from broker.seams import (
    CONNECTION_ACCEPTED,
    SERVER_UNAVAILABLE,
    Broker,
    BrokerConfig,
    ConnackPacket,
    ListenerConfig,
    ListenerType,
    ReaderAdapter,
    Session,
    check_seams,
    check_state,
)
from broker.wire import Wire
from kernel.logging import get_logger

HERE, NETWORK = "default", "network"
"""Listeners: the site's own processes (amqtt insists on a "default" one); agents on other machines."""

log = get_logger("broker")


class HardenedBroker(Broker):  # type: ignore[misc]
    """The Broker that `EmbeddedBroker` feeds with accepted sockets.

    Args:
        doors: who may come in by which listener; those of NETWORK are asked for again while they are in.

    Raises:
        CannotStart: another amqtt than the hardened one is installed.
    """

    _sessions: dict[str, tuple[Session, Connection]]

    def __init__(self, acl: Acl, doors: dict[str, Credentials], limits: Limits) -> None:
        check_seams()
        super().__init__(
            BrokerConfig(
                listeners={name: ListenerConfig(type=ListenerType.EXTERNAL) for name in doors},
                session_expiry_interval=limits.session_expiry_s,
                plugins={},  # none: no anonymous user, no $SYS, no packet logging; without one, amqtt lets nobody in
            )
        )
        check_state(self)
        self._limits = limits
        # a waiting room each: a crowd before the network's door keeps none of the house's own processes waiting
        self._doors = {name: Door(acl, known, limits, self.plugins_manager) for name, known in doors.items()}
        self._guests: set[Connection] = set()
        self._exchange = Exchange(self, acl, limits)
        self._is_closing = False

    async def _client_connected(self, listener_name: str, reader: ReaderAdapter, writer: Wire) -> None:
        door = self._doors[listener_name]
        try:
            connection, session = await door.sign_in(reader, writer)
            connection.attach(session, reader, writer)
            self._admit(connection)
        except BROKEN as error:
            door.note_stranger(writer.get_peer_info(), str(error) or type(error).__name__)
            if isinstance(error, ClientRefused):
                writer.write(ConnackPacket.build(0, error.code).to_bytes())
            writer.end()
            return
        except BaseException:
            writer.abort()
            raise
        said_goodbye = False
        if listener_name == NETWORK:
            self._guests.add(connection)
        try:
            said_goodbye = await connection.serve()
        except Exception:
            log.exception("client_failed", client_id=session.client_id)  # a bug: costs this client, not the others
        finally:
            self._guests.discard(connection)
            self._part(connection, said_goodbye=said_goodbye)

    async def show_out_unwelcome(self) -> None:
        """End the connections of agents elsewhere whose credential was taken back, or made anew."""
        for connection in list(self._guests):
            session = connection.session
            if not await asyncio.to_thread(self._doors[NETWORK].is_welcome, session):
                log.warning("credential_taken_back", client_id=session.client_id)
                self._part(connection, said_goodbye=False)

    def _admit(self, connection: Connection) -> None:
        """Give a believed client its session; an older connection with its id is parted first."""
        session = connection.session
        client_id: str = session.client_id
        if client_id in self._sessions:
            self._part(self._sessions[client_id][1], said_goodbye=False)
        if session.clean_session:
            self._exchange.forget(client_id)
        self._make_room(session)
        mailbox, is_known = self._exchange.mailbox(client_id)
        session.transitions.connect()
        connection.open(self._exchange, mailbox, self._limits)
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
            self._exchange.forget(asleep[0])

    def _part(self, connection: Connection, *, said_goodbye: bool) -> None:
        """End a connection, once: socket closed, queue rewound, last will spoken unless it said goodbye."""
        if connection.is_parted:
            return
        connection.is_parted = True
        connection.writer.end()
        session: Session = connection.session
        session.transitions.disconnect()
        connection.mailbox.rewind()
        if session.clean_session:
            self._exchange.forget(session.client_id)
        if session.will_flag and not said_goodbye and not self._is_closing:
            self._exchange.publish(
                session, session.will_topic, session.will_message, session.will_qos, session.will_retain
            )
        log.info("client_left", client_id=session.client_id, said_goodbye=said_goodbye)

    # amqtt's own ways to the same places, closed or led here.

    async def _authenticate(self, session: Session, _: Any) -> bool:
        return False

    async def _topic_filtering(self, session: Session, topic: str, action: Any) -> bool:
        return False

    async def _broadcast_message(
        self, session: Session | None, topic: str, data: bytes, force_qos: int | None = None
    ) -> None:
        self._exchange.route(topic, data, force_qos or 0)

    async def _cleanup_session(self, client_id: str) -> None:
        if client_id in self._sessions:
            connection = self._sessions[client_id][1]
            self._part(connection, said_goodbye=True)
            self._exchange.forget(client_id)

    async def shutdown(self) -> None:
        """Close every connection, speak no last will: it is the broker that leaves."""
        self._is_closing = True
        await super().shutdown()
