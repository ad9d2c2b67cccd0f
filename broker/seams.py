"""Everything we take from amqtt, its private parts included, and the check that it is still what we hardened.

amqtt's names are imported here and nowhere else: after an update, read this file, then run tests/integration/broker.
"""

import inspect

import amqtt  # type: ignore[import-untyped]
from amqtt.adapters import (  # type: ignore[import-untyped]
    BufferReader,
    ReaderAdapter,
    StreamReaderAdapter,
    WriterAdapter,
)
from amqtt.broker import Broker, RetainedApplicationMessage  # type: ignore[import-untyped]
from amqtt.codecs_amqtt import read_or_raise  # type: ignore[import-untyped]
from amqtt.contexts import BrokerConfig, ListenerConfig, ListenerType  # type: ignore[import-untyped]
from amqtt.errors import AMQTTError, CodecError, MQTTError, NoDataError  # type: ignore[import-untyped]
from amqtt.mqtt import packet as kinds  # type: ignore[import-untyped]
from amqtt.mqtt import packet_class
from amqtt.mqtt.connack import (  # type: ignore[import-untyped]
    CONNECTION_ACCEPTED,
    NOT_AUTHORIZED,
    SERVER_UNAVAILABLE,
    ConnackPacket,
)
from amqtt.mqtt.packet import MQTTFixedHeader, MQTTPacket  # type: ignore[import-untyped]
from amqtt.mqtt.pingresp import PingRespPacket  # type: ignore[import-untyped]
from amqtt.mqtt.protocol.broker_handler import BrokerProtocolHandler  # type: ignore[import-untyped]
from amqtt.mqtt.puback import PubackPacket  # type: ignore[import-untyped]
from amqtt.mqtt.pubcomp import PubcompPacket  # type: ignore[import-untyped]
from amqtt.mqtt.publish import PublishPacket  # type: ignore[import-untyped]
from amqtt.mqtt.pubrec import PubrecPacket  # type: ignore[import-untyped]
from amqtt.mqtt.suback import SubackPacket  # type: ignore[import-untyped]
from amqtt.mqtt.unsuback import UnsubackPacket  # type: ignore[import-untyped]
from amqtt.session import Session  # type: ignore[import-untyped]

from kernel.errors import CannotStart

__all__ = [
    "CONNECTION_ACCEPTED",
    "NOT_AUTHORIZED",
    "SERVER_UNAVAILABLE",
    "AMQTTError",
    "Broker",
    "BrokerConfig",
    "BrokerProtocolHandler",
    "BufferReader",
    "CodecError",
    "ConnackPacket",
    "ListenerConfig",
    "ListenerType",
    "MQTTError",
    "MQTTFixedHeader",
    "MQTTPacket",
    "NoDataError",
    "PingRespPacket",
    "PubackPacket",
    "PubcompPacket",
    "PublishPacket",
    "PubrecPacket",
    "ReaderAdapter",
    "RetainedApplicationMessage",
    "Session",
    "StreamReaderAdapter",
    "SubackPacket",
    "UnsubackPacket",
    "WriterAdapter",
    "check_seams",
    "kinds",
    "packet_class",
    "read_or_raise",
]

HARDENED_VERSION = "0.12.1"

SEAMS: dict[type, dict[str, tuple[str, ...]]] = {
    Broker: {
        "external_connected": ("self", "reader", "writer", "listener_name"),
        "_client_connected": ("self", "listener_name", "reader", "writer"),
        "_authenticate": ("self", "session", "_"),
        "_topic_filtering": ("self", "session", "topic", "action"),
        "_broadcast_message": ("self", "session", "topic", "data", "force_qos"),
        "_cleanup_session": ("self", "client_id"),
        "_matches": ("self", "topic", "a_filter"),
        "_del_subscription": ("self", "a_filter", "session"),
    },
    BrokerProtocolHandler: {
        "init_from_connect": ("reader", "writer", "plugins_manager", "loop"),
        "attach": ("self", "session", "reader", "writer"),
        "stop": ("self",),
    },
}
"""Methods we override or call: their parameters, as of HARDENED_VERSION."""

STATE = ("_sessions", "_subscriptions", "_retained_messages")
"""Dictionaries of a Broker that we read and write."""


def check_seams(version: str = amqtt.__version__, seams: dict[type, dict[str, tuple[str, ...]]] = SEAMS) -> None:
    """Make sure that the hardening still fits.

    Raises:
        CannotStart: another amqtt is installed, or one of its parts that we rely on is gone or changed.
    """
    if version != HARDENED_VERSION:
        raise CannotStart(
            f"The broker is hardened for amqtt {HARDENED_VERSION}, but {version} is installed. "
            f"Install amqtt=={HARDENED_VERSION}, or set MQTT_URL to a Mosquitto broker."
        )
    for owner, methods in seams.items():
        for name, parameters in methods.items():
            method = getattr(owner, name, None)
            if method is None or tuple(inspect.signature(method).parameters) != parameters:
                raise CannotStart(
                    f"amqtt's {owner.__name__}.{name} is not what the broker's hardening was written for. "
                    f"Reinstall amqtt=={HARDENED_VERSION}, or set MQTT_URL to a Mosquitto broker."
                )


def check_state(broker: object) -> None:
    """Make sure that a Broker keeps its state where the hardening looks for it.

    Raises:
        CannotStart: it does not.
    """
    for name in STATE:
        if not isinstance(getattr(broker, name, None), dict):
            raise CannotStart(f"amqtt's Broker has no dictionary {name}. Reinstall amqtt=={HARDENED_VERSION}.")
