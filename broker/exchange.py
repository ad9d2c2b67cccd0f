"""From one client to others: rights, routes, and what is kept for new readers (H5, H6, H7, H8).

Everything here is synchronous: between reading a table and using it nobody comes or goes, a message that is
acknowledged is already in its readers' queues, and no task is made per message.
"""

from broker.acl import Acl
from broker.connection import SUBSCRIPTION_REFUSED, Connection
from broker.limits import Limits
from broker.mailbox import Mailbox, Parcel
from broker.seams import Broker, RetainedApplicationMessage, Session
from kernel.logging import get_logger

_MAX_ROUTES = 2048

log = get_logger("broker")


class Exchange:
    """Routes messages over amqtt's tables.

    Args:
        broker: its `_sessions`, `_subscriptions` and `_retained_messages` are read and written.
        acl, limits: the site's.
    """

    def __init__(self, broker: Broker, acl: Acl, limits: Limits) -> None:
        self._broker = broker
        self._sessions: dict[str, tuple[Session, Connection]] = broker._sessions
        self._subscriptions: dict[str, list[tuple[Session, int]]] = broker._subscriptions
        self._retained_messages: dict[str, RetainedApplicationMessage] = broker._retained_messages
        self._acl = acl
        self._limits = limits
        self._mailboxes: dict[str, Mailbox] = {}
        self._routes: dict[str, tuple[tuple[str, int], ...]] = {}

    def mailbox(self, client_id: str) -> tuple[Mailbox, bool]:
        """The queue of a session, and whether it was kept from before."""
        is_known = client_id in self._mailboxes
        if not is_known:
            bounds = self._limits
            self._mailboxes[client_id] = Mailbox(bounds.window, bounds.max_queued_messages, bounds.max_queued_bytes)
        return self._mailboxes[client_id], is_known

    def forget(self, client_id: str) -> None:
        """Drop a session: its subscriptions, its queue."""
        session, _ = self._sessions.pop(client_id, (None, None))
        mailbox = self._mailboxes.pop(client_id, None)
        if session is not None and mailbox is not None:
            for topic_filter in mailbox.filters:
                self._drop_filter(session, topic_filter)

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
        self.route(topic, data, qos)

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
            if self._broker._matches(topic, topic_filter)
        ]

    def route(self, topic: str, data: bytes, qos: int) -> None:
        """Put a message into its readers' queues; QoS 0 only for those who are there."""
        for client_id, granted in self._readers(topic):
            _, connection = self._sessions[client_id]
            parcel = Parcel(topic, data, min(qos, granted))
            if not connection.is_parted:
                connection.deliver(parcel)
            elif parcel.qos:
                self._mailboxes[client_id].put(parcel)

    def _drop_filter(self, session: Session, topic_filter: str) -> None:
        self._broker._del_subscription(topic_filter, session)
        if not self._subscriptions.get(topic_filter, True):
            del self._subscriptions[topic_filter]
        self._routes.clear()

    def _readers(self, topic: str) -> tuple[tuple[str, int], ...]:
        """Client ids that read a topic, each once, with the QoS granted; remembered until a subscription changes."""
        known = self._routes.get(topic)
        if known is None:
            found: dict[str, int] = {}
            for topic_filter, subscribers in self._subscriptions.items():
                if self._broker._matches(topic, topic_filter):
                    for session, granted in subscribers:
                        if self._acl.allows(session.username, "receive", topic):
                            found[session.client_id] = max(granted, found.get(session.client_id, 0))
            if len(self._routes) >= _MAX_ROUTES:
                self._routes.clear()
            known = self._routes[topic] = tuple(found.items())
        return known


def _note_refusal(event: str, session: Session, topic: str, **facts: object) -> None:
    """Log the 1st, 2nd, 4th, 8th ... refusal of a session: all of them would let a client fill the disk."""
    count = session.attributes["refusals"] = session.attributes.get("refusals", 0) + 1
    if count & (count - 1) == 0:
        log.warning(event, client_id=session.client_id, topic=topic[:200], refusals=count, **facts)
