"""A request is obeyed as meant, or refused with a hint; nothing else."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer_agents.virtual_printer.faults import Fault, FaultOrder
from printer_agents.virtual_printer.requests_in import BadRequest, capability_changes, fault_order

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)
)


def test_a_fault_is_read_with_its_numbers() -> None:
    body = {"fault": "reset", "after_bytes": 200, "times": 3}
    assert fault_order(body) == FaultOrder(fault=Fault.RESET, after_bytes=200, times=3)
    assert fault_order({"fault": "garbage_status", "reply_hex": "dead"}).reply == b"\xde\xad"
    assert fault_order({"fault": "paper_out", "on": False}).on is False


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([], "not-an-object"),
        ({}, "unknown-fault"),
        ({"fault": ["paper_out"]}, "unknown-fault"),
        ({"fault": "fire"}, "unknown-fault"),
        ({"fault": "paper_out", "on": "yes"}, "invalid-value"),
        ({"fault": "paper_out", "lines": -1}, "invalid-value"),
        ({"fault": "paper_out", "lines": True}, "invalid-value"),
        ({"fault": "slow", "bytes_per_s": 0}, "invalid-value"),
        ({"fault": "slow", "bytes_per_s": float("nan")}, "invalid-value"),
        ({"fault": "garbage_status", "reply_hex": "xy"}, "invalid-value"),
        ({"fault": "garbage_status", "reply_hex": ""}, "invalid-value"),
        ({"fault": "paper_out", "colour": 1}, "unknown-field"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_hint(body: Any, code: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        fault_order(body)
    assert refusal.value.code == code
    assert refusal.value.hint


def test_a_capability_is_read_by_name_and_by_number() -> None:
    body = {"status": False, "cutter": "none", "beeper": "bel", "dots": 384, "buffer_bytes": 256, "lines_per_s": None}
    assert capability_changes(body) == body
    assert capability_changes({"code_pages": "epson"})["code_pages"][14] == "cp737"
    assert capability_changes({"code_pages": {"7": "CP737", "9": "latin-1"}}) == {
        "code_pages": {7: "cp737", 9: "iso8859-1"}
    }


@pytest.mark.parametrize(
    "body",
    [
        {"cutter": "axe"},
        {"beeper": None},
        {"second_client": ["wait"]},
        {"dots": 385},
        {"dots": 100_000},
        {"buffer_bytes": 0},
        {"code_pages": "canon"},
        {"code_pages": {}},
        {"code_pages": {"256": "cp737"}},
        {"code_pages": {"²": "cp737"}},
        {"code_pages": {"29": "hex"}},
        {"code_pages": {"29": 737}},
    ],
)
def test_a_printer_that_cannot_be_is_refused_with_a_hint(body: Any) -> None:
    with pytest.raises(BadRequest) as refusal:
        capability_changes(body)
    assert refusal.value.code == "invalid-value"
    assert refusal.value.hint


@given(
    st.dictionaries(
        st.sampled_from(["fault", "on", "lines", "reply_hex", "status", "second_client", "code_pages", "dots"]), JSON
    )
    | JSON
)
def test_no_json_breaks_it(body: Any) -> None:
    for read in (fault_order, capability_changes):
        with contextlib.suppress(BadRequest):
            read(body)
