"""P1 and P4: the box loses power in mid-service. What a phone saw as sent is in the book, and on paper."""

import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from order_service.store import tables as t
from tests.card import Card, card_in
from tests.evening import check, serve, wait_all_settled
from tests.pos_up import PosBox
from tests.site import ROOT, Site, wait_until

ROUNDS = 150
PHONES = 8
CUTS = 4
FIRST_CUTS = 5


@pytest.fixture
def card(tmp_path: Path) -> Iterator[Card]:
    with card_in(tmp_path, 200, "UNDER POWER CUTS") as made:
        yield made


def test_a_power_cut_loses_what_was_not_flushed_and_that_alone(card: Card) -> None:
    kept, lost = card.place / "kept", card.place / "lost"
    kept.write_text("flushed")
    card.flush()
    lost.write_text("not flushed")
    card.lose_power()
    card.plug_in()
    assert kept.read_text() == "flushed"
    assert not lost.exists()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_box_that_loses_power_in_mid_service_keeps_every_answered_round_and_prints_it(
    card: Card, taverna: Path, seed: int
) -> None:
    chance = random.Random(seed)
    site = Site(card.place, taverna)
    card.flush()  # it was set up long ago
    with site:
        evening, phones = serve(site, rounds=ROUNDS, phones=PHONES, seed=seed)
        for cut in range(1, CUTS + 1):
            goal = ROUNDS * cut // (CUTS + 2)
            wait_until(lambda goal=goal: len(evening.acknowledged) >= goal, f"{goal} rounds taken")
            threading.Event().wait(chance.uniform(0, 0.05))  # any moment
            for name in site.names:
                site.kill(name)
            card.lose_power()
            card.plug_in()
            for name in site.names:
                site.start(name)
            site.wait_healthy()
        for phone in phones:
            phone.join(120)
            assert not phone.is_alive()
        told = settle(site)
        counts = check(site, evening)
        assert counts["rounds"] == ROUNDS
        database = site.database()
        with database.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.execute(select(func.count()).select_from(t.rounds)).scalar() == ROUNDS
        database.close()
        print(f"\n{counts}, {told} left to a person")


def test_a_new_box_that_loses_power_in_its_first_seconds_starts_again_by_itself(card: Card) -> None:
    chance = random.Random(3)
    box = PosBox(card.place / "box")
    card.flush()
    for _ in range(FIRST_CUTS):
        running = [
            subprocess.Popen([sys.executable, "-m", "deploy.processes", name], env=box.environment, cwd=ROOT)
            for name in ("broker", "api", "license-daemon", "printer-agents")
        ]
        threading.Event().wait(chance.uniform(0, 4))  # any moment: secrets, book and spools are made in these
        for process in running:
            process.kill()
        for process in running:
            process.wait()
        card.lose_power()
        card.plug_in()
    with box.up():
        answer = httpx.get(f"{box.url}/api/system/health", timeout=20).json()
    assert answer["status"] == "ok"


def settle(site: Site) -> int:
    """A manager has everything printed again that the box is in doubt of; returns how many tickets those were."""
    eleni = site.waiter("eleni")
    told: set[str] = set()

    def look(job: Any) -> None:
        if job["state"] == "uncertain" and job["job_id"] not in told:
            assert job["alert_id"], "somebody is told"
            assert eleni.post(f"/api/print-jobs/{job['job_id']}/again", {}, job["job_id"]).status_code == 201
            told.add(job["job_id"])

    wait_all_settled(site, look=look)
    return len(told)
