"""The one MQTT client against the real broker."""

import queue
import threading
from typing import Any

import pytest

from broker.in_thread import BrokerThread
from kernel.messages import MAX_PAYLOAD_BYTES, Event, Presence, Wake
from kernel.mqtt_link import Incoming, LastWill, MqttLink
from kernel.presence import PresencePulse, new_boot_id
from kernel.topics import Topics
from tests.integration.kernel.conftest import PATIENCE_S, MakeLink
from tests.site import wait_until

TOPICS = Topics("local")


class Ear:
    """A link's callbacks, kept in queues."""

    def __init__(self) -> None:
        self.messages: queue.Queue[Incoming] = queue.Queue()
        self.connections: queue.Queue[int] = queue.Queue()
        self.downs: queue.Queue[bool] = queue.Queue()

    def options(self) -> dict[str, Any]:
        return {
            "on_message": self.messages.put,
            "on_ready": self.connections.put,
            "on_down": lambda: self.downs.put(True),
        }

    def next(self) -> Incoming:
        return self.messages.get(timeout=PATIENCE_S)

    def next_event(self) -> Event:
        return Event.model_validate_json(self.next().payload)


def an_event(number: int) -> Event:
    return Event(kind="table", id=str(number), rev=number)


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def listener(make_link: MakeLink, ear: Ear) -> MqttLink:
    link = make_link("api", subscriptions=[TOPICS.event("+"), TOPICS.presence("+")], **ear.options())
    link.start()
    assert link.wait_ready(PATIENCE_S)
    return link


@pytest.fixture
def speaker(make_link: MakeLink) -> MqttLink:
    link = make_link("order-service")
    link.start()
    assert link.wait_ready(PATIENCE_S)
    return link


def test_a_link_is_ready_only_when_it_hears(listener: MqttLink, speaker: MqttLink, ear: Ear) -> None:
    assert ear.connections.get(timeout=PATIENCE_S) == 1
    for number in range(50):
        assert speaker.publish(TOPICS.event("table"), an_event(number))
    assert [ear.next_event().rev for _ in range(50)] == list(range(50))


def test_an_exception_in_a_callback_does_not_make_the_link_deaf(make_link: MakeLink, speaker: MqttLink) -> None:
    heard: queue.Queue[bytes] = queue.Queue()

    def trip(incoming: Incoming) -> None:
        heard.put(incoming.payload)
        raise ZeroDivisionError

    link = make_link("api", subscriptions=[TOPICS.event("+")], on_message=trip, on_ready=lambda _n: 1 / 0)
    link.start()
    assert link.wait_ready(PATIENCE_S)
    for number in range(3):
        speaker.publish(TOPICS.event("table"), an_event(number))
    for _ in range(3):
        heard.get(timeout=PATIENCE_S)
    assert link.is_ready


def test_a_disk_error_in_a_callback_is_handed_to_who_must_end_the_process(
    make_link: MakeLink, speaker: MqttLink
) -> None:
    fatal: queue.Queue[BaseException] = queue.Queue()

    def trip(_incoming: Incoming) -> None:
        raise OSError(28, "No space left on device")

    link = make_link("api", subscriptions=[TOPICS.event("+")], on_message=trip, on_fatal=fatal.put)
    link.start()
    assert link.wait_ready(PATIENCE_S)
    speaker.publish(TOPICS.event("table"), an_event(1))
    assert isinstance(fatal.get(timeout=PATIENCE_S), OSError)


def test_a_link_comes_back_by_itself_and_subscribes_again(
    broker: BrokerThread, listener: MqttLink, speaker: MqttLink, ear: Ear
) -> None:
    assert ear.connections.get(timeout=PATIENCE_S) == 1
    broker.stop()
    assert ear.downs.get(timeout=PATIENCE_S)
    assert not listener.is_ready
    broker.start()
    assert ear.connections.get(timeout=PATIENCE_S) == 2
    assert speaker.wait_ready(PATIENCE_S)
    speaker.publish(TOPICS.event("table"), an_event(7))
    assert ear.next_event().rev == 7


def test_nothing_is_taken_for_sent_while_the_link_is_down(
    broker: BrokerThread, listener: MqttLink, speaker: MqttLink, ear: Ear
) -> None:
    broker.stop()
    wait_until(lambda: not speaker.is_ready, "the speaker notices")
    assert not speaker.publish(TOPICS.event("table"), an_event(1))
    assert not speaker.publish_and_flush(TOPICS.event("table"), an_event(1), retain=False, timeout_s=1.0)
    broker.start()
    assert speaker.wait_ready(PATIENCE_S)
    wait_until(lambda: listener.is_ready, "the listener is back")
    speaker.publish(TOPICS.event("table"), an_event(2))
    assert ear.next_event().rev == 2


def test_a_broker_that_was_never_there_is_waited_for(make_link: MakeLink, broker: BrokerThread) -> None:
    broker.stop()
    link = make_link("order-service", "late")
    link.start()
    assert not link.publish(TOPICS.event("table"), an_event(1))
    broker.start()
    assert link.wait_ready(PATIENCE_S)


def test_a_wrong_password_never_makes_a_link_ready(make_link: MakeLink, speaker: MqttLink) -> None:
    stranger = make_link("order-service", "other", secret="0" * 32)
    stranger.start()
    for number in range(20):
        speaker.publish_and_flush(TOPICS.event("table"), an_event(number), retain=False, timeout_s=PATIENCE_S)
    assert not stranger.is_ready
    assert speaker.is_ready


def test_a_subscription_that_is_refused_never_makes_a_link_ready(make_link: MakeLink, speaker: MqttLink) -> None:
    nosy = make_link("api", "nosy", subscriptions=[TOPICS.event("+"), TOPICS.jobs("+", "+")])
    nosy.start()
    for number in range(20):
        speaker.publish_and_flush(TOPICS.event("table"), an_event(number), retain=False, timeout_s=PATIENCE_S)
    assert not nosy.is_ready


def test_a_service_that_vanishes_is_said_to_be_offline_by_the_broker(
    make_link: MakeLink, listener: MqttLink, ear: Ear
) -> None:
    gone = Presence(service="order-service", state="offline", boot_id="b1")
    link = make_link("order-service", "mortal", will=LastWill(TOPICS.presence("order-service"), gone))
    link.start()
    assert link.wait_ready(PATIENCE_S)
    sock = link._client.socket()
    link._client.on_disconnect = None
    link._client.reconnect_delay_set(min_delay=60, max_delay=60)
    sock.shutdown(2)  # the cable is pulled: no goodbye
    said = Presence.model_validate_json(ear.next().payload)
    assert (said.service, said.state) == ("order-service", "offline")


def test_a_service_that_stops_says_goodbye_and_no_last_will_follows(
    make_link: MakeLink, listener: MqttLink, speaker: MqttLink, ear: Ear
) -> None:
    pulse = PresencePulse(TOPICS, "license-daemon", new_boot_id())
    link = make_link("license-daemon", will=pulse.will, on_ready=lambda _n: pulse.beat())
    pulse.attach(link)
    link.start()
    pulse.start()
    assert Presence.model_validate_json(ear.next().payload).state == "online"
    pulse.stop()
    link.stop()
    assert Presence.model_validate_json(ear.next().payload).state == "stopped"
    speaker.publish(TOPICS.event("table"), an_event(1))
    assert ear.next_event().rev == 1


def test_who_comes_later_hears_a_retained_state_marked_as_old(make_link: MakeLink, speaker: MqttLink) -> None:
    online = Presence(service="order-service", state="online", boot_id="b1", seq=1)
    assert speaker.publish_and_flush(TOPICS.presence("order-service"), online, retain=True, timeout_s=PATIENCE_S)
    late = Ear()
    link = make_link("api", "late", subscriptions=[TOPICS.presence("+")], **late.options())
    link.start()
    assert late.next().retained
    speaker.publish(TOPICS.presence("order-service"), online.model_copy(update={"seq": 2}), retain=True)
    assert not late.next().retained


def test_a_message_over_the_limit_is_refused_before_it_is_sent(speaker: MqttLink) -> None:
    with pytest.raises(ValueError, match="limit"):
        speaker.publish(TOPICS.event("table"), Event(kind="table", id="x" * MAX_PAYLOAD_BYTES, rev=1))


def test_many_threads_publish_on_one_link(listener: MqttLink, speaker: MqttLink, ear: Ear) -> None:
    def talk(who: int) -> None:
        for number in range(50):
            assert speaker.publish(TOPICS.event("table"), Event(kind="table", id=str(who), rev=number))

    threads = [threading.Thread(target=talk, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    heard = [ear.next_event() for _ in range(200)]
    for thread in threads:
        thread.join()
    for who in range(4):
        assert [event.rev for event in heard if event.id == str(who)] == list(range(50))


def test_a_wake_is_a_message_too(make_link: MakeLink, ear: Ear) -> None:
    link = make_link("order-service", "sleepy", subscriptions=[TOPICS.wake], **ear.options())
    link.start()
    assert link.wait_ready(PATIENCE_S)
    api = make_link("api")
    api.start()
    assert api.wait_ready(PATIENCE_S)
    assert api.publish(TOPICS.wake, Wake(), qos=0)
    assert ear.next().topic == TOPICS.wake
