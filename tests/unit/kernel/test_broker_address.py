"""MQTT_URL, read."""

import pytest

from kernel.errors import CannotStart
from kernel.mqtt_link import BrokerEndpoint


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [
        ("mqtt://127.0.0.1", "127.0.0.1", 1883, False),
        ("mqtt://box:1999", "box", 1999, False),
        ("mqtts://box.lan", "box.lan", 8883, True),
        ("mqtts://[::1]:9000", "::1", 9000, True),
    ],
)
def test_an_address_is_taken_apart(url: str, host: str, port: int, tls: bool) -> None:
    endpoint = BrokerEndpoint.parse(url)
    assert (endpoint.host, endpoint.port, endpoint.tls) == (host, port, tls)


def test_a_password_in_the_address_is_unquoted() -> None:
    endpoint = BrokerEndpoint.parse("mqtts://me:p%40ss@box")
    assert (endpoint.username, endpoint.password) == ("me", "p@ss")


@pytest.mark.parametrize(
    "url", ["", "box:1883", "http://box", "mqtt://", "mqtt://box:99999", "mqtt://box:x", "mqtt://["]
)
def test_what_is_no_address_stops_the_start(url: str) -> None:
    with pytest.raises(CannotStart, match="MQTT_URL"):
        BrokerEndpoint.parse(url)


def test_a_refused_address_does_not_give_its_password_away() -> None:
    with pytest.raises(CannotStart) as refusal:
        BrokerEndpoint.parse("mqtts://me:hush-hush@box:99999")
    assert "hush" not in refusal.value.detail


def test_an_endpoint_s_password_stays_out_of_its_repr() -> None:
    assert "hush" not in repr(BrokerEndpoint.parse("mqtts://me:hush@box"))
