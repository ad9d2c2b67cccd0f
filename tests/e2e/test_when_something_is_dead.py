"""Whatever dies, a tap is kept, a taken ticket comes out, and somebody is told."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.healthcheck import is_well
from kernel.service_credentials import secret_of
from tests.site import ROOT, Site, Waiter, wait_until


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, taverna: Path) -> Iterator[Site]:
    """One restaurant for all of these tests: each has a table and dishes of its own, and revives what it killed."""
    with Site(tmp_path_factory.mktemp("site"), taverna) as running:
        yield running


def alerts_of(waiter: Waiter, dish: str) -> list[Any]:
    return [alert for alert in waiter.get("/api/alerts/") if f"1 {dish}" in alert["lines"]]


def test_a_tap_is_kept_when_everything_else_is_dead_and_prints_when_it_is_back(house: Site) -> None:
    maria = house.waiter("maria")
    line = maria.line("Μουσακάς", "2")
    house.kill("broker")
    house.kill("printer-agents")
    house.kitchen.loses_power()
    sent = maria.send(3, line)
    assert maria.get(f"/api/orders/{sent['order_id']}")["rounds"][0]["tickets"][0]["custody"] == "received"
    assert maria.http.get("/api/system/health").json()["status"] == "degraded"
    house.kitchen.gets_power()
    house.start("broker")
    house.start("printer-agents")
    assert house.kitchen.wait_for_ticket("Μουσακάς", timeout_s=30)
    wait_until(lambda: maria.ticket_states(sent["order_id"]) == ["printed"], "the ticket on paper in the book")
    assert house.kitchen.times_printed("Μουσακάς") == 1
    house.wait_healthy()


def test_a_ticket_the_agent_took_prints_on_when_the_api_is_dead(house: Site) -> None:
    maria = house.waiter("maria")
    house.kitchen.runs_out_of_paper()
    sent = maria.send(4, maria.line("Παστίτσιο"))
    wait_until(lambda: maria.ticket_states(sent["order_id"]) == ["accepted"], "the agent has the ticket")
    house.kill("api")
    house.kitchen.gets_paper()
    assert house.kitchen.printed_once("Παστίτσιο", timeout_s=20)
    house.start("api")
    house.wait_healthy()
    wait_until(lambda: maria.ticket_states(sent["order_id"]) == ["printed"], "the book hears of the paper")


def test_the_sender_and_the_manager_are_told_when_the_paper_is_out_and_may_print_at_the_bar(house: Site) -> None:
    maria, eleni, nikos = house.waiter("maria"), house.waiter("eleni"), house.waiter("nikos")
    house.kitchen.runs_out_of_paper()
    sent = maria.send(5, maria.line("Γεμιστά"))
    wait_until(lambda: len(alerts_of(maria, "Γεμιστά")) == 1, "an alert on the sender's phone")
    alert = alerts_of(maria, "Γεμιστά")[0]
    assert (alert["cause"], alert["reason"], alert["lines"]) == ("printer", "paper_out", ["1 Γεμιστά"])
    assert alerts_of(eleni, "Γεμιστά") == alerts_of(maria, "Γεμιστά")
    assert alerts_of(nikos, "Γεμιστά") == []
    answer = maria.post(f"/api/print-jobs/{alert['job_id']}/divert", {"printer_id": "bar"})
    assert answer.status_code == 201, answer.text
    paper = house.bar.wait_for_ticket("Γεμιστά")
    assert "ΚΟΥΖΙΝΑ" in paper.text
    assert alerts_of(maria, "Γεμιστά") == []
    wait_until(lambda: maria.ticket_states(sent["order_id"]) == ["diverted", "printed"], "the copy on paper")
    house.kitchen.gets_paper()
    maria.send(5, maria.line("Ντολμαδάκια"))
    house.kitchen.wait_for_ticket("Ντολμαδάκια", timeout_s=20)
    assert house.kitchen.times_printed("Γεμιστά") == 0


def test_a_ticket_told_by_word_of_mouth_is_not_cooked_twice(house: Site) -> None:
    maria = house.waiter("maria")
    house.kitchen.opens_cover()
    sent = maria.send(6, maria.line("Τζατζίκι"))
    wait_until(lambda: len(alerts_of(maria, "Τζατζίκι")) == 1, "an alert")
    alert = alerts_of(maria, "Τζατζίκι")[0]
    assert alert["reason"] == "cover_open"
    answer = maria.post(f"/api/alerts/{alert['id']}/act", {"action": "told_kitchen"})
    assert answer.status_code == 204, answer.text
    assert maria.ticket_states(sent["order_id"]) == ["dropped"]
    wait_until(lambda: _open_commands(house) == 0, "the agent confirms the cancel")
    house.kitchen.closes_cover()
    maria.send(6, maria.line("Παντζάρια"))
    house.kitchen.wait_for_ticket("Παντζάρια", timeout_s=20)
    assert house.kitchen.times_printed("Τζατζίκι") == 0


def test_a_second_agent_for_a_printer_is_refused_and_says_so(house: Site, tmp_path: Path) -> None:
    done = _agent_elsewhere(house, tmp_path / "elsewhere")
    _, said = done.communicate(timeout=60)
    assert done.returncode == 3, said.decode()
    assert "another agent" in said.decode()
    maria = house.waiter("maria")
    maria.send(1, maria.line("Ντάκος"))
    assert house.kitchen.printed_once("Ντάκος")


def test_a_silent_agent_is_not_blamed_on_the_printer_and_one_on_another_machine_prints(
    house: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_PORT", str(house.api_port))  # as a container engine asks
    wait_until(lambda: is_well("printer-agents"), "the agents are heard")
    maria = house.waiter("maria")
    house.kill("printer-agents")
    wait_until(lambda: not is_well("printer-agents"), "they are known to be dead")
    maria.send(2, maria.line("Σαγανάκι"))
    wait_until(lambda: len(alerts_of(maria, "Σαγανάκι")) == 1, "an alert")
    assert alerts_of(maria, "Σαγανάκι")[0]["cause"] == "agent"
    remote = _agent_elsewhere(house, tmp_path / "elsewhere")  # it learns its printer over MQTT
    try:
        maria.send(2, maria.line("Φέτα ψητή"))
        for dish in ("Σαγανάκι", "Φέτα ψητή"):
            assert house.kitchen.wait_for_ticket(dish, timeout_s=60)
            assert house.kitchen.times_printed(dish) == 1
    finally:
        remote.terminate()
        remote.communicate(timeout=20)
        house.start("printer-agents")
        house.wait_healthy()


def test_a_deactivated_waiter_is_out_within_a_second(house: Site) -> None:
    nikos = house.waiter("nikos")
    assert nikos.http.get("/api/auth/me").status_code == 200
    database = house.database()
    with database.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE users SET is_active = 0 WHERE username = 'nikos'")
    database.close()
    wait_until(lambda: nikos.http.get("/api/auth/me").status_code == 401, "401")
    who = {"username": "nikos", "pin": house.pin_of("nikos")}
    signed_in = httpx.post(f"{house.url}/api/auth/login", json=who, timeout=20)
    assert signed_in.status_code == 401


def _agent_elsewhere(site: Site, folder: Path) -> "subprocess.Popen[bytes]":
    secret = secret_of(site.data_dir, "agent.kitchen")
    assert secret
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "deploy.cli", "printer-agent", "kitchen"),
            *("--broker", f"mqtt://127.0.0.1:{site.mqtt_port}"),
        ],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "POS_DATA_DIR": str(folder),
            "MQTT_PASSWORD": secret,
            "POS_ALLOW_LOOPBACK_PRINTERS": "true",
        },
        cwd=site.data_dir,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _open_commands(site: Site) -> int:
    database = site.database()
    try:
        with database.reading() as connection:
            count: int = connection.exec_driver_sql(
                "SELECT count(*) FROM agent_commands WHERE done_at IS NULL"
            ).scalar_one()
            return count
    finally:
        database.close()
