"""How much one client, and all of them together, may ask of the broker."""

from dataclasses import dataclass

from kernel.messages import MAX_PAYLOAD_BYTES


@dataclass(frozen=True)
class Limits:
    """Bounds of the embedded broker. Times in seconds, sizes in bytes."""

    connect_timeout_s: float = 10.0
    """From the open socket (TLS handshake included) to a complete CONNECT."""
    keep_alive_factor: float = 1.5
    """Silence longer than this times the client's keep-alive ends the connection (MQTT 3.1.1, 3.1.2.10)."""
    max_keep_alive_s: float = 300.0
    """Counts for a client that asked for none or for more: a half-open socket must not live for ever."""
    max_clients: int = 256
    """Clients that have signed in."""
    max_sessions_per_user: int = 8
    """Connections, and kept sessions, of one user."""
    max_waiting: int = 64
    """Sockets that have not signed in yet; one more shows out the one that waited longest."""
    max_packet_bytes: int = 1024 * 1024
    """A larger packet ends the connection before it is read."""
    max_payload_bytes: int = MAX_PAYLOAD_BYTES
    """A larger message is acknowledged and dropped: its sender broke the contract and would only repeat it."""
    max_connect_bytes: int = MAX_PAYLOAD_BYTES + 4096
    """Of the first packet; a last will is most of it."""
    window: int = 20
    """Messages in flight, not yet acknowledged, to one client."""
    max_queued_messages: int = 1000
    """Waiting for one client; then the oldest is dropped."""
    max_queued_bytes: int = 8 * 1024 * 1024
    """Waiting for one client, payloads only; then the oldest is dropped."""
    max_backlog_bytes: int = 64 * 1024
    """Written but not taken by the client's socket, before its queue waits."""
    max_filters: int = 64
    """Subscriptions of one client."""
    session_expiry_s: int = 86_400
    """A session that was not `clean` is kept this long after its client left."""
