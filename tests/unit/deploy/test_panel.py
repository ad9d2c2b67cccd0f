"""What a person reads once the house is up."""

from pathlib import Path

from deploy.panel import Panel, last_words, waits_for, warnings_of
from tests.ports import free_port

PEOPLE = {"maria": {"pin": "6932", "role": "waiter"}, "eleni": {"pin": "630718", "role": "manager"}}
WELL = {"status": "ok", "broker": "connected", "order_service": "inside"}


def test_a_demo_shows_where_to_go_and_who_to_be():
    text = Panel(8000, "192.168.1.20", Path("data/logs"), 9180, PEOPLE, Path("data/demo-credentials.json")).text()
    assert "http://localhost:8000/waiter/" in text
    assert "http://localhost:8000/manager/" in text
    assert "http://192.168.1.20:8000/waiter/" in text
    assert "http://localhost:9180/" in text
    assert "maria" in text
    assert "6932" in text
    assert "630718" in text


def test_a_site_shows_no_pins_and_no_paper():
    text = Panel(8000, None, Path("data/logs")).text()
    assert "PIN" not in text
    assert "Printed tickets" not in text
    assert "on a phone" not in text


def test_what_health_warns_of_is_told():
    text = Panel(8000, None, Path("logs"), warnings=("SQLite 3.40.1 can lose rows in WAL mode.",)).text()
    assert "Note: SQLite 3.40.1 can lose rows in WAL mode." in text


def test_a_demo_shows_its_vendors_way_in():
    console = {"address": "http://localhost:8001/", "username": "admin", "password": "a-password"}
    text = Panel(8000, None, Path("logs"), 9180, PEOPLE, Path("x"), console=console).text()
    assert "http://localhost:8001/" in text
    assert "admin" in text
    assert "a-password" in text


def test_a_house_that_takes_no_orders_says_so_before_all_else():
    shut = {"license": {"reason": "This box was never registered.", "trouble": "Set SITE_ID."}, "warnings": ["late"]}
    assert warnings_of(shut) == ("This box was never registered. Set SITE_ID.", "late")
    assert warnings_of(WELL | {"license": {"reason": "", "trouble": "The licence service can't be reached."}}) == ()


def test_the_process_that_is_not_ready_is_named():
    assert waits_for(None, None) == "api"
    assert waits_for(WELL | {"broker": "disconnected"}, None) == "broker"
    assert waits_for(WELL, free_port()) == "virtual-printer"
    assert waits_for(WELL, None) == ""


def test_a_log_is_quoted_by_its_last_line(tmp_path):
    log = tmp_path / "api.log"
    assert last_words(log) == f"Nothing in {log} yet."
    log.write_text("first\nThe disk is full.\n")
    assert last_words(log).endswith("The disk is full.")
