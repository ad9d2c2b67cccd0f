"""Silence, size and nonsense: H3, H9, H10 for clients that have signed in."""

import struct
import threading
import time

import pytest

from tests.integration.broker.raw_mqtt import (
    PINGREQ,
    PUBACK,
    PUBLISH,
    SUBSCRIBE,
    packet,
    text,
)


def test_h3_a_client_that_falls_silent_is_cut_at_one_and_a_half_times_its_keep_alive(site):
    watcher = site.client("api")
    watcher.subscribe(site.topics.presence("+"))
    began = time.monotonic()
    silent = site.client("agent.kitchen", keep_alive=1, will=(site.topics.presence("agent.kitchen"), b"offline", True))
    assert silent.is_hung_up()
    assert time.monotonic() - began > 1.4  # not before its time; `is_hung_up` itself gives up when it never comes
    assert watcher.read_kind(PUBLISH).payload == b"offline"


def test_h3_half_a_packet_is_silence_too(site):
    dripping = site.client("agent.kitchen", keep_alive=1)
    dripping.send(packet(PUBLISH, b"", length=1000))
    for _ in range(100):
        dripping.send(b"x")
        if dripping.is_hung_up(0.2):
            return
    pytest.fail("it was waited for")


def test_h3_a_client_that_pings_stays(site):
    client = site.client("agent.kitchen", keep_alive=2)
    pause = threading.Event()
    for _ in range(4):
        assert not pause.wait(0.9)  # 3.6 s in all, and 3 without a word are too long
        client.ping()


def test_h3_a_client_without_keep_alive_is_not_kept_for_ever(open_site):
    site = open_site(max_keep_alive_s=0.4)
    assert site.client("agent.kitchen", keep_alive=0).is_hung_up()


def test_h9_a_packet_over_a_mebibyte_ends_the_connection_before_it_is_read(site):
    client = site.client("order-service")
    client.send(packet(PUBLISH, b"", length=1024 * 1024 + 1))
    assert client.is_hung_up()


def test_h9_a_payload_over_the_contract_is_acknowledged_and_dropped(site):
    agent, order_service = site.client("agent.kitchen"), site.client("order-service")
    topic = site.topics.jobs("hot", "kitchen")
    agent.subscribe(site.topics.jobs("+", "kitchen"))
    order_service.publish(topic, b"x" * (64 * 1024 + 1))
    order_service.publish(topic, b"x" * (64 * 1024))
    assert [len(message.payload) for message in agent.messages_until_quiet()] == [64 * 1024]


NONSENSE = {
    "a reserved packet type": b"\xf0\x00",
    "a packet type of servers": packet(2, b"\x00\x00"),
    "a length that does not end": b"\x30\xff\xff\xff\xff\x01",
    "a subscription without flags": packet(SUBSCRIBE, b"\x00\x01" + text("a") + b"\x00", 0),
    "a subscription without a filter": packet(SUBSCRIBE, b"\x00\x01", 2),
    "a subscription with quality 3": packet(SUBSCRIBE, b"\x00\x01" + text("a") + b"\x03", 2),
    "an empty subscription": packet(SUBSCRIBE, b"", 2),
    "a message with quality 3": packet(PUBLISH, text("a") + b"\x00\x01", 6),
    "a message with packet id 0": packet(PUBLISH, text("a") + b"\x00\x00", 2),
    "a message on a wildcard": packet(PUBLISH, text("pos/v1/+/x") + b"\x00\x01", 2),
    "a topic longer than its packet": packet(PUBLISH, struct.pack("!H", 5000) + b"abc"),
    "a topic that is no text": packet(PUBLISH, text(b"\xff" * 60_000)),
    "an empty message": packet(PUBLISH, b""),
    "half an acknowledgement": packet(PUBACK, b"\x00"),
}


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE.keys())
def test_h10_nonsense_closes_the_connection_and_harms_nobody_else(site, nonsense):
    other = site.client("api")
    client = site.client("agent.kitchen")
    client.send(nonsense)
    assert client.is_hung_up()
    other.ping()


def test_an_acknowledgement_of_nothing_is_ignored(site):
    client = site.client("agent.kitchen")
    client.acknowledge(77)
    client.ping()


def test_a_flood_of_one_client_leaves_the_others_their_turn(site):
    flooding, other = site.client("agent.kitchen"), site.client("agent.bar")
    topic = site.topics.states("kitchen")
    flood = b"".join(flooding.publish_bytes(topic, b"x" * 10, qos=0) for _ in range(2000))
    enough = threading.Event()

    def send_without_end():
        flooding.socket.settimeout(30)
        while not enough.is_set():
            flooding.send(flood)

    sender = threading.Thread(target=send_without_end)
    sender.start()
    try:
        for _ in range(20):
            other.ping()  # fails by itself when no answer comes
    finally:
        enough.set()
        sender.join()


def test_a_sender_that_reads_no_answers_is_not_read_from(open_site):
    site = open_site(max_backlog_bytes=4096)
    greedy = site.client("agent.kitchen")
    greedy.socket.settimeout(1)
    with pytest.raises(TimeoutError):
        greedy.socket.sendall(packet(PINGREQ) * 5_000_000)
    site.client("api").ping()
