"""Whatever OpenAPI allows, and much that it forbids, sent by a manager and a waiter: every answer is one it promises.

Bounded and the same in every run. Routes are found in the description, so that a new one is tried from its first day.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.integration.api.conftest import Box, openapi_of

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 300
"""In all, for each way of making them and each kind of database; shared out among the operations."""
ENDLESS = {"/api/live"}
"""A stream that answers until its phone goes away; test_live_stream.py looks at it."""

bounded = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize(
    "mode",
    [
        pytest.param(GenerationMode.POSITIVE, id="as_promised"),
        pytest.param(GenerationMode.NEGATIVE, id="wrong", marks=pytest.mark.before_the_book),
    ],
)
def test_no_answer_is_a_fault_of_ours_or_one_that_openapi_does_not_promise(box: Box, mode: GenerationMode) -> None:
    for table in range(1, 6):
        assert box.send(table).status_code == 201
    operations = list(_operations(box))
    each = max(3, EXAMPLES // len(operations))
    faults = {operation.label: fault for operation in operations if (fault := _fault_of(box, operation, mode, each))}
    assert not faults, "\n\n".join(f"{label}: {fault}" for label, fault in faults.items())
    assert box.http.get("/api/system/health").json()["database"] == "ok"


def _operations(box: Box) -> Iterator[APIOperation]:
    schema = schemathesis.openapi.from_dict(openapi_of(box.app))
    for found in schema.get_all_operations():
        operation: APIOperation = found.ok()
        if operation.path not in ENDLESS:
            yield operation


def _fault_of(box: Box, operation: APIOperation, mode: GenerationMode, examples: int) -> str:
    """What was wrong with an answer, and the call that brought it; '' when nothing was."""

    @settings(bounded, max_examples=examples)
    @given(case=operation.as_strategy(mode), near=st.one_of(st.none(), st.integers(1, 6)), by=_PEOPLE)
    def _try(case: schemathesis.Case, near: int | None, by: str) -> None:
        if near is not None:  # an id that stands for something, else nearly all calls end at "no such"
            case.path_parameters = {name: _nearer(value, near) for name, value in (case.path_parameters or {}).items()}
            case.body = _nearer(case.body, near)
        call = case.as_transport_kwargs("http://testserver", box.headers(by))
        asked = requests.Request(**{k: v for k, v in call.items() if k in _PARTS}).prepare()
        headers = {name: value for name, value in asked.headers.items() if name.lower() != "content-length"}
        answer = box.http.request(str(asked.method), str(asked.url), headers=headers, content=asked.body)
        case.validate_response(answer, checks=CHECKS)

    try:
        _try()
    except Unsatisfiable:  # nothing can be wrong about a call that takes nothing
        return ""
    except Exception as error:
        parts = [str(part) for part in getattr(error, "exceptions", [error])]
        return "\n".join([type(error).__name__, *parts, *getattr(error, "__notes__", [])])[:3000]
    return ""


_PEOPLE = st.sampled_from(["eleni", "maria"])
_PARTS = {"method", "url", "headers", "files", "data", "json", "params", "auth", "cookies"}


def _nearer(value: Any, near: int) -> Any:
    """The same with every large number, which names nothing, made small."""
    match value:
        case bool():
            return value
        case int():
            return near if abs(value) > near else value
        case list():
            return [_nearer(one, near) for one in value]
        case dict():
            return {name: _nearer(one, near) for name, one in value.items()}
        case _:
            return value
