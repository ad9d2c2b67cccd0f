"""Whatever changes says so on the stream, so that no screen needs to poll."""

from typing import Any

from kernel.messages import Event
from tests.integration.api.conftest import Box


def heard(box: Box, monkeypatch: Any) -> list[Event]:
    """What screens are told, from now on."""
    said: list[Event] = []
    monkeypatch.setattr(box.house.hub, "_push", said.extend)
    return said


def test_each_step_of_an_order_is_told_to_its_table_s_and_its_order_s_screens(box: Box, monkeypatch: Any) -> None:
    said = heard(box, monkeypatch)
    sent = box.send(7, box.line(), box.line("Χωριάτικη"), by="eleni").json()
    order, first, second = sent["order_id"], *(item["id"] for item in sent["round"]["items"])
    steps = [
        ("put", "covers", {"covers": 3}),
        ("post", f"items/{first}/comp", {"reason": "late"}),
        ("post", "pay", {"item_ids": [second], "tender": "cash"}),
        ("post", "close", {}),
    ]
    for method, path, body in steps:
        said.clear()
        rev = box.get(f"/api/orders/{order}", by="eleni").json()["rev"]
        with_rev = body if path.startswith("items") else body | {"rev": rev}
        address = f"/api/orders/{order}/{path}"
        answer = box.http.request(method, address, json=with_rev, headers=box.headers("eleni"))
        if answer.status_code == 422:
            answer = box.http.request(method, address, json=body, headers=box.headers("eleni"))
        assert answer.status_code < 300, (path, answer.text)
        told = {(event.kind, event.id) for event in said}
        assert {("order", str(order)), ("table", str(box.table(7)))} <= told, (path, told)
        assert all(event.rev > 0 for event in said if event.kind == "order"), said
