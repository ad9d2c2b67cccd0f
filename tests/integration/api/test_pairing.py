"""Pairing a phone over the API."""

import pytest

from tests.integration.api.conftest import Box, OpenBox


def test_a_manager_is_given_the_address_for_a_phone(open_box: OpenBox) -> None:
    box = open_box(public_url="http://pos.lan:8000")
    answer = box.get("/api/system/pairing", "eleni")
    assert answer.json() == {"url": "http://pos.lan:8000/waiter/", "others": []}
    assert box.get("/api/system/pairing", "maria").status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil:port", "[evil", "evil@10.0.0.1", "evil/..", "a" * 3000 + "evil"]
)
def test_a_forged_host_header_never_reaches_the_code(calm_box: Box, host: str) -> None:
    headers = calm_box.headers("eleni", Host=host)
    answer = calm_box.http.get("/api/system/pairing", headers=headers)
    assert answer.status_code in (200, 503), answer.text
    assert "evil" not in answer.text
