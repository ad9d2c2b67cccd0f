"""Each service may do its own rows and nothing else, on the embedded broker and on Mosquitto alike."""

import pytest

from broker.acl import Acl, rights_of
from kernel.topics import Topics, agent_user
from tests.integration.broker.conftest import SITE

SERVICES = ("order-service", "api", "license-daemon", "printer-agents", "agent.kitchen", "agent.bar")
TOPICS = Topics(SITE)
ALL_TOPICS = (
    TOPICS.jobs("hot", "kitchen"),
    TOPICS.jobs("drinks", "bar"),
    *(make(printer) for make in (TOPICS.states, TOPICS.hello, TOPICS.commands, TOPICS.settings) for printer in
      ("kitchen", "bar")),
    *(TOPICS.presence(name) for name in SERVICES),
    TOPICS.license_state,
    TOPICS.event("table"),
    TOPICS.wake,
    Topics("elsewhere").wake,
    Topics("elsewhere").jobs("hot", "kitchen"),
    "pos/v1",
    "free/topic",
)  # fmt: skip
ACL = Acl(SITE)


def test_a_message_passes_exactly_when_its_sender_may_send_and_its_reader_may_read_it(any_site):
    readers = {user: any_site.client(user, "reader") for user in SERVICES}
    for user, reader in readers.items():
        reader.subscribe(*rights_of(user, TOPICS).read, qos=0)
    writers = {user: any_site.client(user, "writer") for user in SERVICES}
    for sender, writer in writers.items():
        for topic in ALL_TOPICS:
            writer.publish(topic, sender.encode(), qos=1)
    for user, reader in readers.items():
        heard = sorted((message.topic, message.payload.decode()) for message in reader.messages_until_quiet())
        assert heard == sorted(
            (topic, sender)
            for sender in SERVICES
            for topic in ALL_TOPICS
            if ACL.allows(sender, "publish", topic) and ACL.allows(user, "receive", topic)
        )


@pytest.mark.parametrize("user", SERVICES)
@pytest.mark.parametrize("greedy", ["#", "pos/#", "pos/v1/+/#", "+/+/+/license/state"])
def test_a_greedy_subscription_brings_nothing_beyond_the_own_rows(any_site, user, greedy):
    reader = any_site.client(user, "reader")
    reader.subscribe(greedy, qos=0)
    writers = [any_site.client(name, "writer") for name in SERVICES]
    for writer in writers:
        for topic in ALL_TOPICS:
            writer.publish(topic, b"x", qos=1)
    heard = {message.topic for message in reader.messages_until_quiet()}
    assert all(ACL.allows(user, "receive", topic) for topic in heard)
    if any_site.broker == "embedded":
        assert heard == set()


def test_a_retained_state_is_not_told_to_who_may_not_read_it(any_site):
    any_site.client("order-service").publish(TOPICS.settings("kitchen"), b"{}", retain=True)
    bar = any_site.client("agent.bar")
    bar.subscribe(TOPICS.settings("kitchen"), TOPICS.settings("+"), "#")
    assert bar.messages_until_quiet() == []
    kitchen = any_site.client("agent.kitchen")
    assert kitchen.subscribe(TOPICS.settings("kitchen")) == [1]
    assert [message.payload for message in kitchen.messages_until_quiet()] == [b"{}"]


@pytest.mark.parametrize(
    ("user", "secret"),
    [
        (None, None),
        ("api", None),
        ("api", ""),
        ("api", "0" * 32),
        ("nobody", "0" * 32),
        ("../credentials/api", "0" * 32),
        ("API", "0" * 32),
    ],
)
def test_nobody_gets_in_without_the_secret(any_site, user, secret):
    stranger = any_site.stranger()
    assert stranger.sign_in("api:link", user, secret) in (4, 5)
    assert stranger.is_hung_up()


def test_the_secret_of_one_service_opens_no_other(any_site):
    assert any_site.stranger().sign_in("order-service:link", "order-service", any_site.secret("api")) in (4, 5)


def test_there_are_no_system_topics(any_site):
    reader = any_site.client("order-service")
    reader.subscribe("$SYS/#")
    assert reader.messages_until_quiet() == []


@pytest.mark.parametrize("retain", [False, True])
def test_a_last_will_on_a_foreign_topic_reaches_nobody(any_site, retain):
    reader = any_site.client("order-service")
    reader.subscribe(TOPICS.presence("+"), TOPICS.license_state)
    user = agent_user("kitchen")
    intruder = any_site.stranger()
    intruder.send(b"")
    try:
        intruder.sign_in(f"{user}:link", user, any_site.secret(user), will=(TOPICS.presence("api"), b"offline", retain))
    finally:
        intruder.reset()
    witness = any_site.client("api")
    witness.publish(TOPICS.presence("api"), b"online")
    assert [message.payload for message in [reader.read_kind(3)]] == [b"online"]


def test_a_last_will_tells_the_others_that_a_service_broke_off(any_site):
    reader = any_site.client("api")
    reader.subscribe(TOPICS.presence("+"))
    presence = TOPICS.presence("order-service")
    any_site.client("order-service", will=(presence, b"offline", True)).reset()
    heard = reader.read_kind(3)
    assert (heard.topic, heard.payload, heard.is_retained) == (presence, b"offline", False)
    late = any_site.client("license-daemon")
    late.subscribe(presence)
    heard = late.read_kind(3)
    assert (heard.payload, heard.is_retained) == (b"offline", True)


def test_a_goodbye_speaks_no_last_will(any_site):
    reader = any_site.client("api")
    reader.subscribe(TOPICS.presence("+"))
    leaving = any_site.client("order-service", will=(TOPICS.presence("order-service"), b"offline", True))
    leaving.publish(TOPICS.presence("order-service"), b"stopped", retain=True)
    leaving.leave()
    any_site.client("license-daemon").publish(TOPICS.presence("license-daemon"), b"online")
    assert [reader.read_kind(3).payload, reader.read_kind(3).payload] == [b"stopped", b"online"]


@pytest.mark.parametrize("topic", [TOPICS.jobs("hot", "kitchen"), TOPICS.commands("kitchen"), TOPICS.event("table")])
def test_a_job_a_command_or_an_event_is_never_retained(site, topic):
    reader = site.client("agent.kitchen" if "kitchen" in topic else "api")
    reader.subscribe(topic)
    site.client("order-service").publish(topic, b"again every morning", retain=True)
    assert reader.messages_until_quiet() == []
    late = site.client("agent.kitchen" if "kitchen" in topic else "api", "late")
    late.subscribe(topic)
    assert late.messages_until_quiet() == []


def test_an_empty_retained_message_clears_the_state(any_site):
    order_service = any_site.client("order-service")
    order_service.publish(TOPICS.settings("kitchen"), b"{}", retain=True)
    order_service.publish(TOPICS.settings("kitchen"), b"", retain=True)
    agent = any_site.client("agent.kitchen")
    agent.subscribe(TOPICS.settings("kitchen"))
    assert agent.messages_until_quiet() == []
