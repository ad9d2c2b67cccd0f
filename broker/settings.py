"""What the embedded broker reads from its environment."""

import ipaddress
import ssl
from pathlib import Path

from pydantic import Field

from broker.limits import Limits
from broker.network_door import NetworkDoor, server_context
from kernel.errors import CannotStart
from kernel.settings import SiteSettings


class BrokerSettings(SiteSettings):
    """The site's settings and the broker's own."""

    tls_cert_file: Path | None = Field(None, validation_alias="MQTT_TLS_CERT_FILE")
    """Certificate chain (PEM) of the broker; needed when MQTT_HOST is not a loopback address."""

    tls_key_file: Path | None = Field(None, validation_alias="MQTT_TLS_KEY_FILE")
    """Private key (PEM) of that certificate."""

    network_is_private: bool = Field(False, validation_alias="MQTT_NETWORK_IS_PRIVATE")
    """Allows a listener without TLS that is not on loopback: only for a container network that no phone can reach."""

    connect_timeout_s: float = Field(Limits.connect_timeout_s, gt=0, validation_alias="MQTT_CONNECT_TIMEOUT_S")
    """From the open socket to a complete sign-in."""

    max_clients: int = Field(Limits.max_clients, ge=1, le=10_000, validation_alias="MQTT_MAX_CLIENTS")
    """Clients that may be connected at once."""

    max_queued_messages: int = Field(
        Limits.max_queued_messages, ge=1, le=100_000, validation_alias="MQTT_MAX_QUEUED_MESSAGES"
    )
    """Messages that may wait for one client; then the oldest is dropped."""

    @property
    def limits(self) -> Limits:
        """Bounds and time-outs for EmbeddedBroker."""
        return Limits(
            connect_timeout_s=self.connect_timeout_s,
            max_clients=self.max_clients,
            max_queued_messages=self.max_queued_messages,
        )

    def tls_context(self) -> ssl.SSLContext | None:
        """The TLS side of the listener, or None for plain TCP.

        Raises:
            CannotStart: a network address without TLS, half a key pair, or files that are no certificate and key.
        """
        if self.tls_cert_file is None and self.tls_key_file is None:
            if is_loopback(self.mqtt_host) or self.network_is_private:
                return None
            raise CannotStart(
                f"MQTT_HOST is {self.mqtt_host}, an address others can reach, so the broker needs TLS: set "
                "MQTT_TLS_CERT_FILE and MQTT_TLS_KEY_FILE, or set MQTT_HOST to 127.0.0.1."
            )
        if self.tls_cert_file is None or self.tls_key_file is None:
            raise CannotStart("MQTT_TLS_CERT_FILE and MQTT_TLS_KEY_FILE belong together: set both, or neither.")
        return server_context(self.tls_cert_file, self.tls_key_file)

    @property
    def agents_door(self) -> NetworkDoor | None:
        """Where agents on other machines knock; None for nowhere."""
        if not self.mqtt_agents_host:
            return None
        return NetworkDoor(self.data_dir, self.mqtt_agents_host, self.mqtt_agents_port)


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
