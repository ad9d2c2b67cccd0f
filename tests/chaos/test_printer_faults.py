"""Six hundred tickets, half of them into a fault, on three kinds of printer, while their agents are killed.

`make chaos` draws a seed and prints it; POS_CHAOS_SEED=n runs the same evening again.
"""

import os
import random
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.messages import PrinterCapabilities
from tests.integration.printer_agents.conftest import House
from tests.misfortune import HARSH, HELD, Counter

TICKETS_EACH = 200
KILLS_EACH = 20
SHARE = 0.6


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.close()


def test_every_ticket_comes_out_once_or_again_under_a_mark(house: House) -> None:
    seed = int(os.environ.get("POS_CHAOS_SEED", random.randrange(10**6)))
    print(f"\nPOS_CHAOS_SEED={seed}")
    counters = [
        Counter(house, "grill", seed, PrinterCapabilities(fence="gs_r"), {}),
        Counter(house, "bar", seed + 1, PrinterCapabilities(fence="gs_paren_h"), {"second_client": "refuse"}),
        # one that forgets what it holds when its paper ends or its cover opens, as some clones do
        Counter(house, "pans", seed + 2, PrinterCapabilities(), {"forgets_when_blocked": True}, HARSH + HELD),
    ]
    failures: list[BaseException] = []

    def serve(counter: Counter) -> None:
        try:
            counter.serve(TICKETS_EACH, KILLS_EACH, SHARE)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=serve, args=(counter,)) for counter in counters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for counter in counters:
        print(counter.summary)
        for number in sorted({int(found) for wrong in counter.verdict for found in re.findall("[0-9]+", wrong)})[:5]:
            print(counter.story(number))
    assert failures == []
    assert all(counter.share_that_met_something >= 0.5 for counter in counters)
    assert {counter.name: counter.verdict for counter in counters} == {counter.name: [] for counter in counters}
    for counter in counters:
        counter.close()
