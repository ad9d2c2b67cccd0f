"""The whole house on PostgreSQL and Mosquitto: two processes write, each is killed, the server restarts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.evening import check, serve, wait_all_settled
from tests.postgres import Postgres, PostgresMissing, filled_from
from tests.site import Site, wait_until


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    try:
        server = Postgres()
    except PostgresMissing as missing:
        missing.leave_out()
    yield server
    server.remove()


@pytest.fixture
def house(server: Postgres, tmp_path: Path, taverna: Path) -> Iterator[Site]:
    with (
        server.database("taverna", filled_from(taverna)) as url,
        Site(
            tmp_path, taverna, broker="mosquitto", order_service="beside", environment={"DATABASE_URL": url}
        ) as running,
    ):
        yield running


def test_every_acknowledged_ticket_comes_out_through_kills_and_restarts_of_database_and_broker(
    server: Postgres, house: Site
) -> None:
    evening, phones = serve(house, rounds=60, phones=8, seed=15)
    for goal, pulled in zip((12, 24, 36, 48), ("api", "server", "broker", "api"), strict=True):
        wait_until(lambda goal=goal: len(evening.acknowledged) >= goal, f"{goal} rounds taken")
        if pulled == "server":
            server.stop(how="immediate")
            server.start()
        else:
            house.kill(pulled)
            house.start(pulled)
    for phone in phones:
        phone.join(120)
        assert not phone.is_alive()
    wait_all_settled(house)
    counted = check(house, evening)
    assert counted["rounds"] == 60
    assert counted["repeated_requests"] > 0
