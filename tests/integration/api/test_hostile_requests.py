"""The usual hostile requests, on every changing call of OpenAPI: each a clear problem document, never a fault of ours.

That every answer is documented and whole is held by the Box itself.
"""

import json
from typing import Any

import pytest

from tests.integration.api.conftest import Box, openapi_of

pytestmark = pytest.mark.before_the_book

DEEP = 20_000
BODIES = {
    "nothing": b"",
    "no json": b"{",
    "not a number": b'{"amount": NaN, "lines": NaN, "table_id": Infinity, "rev": -Infinity}',
    "a number no machine holds": b'{"table_id": 1e999, "rev": 1' + b"0" * 5000 + b"}",
    "deep lists": b"[" * DEEP,
    "deep objects": b'{"lines":' * DEEP,
    "a deep value": b'{"lines": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    "one name twice": b'{"reason": "a", "reason": 7, "lines": [], "lines": 7}',
    "half a letter": b'{"reason": "\\ud800", "name": "\\udfff", "note": "\\ud83c"}',
    "a NUL": b'{"reason": "\\u0000", "name": "a\\u0000b", "username": "\\u0000"}',
    "bytes of no letter": b'{"reason": "\xff\xfe\xc3\x28"}',
    "UTF-16": '{"reason": "α"}'.encode("utf-16"),
    "not an object": b"[[]]",
    "only a word": b'"drop table orders"',
    "a stranger's field": b'{"price": "0.01", "total": "0.01", "role": "sysadmin", "id": 1}',
}


def changing(box: Box) -> list[tuple[str, str]]:
    """Method and address of every changing call but sign-in's own, ids filled in."""
    found = []
    for path, operations in openapi_of(box.app)["paths"].items():
        filled = "/".join("1" if part.startswith("{") else part for part in path.split("/"))
        found += [(method.upper(), filled) for method in operations if method != "get" and "/auth/" not in path]
    return found


@pytest.mark.parametrize("name", BODIES)
def test_a_hostile_body_is_a_problem_of_the_client_on_every_call(sqlite_box: Box, name: str) -> None:
    box = sqlite_box  # most of these end before they meet a database
    box.send(1, by="eleni")
    for method, address in changing(box):
        answer = ask(box, method, address, BODIES[name], "application/json")
        assert answer.status_code < 500, (method, address, answer.text)
    assert box.get("/api/tables/", by="eleni").status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x", ""])
def test_another_content_type_is_a_problem_of_the_client_on_every_call(sqlite_box: Box, kind: str) -> None:
    box = sqlite_box  # most of these end before they meet a database
    body = json.dumps({"lines": [box.line()], "table_id": 1}).encode()
    for method, address in changing(box):
        answer = ask(box, method, address, body, kind)
        assert answer.status_code < 500, (method, address, answer.text)


@pytest.mark.parametrize("key", ["short", "x" * 81, "with space", "ключ-ключ".encode(), "tab\tkey-key", ""])
def test_a_key_that_is_none_is_refused_before_anything_is_done(sqlite_box: Box, key: Any) -> None:
    box = sqlite_box  # most of these end before they meet a database
    for method, address in changing(box)[::8]:
        answer = ask(box, method, address, b"{}", "application/json", key)
        assert 400 <= answer.status_code < 500, (method, address, answer.text)


def test_a_method_that_an_address_does_not_know_is_said(calm_box: Box) -> None:
    paths: dict[str, Any] = openapi_of(calm_box.app)["paths"]
    for path, operations in paths.items():
        filled = "/".join("1" if part.startswith("{") else part for part in path.split("/"))
        for method in {"put", "delete", "patch", "post"} - set(operations):
            answer = calm_box.http.request(method, filled, headers=calm_box.headers("eleni"))
            assert answer.status_code < 500, (method, path, answer.text)


def ask(box: Box, method: str, address: str, body: bytes, kind: str, key: Any = None) -> Any:
    headers: dict[str, Any] = box.headers("eleni", **{"Content-Type": kind})
    if key is not None:
        headers["Idempotency-Key"] = key
    return box.http.request(method, address, content=body, headers=headers)
