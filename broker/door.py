"""The door: who gets in, in limited time, without touching anybody's session (H1, H2, H11)."""

import asyncio
from typing import Any

from broker.acl import Acl, Action
from broker.connection import Connection
from broker.credentials import Credentials, is_bound
from broker.limits import Limits
from broker.seams import NOT_AUTHORIZED, BufferReader, MQTTError, ReaderAdapter, Session, kinds
from broker.waiting_room import WaitingRoom
from broker.wire import Wire, read_packet
from kernel.logging import get_logger

log = get_logger("broker")


class ClientRefused(MQTTError):  # type: ignore[misc]
    """This client does not get in; the reason is for the log, the client hears a CONNACK code.

    Attributes:
        code: return code of CONNACK (MQTT 3.1.1, 3.2.2.3).
    """

    def __init__(self, reason: str, code: int) -> None:
        super().__init__(reason)
        self.code = code


class Door:
    """Believes a CONNECT or refuses it.

    Args:
        acl, credentials, limits: the site's.
        plugins: amqtt's (empty) plugin manager, which its CONNECT reader wants to have.
    """

    def __init__(self, acl: Acl, credentials: Credentials, limits: Limits, plugins: Any) -> None:
        self._acl = acl
        self._credentials = credentials
        self._limits = limits
        self._plugins = plugins
        self._room = WaitingRoom(limits.max_waiting)
        self._unsaid_refusals = 0
        self._refusal_said_at = -1.0

    async def sign_in(self, reader: ReaderAdapter, writer: Wire) -> tuple[Connection, Session]:
        """Shake hands, read a CONNECT, and believe it.

        Raises:
            ClientRefused: who it says it is, or what it wants to leave behind, is not its own.
            MQTTError, NoDataError, OSError: no CONNECT came in time, or what came is none.
        """
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
                    BufferReader(header.to_bytes() + body), writer, self._plugins
                )
                await self._believe(session)
                return connection, session
        except TimeoutError:
            raise MQTTError(f"no sign-in within {self._limits.connect_timeout_s:g} s") from None
        finally:
            self._room.leave(ticket)

    def is_welcome(self, session: Session) -> bool:
        """Whether the secret it signed in with still counts; reads a file, so not on the event loop."""
        return self._credentials.verify(session.username, session.password)

    def note_stranger(self, peer: tuple[str, int] | None, reason: str) -> None:
        """Log who did not get in, one a second and a count of the others: a flood must not fill the disk."""
        now_s = asyncio.get_running_loop().time()
        self._unsaid_refusals += 1
        if now_s - self._refusal_said_at >= 1.0:
            log.warning("client_refused", address=peer[0] if peer else "", reason=reason, count=self._unsaid_refusals)
            self._refusal_said_at = now_s
            self._unsaid_refusals = 0

    async def _believe(self, session: Session) -> None:
        """Check secret, client id and last will.

        Raises:
            ClientRefused: one of them is wrong.
        """
        user = session.username
        if not await asyncio.to_thread(self.is_welcome, session):
            raise ClientRefused(f"wrong user or secret ('{(user or '')[:60]}')", NOT_AUTHORIZED)
        if not is_bound(session.client_id, user):
            raise ClientRefused(f"client id '{session.client_id}' is not '{user}:' and a role", NOT_AUTHORIZED)
        if session.will_flag:
            action: Action = "retain" if session.will_retain else "publish"
            if not self._acl.allows(user, action, session.will_topic):
                raise ClientRefused(f"'{user}' may not leave a last will on '{session.will_topic}'", NOT_AUTHORIZED)
