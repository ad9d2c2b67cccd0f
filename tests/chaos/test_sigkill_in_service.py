"""SIGKILL of each process, several times, while ten waiters send two hundred rounds."""

import random
import threading
from pathlib import Path

import pytest

from tests.evening import check, serve, wait_all_settled
from tests.site import Place, Site, wait_until

ROUNDS = 200
PHONES = 10
KILLS = 4


@pytest.mark.parametrize("broker", ["amqtt", "mosquitto"])
@pytest.mark.parametrize(
    ("victim", "place"),
    [
        ("broker", "inside"),
        ("api", "inside"),
        ("printer-agents", "inside"),
        ("order-service", "beside"),
    ],
)
def test_no_ticket_is_lost_or_doubled_unmarked(
    victim: str, place: Place, broker: str, tmp_path: Path, taverna: Path
) -> None:
    chance = random.Random(f"{victim} {broker}")
    with Site(tmp_path, taverna, broker=broker, order_service=place) as site:
        evening, phones = serve(site, rounds=ROUNDS, phones=PHONES, seed=chance.randint(0, 999))
        for kill in range(1, KILLS + 1):
            goal = ROUNDS * kill // (KILLS + 2)
            wait_until(lambda goal=goal: len(evening.acknowledged) >= goal, f"{goal} rounds taken")
            threading.Event().wait(chance.uniform(0, 0.05))  # any moment
            site.kill(victim)
            threading.Event().wait(chance.uniform(0, 0.5))  # the supervisor takes a moment, too
            site.start(victim)
        for phone in phones:
            phone.join(120)
            assert not phone.is_alive()
        assert len(evening.acknowledged) == ROUNDS
        wait_all_settled(site)
        counts = check(site, evening)
        print(f"\n{broker} {victim}: {counts}")
