"""Budget 6 of the speed page on a whole site: how many messages a ticket costs, counted beside the real agents."""

import threading
from pathlib import Path

from kernel.mqtt_link import BrokerEndpoint, Incoming, MqttLink
from kernel.service_credentials import ensure_secret
from kernel.topics import Topics, agent_user
from tests.site import Site, wait_until

ROUNDS = 10


def test_a_ticket_of_a_lone_round_costs_three_messages_at_most(tmp_path: Path, taverna: Path) -> None:
    topics = Topics("local")
    heard: list[str] = []
    gate = threading.Lock()

    def note(incoming: Incoming) -> None:
        with gate:
            heard.append(incoming.topic)

    with Site(tmp_path, taverna) as site:
        observers = [
            MqttLink(
                BrokerEndpoint("127.0.0.1", site.mqtt_port),
                user,
                ensure_secret(site.data_dir, user),
                "observer",
                subscriptions=filters,
                on_message=note,
            )
            for user, filters in (
                (agent_user("kitchen"), [topics.jobs("+", "kitchen"), topics.commands("kitchen")]),
                ("order-service", [topics.states("kitchen"), topics.wake]),
                ("api", [topics.event("+")]),
            )
        ]
        for observer in observers:
            observer.start()
            assert observer.wait_ready(20)
        maria = site.waiter("maria")
        for number in range(ROUNDS):
            sent = maria.send(1 + number, maria.line("Μουσακάς"))
            order_id = sent["order_id"]
            wait_until(lambda order_id=order_id: maria.ticket_states(order_id) == ["printed"], "on paper")
        for observer in observers:
            observer.stop()
    assert heard.count(topics.jobs("kitchen", "kitchen")) == ROUNDS
    assert len(heard) <= 3 * ROUNDS, sorted(set(heard))
