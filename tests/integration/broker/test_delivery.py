"""What was accepted arrives, in order, once a connection, and at nobody else's: H4 to H8."""

import struct
import threading

import pytest

from tests.integration.broker.raw_mqtt import (
    CONNACK,
    PUBCOMP,
    PUBLISH,
    PUBREC,
    PUBREL,
    UNSUBACK,
    UNSUBSCRIBE,
    connect_packet,
    packet,
    text,
)


@pytest.fixture
def jobs(site):
    return site.topics.jobs("hot", "kitchen")


def reader(site, role="reader", **options):
    client = site.client("agent.kitchen", role, **options)
    client.subscribe(site.topics.jobs("+", "kitchen"))
    return client


def numbers(messages):
    return [int(message.payload) for message in messages]


def test_h4_no_more_than_the_window_is_in_flight(site, jobs):
    slow, order_service = reader(site), site.client("order-service")
    for number in range(30):
        order_service.publish(jobs, b"%d" % number)
    first = slow.messages_until_quiet()
    assert numbers(first) == list(range(20))
    slow.acknowledge(first[0].packet_id)
    slow.acknowledge(first[1].packet_id)
    assert numbers(slow.messages_until_quiet()) == [20, 21]


def test_h4_what_was_not_acknowledged_comes_again_in_order_and_marked(site, jobs):
    agent, order_service = reader(site, clean=False), site.client("order-service")
    for number in range(25):
        order_service.publish(jobs, b"%d" % number)
    sent = agent.messages_until_quiet()
    agent.acknowledge(sent[0].packet_id)
    agent.acknowledge(sent[2].packet_id)
    agent.ping()
    agent.reset()
    back = site.client("agent.kitchen", "reader", clean=False)
    again = []
    while len(again) < 23:
        for message in back.messages_until_quiet():
            again.append(message)
            back.acknowledge(message.packet_id)
    assert numbers(again) == [1, *range(3, 25)]
    assert [message.is_repeat for message in again[:17]] == [True] * 17
    assert [message.packet_id for message in again[:17]] == [m.packet_id for m in sent if m not in (sent[0], sent[2])][
        :17
    ]


@pytest.mark.parametrize("how", ["leave", "vanish"])
def test_h5_what_a_leaving_publisher_was_acknowledged_arrives(site, jobs, how):
    agent = reader(site)
    for batch in range(5):
        order_service = site.client("order-service", f"b{batch}")
        order_service.send(
            b"".join(order_service.publish_bytes(jobs, b"%d" % (100 * batch + number)) for number in range(100))
        )
        for _ in range(100):
            order_service.read_kind(4)
        getattr(order_service, how)()
    received = []
    while len(received) < 500:
        message = agent.read_kind(PUBLISH)
        agent.acknowledge(message.packet_id)
        received.append(int(message.payload))
    assert received == list(range(500))


def test_h6_a_retained_state_is_told_to_the_new_subscription_only(site):
    order_service = site.client("order-service")
    host = site.client("printer-agents")
    assert host.subscribe(site.topics.settings("+")) == [1]
    for printer in ("kitchen", "bar"):
        order_service.publish(site.topics.settings(printer), b"{}", retain=True)
    for message in host.messages_until_quiet():
        host.acknowledge(message.packet_id)
    agent = site.client("agent.kitchen")
    assert agent.messages_until_quiet() == []  # connected, not subscribed: nothing, whatever others subscribed to
    agent.subscribe(site.topics.settings("kitchen"))
    told = agent.messages_until_quiet()
    assert [(message.topic, message.is_retained) for message in told] == [(site.topics.settings("kitchen"), True)]
    assert host.messages_until_quiet() == []  # and the old subscription hears it no second time


def test_h7_news_is_not_marked_as_retained(site):
    agent = site.client("agent.kitchen", "link", clean=False)
    agent.subscribe(site.topics.settings("kitchen"))
    order_service = site.client("order-service")
    order_service.publish(site.topics.settings("kitchen"), b"live", retain=True)
    live = agent.read_kind(PUBLISH)
    assert (live.payload, live.is_retained) == (b"live", False)
    agent.acknowledge(live.packet_id)
    agent.leave()
    for number in range(20):
        order_service.publish(site.topics.settings("kitchen"), b"%d" % number, retain=True)
    back = site.client("agent.kitchen", "link", clean=False)
    queued = [back.read_kind(PUBLISH) for _ in range(20)]
    assert numbers(queued) == list(range(20))
    assert not any(message.is_retained for message in queued)


def test_h8_clients_that_come_and_go_make_no_message_disappear(open_site):
    site = open_site(max_sessions_per_user=50)
    presence = site.topics.presence("agent.kitchen")
    everybody, itself = site.client("api"), site.client("agent.kitchen", "reader")
    everybody.subscribe(site.topics.presence("+"))  # two filters, and the table changes between one and the next
    itself.subscribe(presence)
    agent, done = site.client("agent.kitchen"), threading.Event()

    def come_and_go(name):
        visit = 0
        while not done.is_set():
            visit += 1
            visitor = site.client("order-service", f"{name}.{visit}")
            visitor.subscribe(*(site.topics.states(f"{name}-{visit}-{number}") for number in range(60)))
            visitor.vanish()
            site.clients.remove(visitor)

    visitors = [threading.Thread(target=come_and_go, args=(name,)) for name in ("ann", "bob", "eve")]
    for visitor in visitors:
        visitor.start()
    try:
        for number in range(600):
            agent.publish(presence, b"%d" % number)
            for reader_of_it in (everybody, itself):
                message = reader_of_it.read_kind(PUBLISH)
                reader_of_it.acknowledge(message.packet_id)
                assert int(message.payload) == number
    finally:
        done.set()
        for visitor in visitors:
            visitor.join()


def test_a_dead_reader_does_not_eat_the_memory(open_site):
    site = open_site(max_queued_messages=50, window=5)
    dead = reader(site)
    order_service = site.client("order-service")
    topic = site.topics.jobs("hot", "kitchen")
    for number in range(200):
        order_service.publish(topic, b"%d" % number)
    received = []
    while len(received) < 55:
        for message in dead.messages_until_quiet():
            received.append(int(message.payload))
            dead.acknowledge(message.packet_id)
    assert received == [*range(5), *range(150, 200)]  # the newest are kept
    assert dead.messages_until_quiet() == []


def test_a_reader_that_does_not_read_slows_down_nobody(open_site):
    site = open_site(max_queued_bytes=1024 * 1024)
    stuck, healthy = site.client("api", "stuck"), site.client("api", "healthy")
    for client in (stuck, healthy):
        client.subscribe(site.topics.event("+"), qos=0)
    order_service = site.client("order-service")
    for number in range(300):  # 18 MiB: more than the socket buffers and the queue hold
        order_service.publish(site.topics.event("table"), b"%3d" % number + b"x" * 60_000)
        assert healthy.read_kind(PUBLISH).payload[:3] == b"%3d" % number
    heard = [stuck.read_kind(PUBLISH).payload[:3]]
    while heard[-1] != b"299":
        heard.append(stuck.read_kind(PUBLISH).payload[:3])
    assert heard[0] == b"  0"
    assert len(heard) < 300


def test_a_message_is_delivered_with_the_lower_of_both_qualities(site):
    best, least = site.client("api", "best"), site.client("api", "least")
    assert best.subscribe(site.topics.event("+"), qos=2) == [1]
    assert least.subscribe(site.topics.event("+"), qos=0) == [0]
    order_service = site.client("order-service")
    order_service.publish(site.topics.event("table"), b"a", qos=0)
    order_service.publish(site.topics.event("table"), b"b", qos=1)
    assert [message.qos for message in best.messages_until_quiet()] == [0, 1]
    assert [message.qos for message in least.messages_until_quiet()] == [0, 0]


def test_overlapping_subscriptions_bring_one_copy(site):
    order_service = site.client("order-service", "reader")
    order_service.subscribe(site.topics.states("+"), site.topics.states("kitchen"))
    site.client("agent.kitchen").publish(site.topics.states("kitchen"), b"x")
    assert len(order_service.messages_until_quiet()) == 1


def test_an_unsubscribed_topic_is_quiet(site, jobs):
    agent = reader(site)
    agent.send(packet(UNSUBSCRIBE, struct.pack("!H", 9) + text(site.topics.jobs("+", "kitchen")), 2))
    agent.read_kind(UNSUBACK)
    site.client("order-service").publish(jobs, b"x")
    assert agent.messages_until_quiet() == []


def test_the_answer_to_connect_says_whether_a_session_was_kept(site):
    def is_kept(clean):
        client = site.stranger()
        client.send(connect_packet("api:link", "api", site.secret("api"), clean=clean))
        kept = bool(client.read_kind(CONNACK).body[0])
        client.leave()
        return kept

    assert [is_kept(clean) for clean in (False, False, True, False)] == [False, True, False, False]


def test_a_clean_session_forgets_what_a_kept_one_was_owed(site, jobs):
    reader(site, clean=False).leave()
    order_service = site.client("order-service")
    order_service.ping()
    order_service.publish(jobs, b"old")
    clean = site.client("agent.kitchen", "reader")
    order_service.publish(jobs, b"new")
    assert clean.messages_until_quiet() == []


def test_a_quality_2_message_sent_twice_is_routed_once(site, jobs):
    agent, order_service = reader(site), site.client("order-service")
    body = text(jobs) + struct.pack("!H", 7) + b"once"
    order_service.send(packet(PUBLISH, body, 4))
    order_service.read_kind(PUBREC)
    order_service.send(packet(PUBLISH, body, 4 | 8))
    order_service.read_kind(PUBREC)
    order_service.send(packet(PUBREL, struct.pack("!H", 7), 2))
    order_service.read_kind(PUBCOMP)
    assert len(agent.messages_until_quiet()) == 1


def test_a_refused_subscription_is_told_and_the_others_stand(site):
    agent = site.client("agent.kitchen")
    assert agent.subscribe(
        site.topics.jobs("+", "bar"), site.topics.commands("kitchen"), "a/+b", "#/a", site.topics.settings("+")
    ) == [128, 1, 128, 128, 128]


def test_one_client_can_not_subscribe_without_end(open_site):
    site = open_site(max_filters=3)
    order_service = site.client("order-service")
    codes = [order_service.subscribe(site.topics.states(f"p{number}"))[0] for number in range(5)]
    assert codes == [1, 1, 1, 128, 128]
