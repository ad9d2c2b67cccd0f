"""Paper, cover and power stop and lose exactly what they stop and lose on a real printer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from printer_agents.virtual_printer.capabilities import Beeper, Capabilities, Cutter
from printer_agents.virtual_printer.code_pages import EPSON
from printer_agents.virtual_printer.mechanism import Mechanism

START = b"\x1b@\x1c.\x1bt\x1d"
CUT = b"\x1dVB\x00"
FENCE = b"\x1d(H\x06\x0000P042"


class Bench:
    def __init__(self, can: Capabilities) -> None:
        self.said: list[bytes] = []
        self.mechanism = Mechanism(can, 10, self.said.append, lambda: None)

    def send(self, data: bytes) -> None:
        self.mechanism.receive(data)
        self.go()

    def go(self) -> None:
        while self.mechanism.step() is not None:
            pass

    @property
    def papers(self) -> list[str]:
        return [ticket.text for ticket in self.mechanism.shelf.all()]


@pytest.fixture
def bench() -> Bench:
    return Bench(Capabilities())


def greek(*lines: str) -> bytes:
    return START + b"".join(line.encode("cp737") + b"\n" for line in lines) + CUT


def test_a_greek_ticket_reads_as_it_was_written(bench: Bench) -> None:
    bench.send(greek("2 Μουσακάς", "ΧΩΡΙΣ ΚΡΕΜΜΥΔΙ"))
    (ticket,) = bench.mechanism.shelf.all()
    assert ticket.lines == ("2 Μουσακάς", "ΧΩΡΙΣ ΚΡΕΜΜΥΔΙ")
    assert ticket.raw == greek("2 Μουσακάς", "ΧΩΡΙΣ ΚΡΕΜΜΥΔΙ")
    assert ticket.first_byte_at_ns <= ticket.last_byte_at_ns <= ticket.printed_at_ns


def test_a_page_number_the_printer_lacks_prints_garbage(bench: Bench) -> None:
    bench.send(greek("Μουσακάς").replace(b"\x1bt\x1d", b"\x1bt\x0e"))
    assert bench.papers == ["Μουσακάς".encode("cp737").decode("cp437")]


def test_epsons_greek_is_page_fourteen() -> None:
    bench = Bench(Capabilities(code_pages=EPSON))
    bench.send(greek("Μουσακάς").replace(b"\x1bt\x1d", b"\x1bt\x0e"))
    assert bench.papers == ["Μουσακάς"]


def test_a_printer_that_wakes_in_two_byte_mode_needs_to_be_told() -> None:
    bench = Bench(Capabilities(wakes_in_two_byte=True))
    bench.send(greek("Μουσακάς") + greek("Μουσακάς").replace(b"\x1c.", b""))
    assert bench.papers[0] == "Μουσακάς"
    assert bench.papers[1] != "Μουσακάς"


def test_a_line_longer_than_the_paper_goes_on_below(bench: Bench) -> None:
    bench.send(START + b"x" * 50 + b"\n\x1d!\x11" + b"y" * 25 + b"\n" + CUT)
    assert bench.papers == ["x" * 48 + "\nxx\n" + "y" * 24 + "\ny"]


def test_fences_are_answered_in_order_and_only_when_the_ticket_is_out(bench: Bench) -> None:
    bench.mechanism.paper("out")
    bench.send(greek("α") + b"\x1dr\x01" + FENCE)
    assert bench.said == []
    bench.mechanism.paper("ok")
    bench.go()
    assert bench.said == [b"\x00", b"\x37\x22P042\x00"]
    assert bench.papers == ["α"]


def test_status_is_answered_at_once_whatever_stands_in_the_way(bench: Bench) -> None:
    bench.mechanism.paper("out")
    bench.mechanism.cover(True)
    bench.send(b"\x1b@" + b"x" * 5000 + b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04")
    assert bench.said == [b"\x1a", b"\x36", b"\x12", b"\x7e"]


def test_a_ready_printer_says_so(bench: Bench) -> None:
    bench.send(b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04")
    assert bench.said == [b"\x12"] * 4


def test_paper_that_ends_in_the_middle_leaves_the_rest_for_the_new_roll(bench: Bench) -> None:
    bench.mechanism.paper_ends_after(2)
    bench.send(greek("α", "β", "γ", "δ") + FENCE)
    assert bench.papers == []
    assert bench.mechanism.condition.paper == "out"
    bench.mechanism.paper("ok")
    bench.go()
    assert bench.papers == ["α\nβ\nγ\nδ"]
    assert bench.said == [b"\x37\x22P042\x00"]


def test_a_power_cut_loses_the_buffer_and_leaves_a_torso(bench: Bench) -> None:
    bench.mechanism.paper_ends_after(1)
    bench.send(greek("α", "β") + greek("γ"))
    bench.mechanism.power(False)
    bench.mechanism.power(True)
    bench.mechanism.paper("ok")
    bench.send(greek("δ"))
    assert [(t.text, t.is_whole) for t in bench.mechanism.shelf.all()] == [("α", False), ("δ", True)]
    assert bench.mechanism.buffered == 0


def test_a_full_buffer_has_no_room_and_paper_makes_room_again(bench: Bench) -> None:
    bench.mechanism.cover(True)
    while bench.mechanism.room():
        bench.send(b"x" * min(500, bench.mechanism.room()))
    assert bench.mechanism.buffered == 4096 + 2048
    bench.mechanism.cover(False)
    bench.go()
    assert bench.mechanism.room() == 4096 + 2048


def test_an_image_larger_than_the_buffer_passes_through_it(bench: Bench) -> None:
    image = b"\x1dv0\x00\x48\x00\x00\x01" + b"\xaa" * (72 * 256)
    for at in range(0, len(image), 1000):
        assert bench.mechanism.room() > 0
        bench.send(image[at : at + 1000])
    bench.send(CUT)
    assert bench.papers == ["[▒ 576 x 256]"]


def test_a_clone_that_drops_what_does_not_fit_counts_what_it_dropped() -> None:
    bench = Bench(Capabilities(drops_when_full=True, buffer_bytes=100))
    bench.mechanism.offline(True)
    bench.send(b"x" * 130)
    assert (bench.mechanism.buffered, bench.mechanism.log.dropped) == (100, 30)


def test_automatic_status_comes_now_and_at_each_change_until_reset(bench: Bench) -> None:
    bench.send(b"\x1da\xff")
    bench.mechanism.cover(True)
    bench.mechanism.cover(False)
    bench.send(b"\x1b@")
    bench.mechanism.cover(True)
    assert bench.said == [b"\x10\x00\x00\x00", b"\x38\x00\x00\x00", b"\x10\x00\x00\x00"]


@pytest.mark.parametrize(
    ("switch", "question"),
    [
        ("status", b"\x10\x04\x01"),
        ("fence_gs_r", b"\x1dr\x01"),
        ("fence_process_id", FENCE),
        ("asb", b"\x1da\xff"),
        ("identity", b"\x1dI\x43"),
    ],
)
def test_each_answer_can_be_switched_off(switch: str, question: bytes) -> None:
    able, unable = Bench(Capabilities()), Bench(Capabilities(**{switch: False}))  # type: ignore[arg-type]
    able.send(question)
    unable.send(question)
    assert (len(able.said), len(unable.said)) == (1, 0)


def test_garbage_never_passes_for_an_answer(bench: Bench) -> None:
    bench.mechanism.garbage = b"\xff\xa5\x80"
    bench.send(b"\x10\x04\x01\x1dr\x01" + FENCE)
    meanings: list[Callable[[int], bool]] = [lambda b: b & 0x93 == 0x12, lambda b: b & 0x90 == 0, lambda b: b == 0x37]
    assert len(bench.said) == 3
    assert not any(means(byte) for said in bench.said for byte in said for means in meanings)


def test_the_shelf_is_bounded_and_numbers_go_on(bench: Bench) -> None:
    for n in range(25):
        bench.send(greek(str(n)))
    assert [ticket.seq for ticket in bench.mechanism.shelf.all()] == list(range(16, 26))
    assert bench.mechanism.shelf.printed == 25


@pytest.mark.parametrize(("beeper", "beeps"), [("all", 7), ("bel", 2), ("esc_b", 3), ("gs_bel", 2), ("none", 0)])
def test_a_printer_beeps_only_at_the_command_it_knows(beeper: Beeper, beeps: int) -> None:
    bench = Bench(Capabilities(beeper=beeper))
    bench.send(b"\x07\x07" + b"\x1bB\x03\x02" + b"\x1d\x07\x02\x02\x02")
    assert bench.mechanism.pen.beeps == beeps


@pytest.mark.parametrize(
    ("cutter", "papers"),
    [
        ("all", ["fed", "here", "rest"]),
        ("feeds_first", ["fed", "here\nrest"]),
        ("where_it_stands", ["fed\nhere", "rest"]),
        ("none", ["fed\nhere\nrest"]),
    ],
)
def test_a_printer_cuts_only_at_the_command_it_knows_and_a_person_tears_the_rest(
    cutter: Cutter, papers: list[str]
) -> None:
    bench = Bench(Capabilities(cutter=cutter))
    bench.send(b"fed\n" + CUT + b"here\n\x1dV\x01" + b"rest\n")
    bench.mechanism.tear()
    assert bench.papers == papers
    assert bench.mechanism.shelf.all()[-1].ended_by == "hand"
    assert bench.mechanism.shelf.all()[-1].is_whole
