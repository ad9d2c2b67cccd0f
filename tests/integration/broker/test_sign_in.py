"""Who gets in, and what those who don't can break: H1, H2, H10, H11."""

import time

import pytest

from kernel.mqtt_link import BrokerEndpoint, MqttLink
from tests.integration.broker.raw_mqtt import (
    CONNACK,
    PINGREQ,
    PUBLISH,
    connect_packet,
    packet,
    text,
)

JOB = b'{"kind":"print_job"}'


@pytest.mark.parametrize(
    ("client_id", "user", "secret_of"),
    [
        ("agent.kitchen:link", "agent.kitchen", None),  # a wrong password
        ("agent.kitchen:link", None, None),  # none at all
        ("agent.kitchen:link", "agent.bar", "agent.bar"),  # a true colleague with a stolen client id
    ],
)
def test_h1_a_stranger_with_an_agents_client_id_does_not_touch_its_session(site, client_id, user, secret_of):
    agent = site.client("agent.kitchen", "link", clean=False)
    agent.subscribe(site.topics.jobs("+", "kitchen"))
    agent.ping()
    stranger = site.stranger()
    secret = site.secret(secret_of) if secret_of else "wrong" if user else None
    assert stranger.sign_in(client_id, user, secret) == 5
    assert stranger.is_hung_up()
    order_service = site.client("order-service")
    order_service.publish(site.topics.jobs("hot", "kitchen"), JOB)
    assert agent.read_kind(PUBLISH).payload == JOB


def test_h1_a_stranger_does_not_wipe_the_queue_of_an_agent_that_is_away(site):
    agent = site.client("agent.kitchen", "link", clean=False)
    agent.subscribe(site.topics.jobs("+", "kitchen"))
    agent.leave()
    site.client("order-service").publish(site.topics.jobs("hot", "kitchen"), JOB)
    assert site.stranger().sign_in("agent.kitchen:link", "agent.kitchen", "wrong") == 5
    back = site.client("agent.kitchen", "link", clean=False)
    assert back.read_kind(PUBLISH).payload == JOB


@pytest.mark.parametrize("client_id", ["", "agent.kitchen", "agent.kitchen:", "agent.kitchen:a:b", "link", ":link"])
def test_h1_a_client_id_is_the_users_name_and_a_role(site, client_id):
    assert site.stranger().sign_in(client_id, "agent.kitchen", site.secret("agent.kitchen")) == 5


def test_a_service_takes_over_its_own_dead_connection(site):
    old = site.client("agent.kitchen", "link", will=(site.topics.presence("agent.kitchen"), b"offline", True))
    old.subscribe(site.topics.jobs("+", "kitchen"))
    watcher = site.client("order-service", "watcher")
    watcher.subscribe(site.topics.presence("+"))
    new = site.client("agent.kitchen", "link")
    assert old.is_hung_up()
    assert watcher.read_kind(PUBLISH).payload == b"offline"
    new.subscribe(site.topics.jobs("+", "kitchen"))
    site.client("order-service").publish(site.topics.jobs("hot", "kitchen"), JOB)
    assert new.read_kind(PUBLISH).payload == JOB
    assert new.messages_until_quiet() == []


def test_h2_a_socket_that_says_nothing_is_closed(open_site):
    site = open_site(connect_timeout_s=0.3)
    silent, halfway = site.stranger(), site.stranger()
    halfway.send(connect_packet("api:link", "api", site.secret("api"))[:-5])
    assert silent.is_hung_up()
    assert halfway.is_hung_up()


def test_h2_dripping_one_byte_at_a_time_buys_no_more_time(open_site):
    site = open_site(connect_timeout_s=0.5)
    dripping = site.stranger()
    for byte in connect_packet("api:" + "x" * 60, "api", site.secret("api")):
        dripping.send(bytes([byte]))
        if dripping.is_hung_up(0.05):
            return
    pytest.fail("it was let in")


@pytest.mark.parametrize(
    "greeting",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        packet(PINGREQ),
        packet(PUBLISH, text("a") + b"x"),
        packet(1, b""),
        packet(1, text("MQTT")),
        packet(1, text("MQTT") + b"\x05\x02\x00\x3c\x00" + text("api:link")),  # MQTT 5
        packet(1, text("MQIsdp") + b"\x03\x02\x00\x3c" + text("api:link")),  # MQTT 3.1
        packet(1, text("MQTT") + b"\x04\x03\x00\x3c" + text("api:link")),  # reserved flag
        packet(1, text("MQTT") + b"\x04\x06\x00\x3c" + text("api:link")),  # a will that is not there
        packet(1, text("MQTT") + b"\x04\x40\x00\x3c" + text("api:link") + text("x")),  # password without user
        packet(1, text("MQTT") + b"\x04\xc2\x00\x3c" + text("api:link") + text(b"\xff\xfe") + text(b"\xff")),
        packet(1, b"\xff" * 40),
        packet(1, b"", length=1024 * 1024),
        b"\x10\xff\xff\xff\xff\xff",
        b"\x00\x00",
        b"\xf0\x00",
    ],
)
def test_h10_a_client_that_greets_wrongly_finds_its_socket_closed(open_site, greeting):
    site = open_site(connect_timeout_s=2.0)
    rude = site.stranger()
    rude.send(greeting)
    assert rude.is_hung_up()
    site.client("api").ping()


def test_h10_a_second_connect_closes_the_connection(site):
    client = site.client("api")
    client.send(connect_packet("api:test", "api", site.secret("api")))
    assert client.is_hung_up()


def test_h11_broken_connections_leak_no_place(open_site):
    site = open_site(max_clients=3, max_waiting=3)
    for _ in range(10):
        site.stranger().reset()
        site.stranger().send(b"\x00" * 40)
        wrong = site.stranger()
        wrong.send(connect_packet("api:link", "api", "wrong"))
        wrong.reset()
        half = site.stranger()
        half.send(connect_packet("api:link", "api", site.secret("api"))[:20])
        half.vanish()
        crashing = site.client("api", "crashing")
        crashing.send(packet(8, b"\x00", 2))
        crashing.reset()
    for role in ("a", "b", "c"):
        site.client("order-service", role)


def test_h11_the_client_too_many_is_told_so_and_the_place_of_one_who_left_is_free(open_site):
    site = open_site(max_clients=2)
    first, _second = site.client("api", "1"), site.client("api", "2")
    refused = site.stranger()
    assert refused.sign_in("order-service:3", "order-service", site.secret("order-service")) == 3
    assert refused.is_hung_up()
    first.leave()
    deadline = time.monotonic() + 5
    while site.stranger().sign_in("order-service:3", "order-service", site.secret("order-service")) != 0:
        assert time.monotonic() < deadline


def test_h11_silent_sockets_do_not_keep_a_service_out(open_site):
    site = open_site(max_waiting=8)
    crowd = [site.stranger() for _ in range(200)]
    service = site.client("order-service")
    service.ping()
    assert crowd[0].is_hung_up()


def test_one_user_can_not_take_every_place(open_site):
    site = open_site(max_sessions_per_user=2)
    site.client("agent.kitchen", "a")
    site.client("agent.kitchen", "b")
    assert site.stranger().sign_in("agent.kitchen:c", "agent.kitchen", site.secret("agent.kitchen")) == 3
    site.client("agent.bar")


def test_a_printer_that_was_just_made_signs_in_without_a_restart(site):
    site.client("order-service")
    site.client("agent.terrace")


def test_our_own_link_signs_in_and_a_wrong_secret_keeps_it_out(site):
    endpoint = BrokerEndpoint("127.0.0.1", site.port)
    good = MqttLink(endpoint, "api", site.secret("api"), "link", subscriptions=[site.topics.event("+")])
    bad = MqttLink(endpoint, "api", "0" * 32, "other", subscriptions=[site.topics.event("+")])
    good.start()
    bad.start()
    try:
        assert good.wait_ready(20)
        assert not bad.is_ready
    finally:
        good.stop()
        bad.stop()


def test_a_refusal_is_a_connack_not_a_mystery(site):
    stranger = site.stranger()
    stranger.send(connect_packet("api:link", "api", "wrong"))
    assert stranger.read().kind == CONNACK
