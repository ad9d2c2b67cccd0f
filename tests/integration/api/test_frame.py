"""What every answer has in common, health, the pages, the stream."""

from pathlib import Path
from typing import Any

import pytest

from order_service.store import tables as t
from tests.integration.api.conftest import Box, OpenBox, assert_is_problem

pytestmark = pytest.mark.before_the_book


def test_a_request_s_own_id_comes_back_and_an_odd_one_is_replaced(calm_box: Box) -> None:
    given = calm_box.http.get("/api/system/health", headers={"X-Correlation-Id": "phone-7.tap_42"})
    assert given.headers["X-Correlation-Id"] == "phone-7.tap_42"
    for odd in ("short", "x" * 65, "with space here", "new\tline-abc", "<script>alert"):
        answer = calm_box.http.get("/api/system/health", headers={"X-Correlation-Id": odd})
        assert answer.headers["X-Correlation-Id"] != odd


def test_the_id_of_a_tap_is_kept_with_its_round(box: Box) -> None:
    box.send(7, **{"X-Correlation-Id": "phone-7.tap_43"})
    assert box.one(t.rounds.select().with_only_columns(t.rounds.c.correlation_id)) == "phone-7.tap_43"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("GET", "/nothing", 404),
        ("GET", "/docs", 404),
        ("DELETE", "/api/auth/me", 405),
        ("PUT", "/api/auth/login", 405),
        ("GET", "/api/../../etc/passwd", 404),
        ("GET", "/waiter/..%2f..%2fpos.db", 404),
    ],
)
def test_an_address_that_is_none_is_a_problem_document(calm_box: Box, method: str, path: str, status: int) -> None:
    answer = calm_box.http.request(method, path)
    assert answer.status_code == status
    assert_is_problem(answer)


def test_a_bug_is_a_500_with_an_id_and_no_trace_of_our_insides(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(*_arguments: Any) -> None:
        raise ZeroDivisionError("/secret/path and pin 4711")

    monkeypatch.setattr("api.routes.tables.floor", trip)
    answer = box.get("/api/tables/")
    assert (answer.status_code, answer.json()["code"]) == (500, "bug")
    assert "4711" not in answer.text
    assert "secret" not in answer.text


def test_answers_of_the_api_are_never_kept_by_a_browser(calm_box: Box) -> None:
    assert calm_box.get("/api/tables/").headers["Cache-Control"] == "no-store"


def test_nothing_of_the_server_s_make_is_told(calm_box: Box) -> None:
    assert "server" not in calm_box.get("/api/tables/").headers


@pytest.mark.parametrize("length", ["1048577", "99999999999999999999", "-1", "1e3", "²"])
def test_a_size_that_is_too_much_or_no_number_is_refused_unread(calm_box: Box, length: str) -> None:
    headers = calm_box.headers() | {"Content-Length": length.encode("latin-1")}  # type: ignore[dict-item]
    assert calm_box.http.post("/api/orders/", content=b"{}", headers=headers).status_code == 413


# --- health


def test_health_answers_without_a_session_and_says_what_is_missing(calm_box: Box) -> None:
    answer = calm_box.http.get("/api/system/health")
    assert answer.status_code == 200
    said = answer.json()
    assert (said["status"], said["database"], said["broker"]) == ("degraded", "ok", "disconnected")
    assert said["order_service"] == "silent"


# --- pages


@pytest.fixture
def web(tmp_path: Path) -> Path:
    built = tmp_path / "web" / "waiter" / "dist"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text("<!doctype html><title>Simple POS</title>")
    (built / "assets" / "index-abc123.js").write_text("console.log(1)")
    return tmp_path / "web"


def test_the_waiter_app_is_served_with_a_policy_and_kept_only_where_names_change(open_box: OpenBox, web: Path) -> None:
    box = open_box(web_dir=web)
    assert box.http.get("/", follow_redirects=False).headers["Location"] == "/waiter/"
    page = box.http.get("/waiter/")
    assert page.status_code == 200
    assert "Simple POS" in page.text
    assert page.headers["Cache-Control"] == "no-cache"
    for rule in ("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert rule in page.headers["Content-Security-Policy"]
    assert box.http.get("/waiter/tables/7", headers={"Accept": "text/html"}).text == page.text
    asset = box.http.get("/waiter/assets/index-abc123.js")
    assert "immutable" in asset.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/waiter/../../data/pos.db", "/waiter/%2e%2e/%2e%2e/data/pos.db", "/waiter//etc/passwd"]
)
def test_no_address_leads_out_of_the_built_app(open_box: OpenBox, web: Path, path: str) -> None:
    box = open_box(web_dir=web)
    answer = box.http.get(path)
    assert "SQLite" not in answer.text
    assert "root:" not in answer.text
