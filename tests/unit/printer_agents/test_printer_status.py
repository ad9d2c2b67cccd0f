from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer_agents.printer_status import Noise, Ordered, ProcessId, RealTime, Reply, ReplyReader, health


def read(data: bytes) -> list[Reply]:
    return ReplyReader().read(data)


def test_answers_are_told_apart_by_their_bits() -> None:
    assert read(b"\x16") == [RealTime(0x16)]
    assert read(b"\x00") == [Ordered(0)]
    assert read(b"\x37\x220042\x00") == [ProcessId(b"0042")]
    assert read(b"\x10\x00\x0c\x00") == [Noise(b"\x10\x00\x0c\x00", is_known=True)]
    assert read(b"_TM-T88III\x00") == [Noise(b"_TM-T88III\x00", is_known=True)]
    assert read(b"\x11\x13") == [Noise(b"\x11", is_known=True), Noise(b"\x13", is_known=True)]
    assert read(b"\xff") == [Noise(b"\xff")]


def test_an_automatic_status_is_never_taken_for_the_fence() -> None:
    assert read(b"\x18\x00\x0f\x00\x12\x00") == [Noise(b"\x18\x00\x0f\x00", is_known=True), RealTime(0x12), Ordered(0)]


def test_a_byte_that_only_looks_like_an_automatic_status_swallows_nothing() -> None:
    assert read(b"\x10\x12") == [Noise(b"\x10"), RealTime(0x12)]


@given(data=st.binary(max_size=60), cuts=st.lists(st.integers(0, 60), max_size=6))
def test_pieces_say_what_the_whole_says(data: bytes, cuts: list[int]) -> None:
    reader = ReplyReader()
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    pieces = [reply for start, end in pairwise(edges) for reply in reader.read(data[start:end])]
    assert pieces == read(data)


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({1: 0x12, 2: 0x12, 4: 0x12}, ""),
        ({1: 0x16, 2: 0x12, 4: 0x1E}, ""),
        ({1: 0x1A, 2: 0x32, 4: 0x72}, "paper_out"),
        ({1: 0x1A, 2: 0x16, 4: 0x12}, "cover_open"),
        ({1: 0x1A, 2: 0x52, 4: 0x12}, "printer_error"),
        ({1: 0x1A, 2: 0x12, 3: 0x1A, 4: 0x12}, "printer_error"),
        ({1: 0x1A, 2: 0x12, 4: 0x12}, "offline"),
        ({}, ""),
    ],
)
def test_answers_together_name_what_a_person_must_mend(answers: dict[int, int], reason: str) -> None:
    assert health(answers).reason == reason


def test_a_roll_near_its_end_is_no_reason_to_stop() -> None:
    assert health({4: 0x1E}).is_paper_low
    assert not health({4: 0x12}).is_paper_low
