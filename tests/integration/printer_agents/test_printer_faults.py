"""A slice of tests/chaos/test_printer_faults.py, and proof that its checker sees what it is there to see."""

import pytest

from kernel.messages import PrinterCapabilities
from tests.integration.printer_agents.conftest import House
from tests.misfortune import FAULTS, HARSH, KILLED, Counter, Owed, Paper, verdict

TICKETS = 40
SEED = 7


def test_forty_tickets_into_every_fault_come_out_once_or_again_under_a_mark(house: House) -> None:
    counter = Counter(house, "grill", SEED, PrinterCapabilities(fence="gs_r"), {})
    try:
        counter.serve(TICKETS, kills=2, share=1.0)
        print(counter.summary)
        assert counter.verdict == []
        assert set().union(*counter.owed.met.values()) >= {*FAULTS, KILLED}
    finally:
        counter.close()


ONE, TWO, COPY = Paper(1, False, True), Paper(2, False, True), Paper(1, True, True)


@pytest.mark.parametrize(
    ("papers", "fault"),
    [
        ([ONE], "lost: [2]"),
        ([ONE, Paper(2, False, False)], "lost: [2]"),
        ([ONE, TWO, ONE], "printed again without a mark: 1"),
        ([Paper(1, False, False), ONE, TWO], "printed again without a mark: 1"),
        ([TWO, ONE], "out of order: [2, 1]"),
        ([ONE, COPY, TWO], "marked without a reason: 1, which met ['near end']"),
        ([ONE, TWO, Paper(3, False, True)], "never ordered: [3]"),
    ],
)
def test_the_checker_names_what_is_wrong(papers: list[Paper], fault: str) -> None:
    owed = Owed([1, 2])
    owed.met[1].add("near end")
    assert verdict(owed, papers, HARSH) == [fault]


def test_the_checker_is_content_with_a_marked_copy_after_a_lost_link() -> None:
    owed = Owed([1, 2])
    owed.met[1].add("reset in the middle")
    assert verdict(owed, [Paper(1, False, False), COPY, TWO], HARSH) == []
