"""Whatever the cloud's OpenAPI allows, and much that it forbids: every answer is one that it promises. Bounded."""

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

from tests.integration.cloud_license.conftest import Box, Worker

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EACH = 4
"""Calls of an operation, for each way of making them and each kind of database."""
SLOW = {"/api/auth/login", "/api/auth/password"}
"""Each try costs half a second of a core; test_sign_in.py looks at them."""

bounded = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=EACH,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as_promised", "wrong"])
def test_no_answer_is_a_fault_of_ours_or_one_that_openapi_does_not_promise(
    worker: Worker, mode: GenerationMode
) -> None:
    worker.cloud.longest_wait_s = 0.01
    box = worker.register()
    schema = schemathesis.openapi.from_dict(worker.app.openapi())
    operations: list[APIOperation] = [found.ok() for found in schema.get_all_operations()]
    tried = [operation for operation in operations if operation.path not in SLOW]
    assert len(tried) > 10
    faults = {operation.label: fault for operation in tried if (fault := _fault_of(worker, box, operation, mode))}
    assert not faults, "\n\n".join(f"{label}: {fault}" for label, fault in faults.items())
    assert worker.http.get("/health").json()["database"] == "ok"


def _fault_of(worker: Worker, box: Box, operation: APIOperation, mode: GenerationMode) -> str:
    """What was wrong with an answer, and the call that brought it; '' when nothing was."""

    @bounded
    @given(case=operation.as_strategy(mode), near=st.booleans())
    def _try(case: schemathesis.Case, near: bool) -> None:
        if near and "site_id" in (case.path_parameters or {}):  # else nearly all calls end at "no such site"
            case.path_parameters = case.path_parameters | {"site_id": box.site_id}
        call = case.as_transport_kwargs("http://testserver", worker.headers() | (box.headers if near else {}))
        asked = requests.Request(**{k: v for k, v in call.items() if k in _PARTS}).prepare()
        headers: dict[str, Any] = {k: v for k, v in asked.headers.items() if k.lower() != "content-length"}
        answer = worker.http.request(str(asked.method), str(asked.url), headers=headers, content=asked.body)
        case.validate_response(answer, checks=CHECKS)

    try:
        _try()
    except Unsatisfiable:  # nothing can be wrong about a call that takes nothing
        return ""
    except Exception as error:
        parts = [str(part) for part in getattr(error, "exceptions", [error])]
        return "\n".join([type(error).__name__, *parts, *getattr(error, "__notes__", [])])[:3000]
    return ""


_PARTS = {"method", "url", "headers", "files", "data", "json", "params", "auth", "cookies"}
