"""Whatever dies, a tap is kept, a taken ticket comes out, and somebody is told."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from kernel.service_credentials import secret_of
from tests.site import ROOT, Site, Waiter, wait_until


def alerts_of(waiter: Waiter) -> list[Any]:
    found: list[Any] = waiter.get("/api/alerts/")
    return found


def test_a_tap_is_kept_when_everything_else_is_dead_and_prints_when_it_is_back(site: Site) -> None:
    maria = site.waiter("maria")
    line = maria.line("Μουσακάς", "2")
    site.kill("broker")
    site.kill("printer-agents")
    site.kitchen.loses_power()
    sent = maria.send(3, line)
    assert maria.get(f"/api/orders/{sent['order_id']}")["rounds"][0]["tickets"][0]["custody"] == "received"
    assert maria.http.get("/api/system/health").json()["status"] == "degraded"
    site.kitchen.gets_power()
    site.start("broker")
    site.start("printer-agents")
    assert site.kitchen.wait_for_ticket("Μουσακάς", timeout_s=30)
    wait_until(lambda: maria.ticket_states(sent["order_id"]) == ["printed"], "the ticket on paper in the book")
    assert site.kitchen.times_printed("Μουσακάς") == 1


def test_a_ticket_the_agent_took_prints_on_when_the_api_is_dead(site: Site) -> None:
    maria = site.waiter("maria")
    site.kitchen.runs_out_of_paper()
    sent = maria.send(4, maria.line("Παστίτσιο"))
    wait_until(lambda: maria.ticket_states(sent["order_id"]) == ["accepted"], "the agent has the ticket")
    site.kill("api")
    site.kitchen.gets_paper()
    assert site.kitchen.printed_once("Παστίτσιο", timeout_s=20)
    site.start("api")
    site.wait_healthy()
    wait_until(lambda: maria.ticket_states(sent["order_id"]) == ["printed"], "the book hears of the paper")


def test_the_sender_and_the_manager_are_told_when_the_paper_is_out_and_may_print_at_the_bar(site: Site) -> None:
    maria, eleni, nikos = site.waiter("maria"), site.waiter("eleni"), site.waiter("nikos")
    site.kitchen.runs_out_of_paper()
    sent = maria.send(5, maria.line("Γεμιστά"))
    wait_until(lambda: len(alerts_of(maria)) == 1, "an alert on the sender's phone")
    alert = alerts_of(maria)[0]
    assert (alert["cause"], alert["reason"], alert["lines"]) == ("printer", "paper_out", ["1 Γεμιστά"])
    assert alerts_of(eleni) == alerts_of(maria)
    assert alerts_of(nikos) == []
    answer = maria.post(f"/api/print-jobs/{alert['job_id']}/divert", {"printer_id": "bar"})
    assert answer.status_code == 201, answer.text
    paper = site.bar.wait_for_ticket("Γεμιστά")
    assert "ΚΟΥΖΙΝΑ" in paper.text
    assert alerts_of(maria) == []
    wait_until(lambda: maria.ticket_states(sent["order_id"]) == ["diverted", "printed"], "the copy on paper")
    site.kitchen.gets_paper()
    maria.send(5, maria.line("Ντολμαδάκια"))
    site.kitchen.wait_for_ticket("Ντολμαδάκια", timeout_s=20)
    assert site.kitchen.times_printed("Γεμιστά") == 0


def test_a_ticket_told_by_word_of_mouth_is_not_cooked_twice(site: Site) -> None:
    maria = site.waiter("maria")
    site.kitchen.opens_cover()
    sent = maria.send(6, maria.line("Τζατζίκι"))
    wait_until(lambda: len(alerts_of(maria)) == 1, "an alert")
    assert alerts_of(maria)[0]["reason"] == "cover_open"
    answer = maria.post(f"/api/alerts/{alerts_of(maria)[0]['id']}/act", {"action": "told_kitchen"})
    assert answer.status_code == 204, answer.text
    assert maria.ticket_states(sent["order_id"]) == ["dropped"]
    wait_until(lambda: _open_commands(site) == 0, "the agent confirms the cancel")
    site.kitchen.closes_cover()
    maria.send(6, maria.line("Παντζάρια"))
    site.kitchen.wait_for_ticket("Παντζάρια", timeout_s=20)
    assert site.kitchen.times_printed("Τζατζίκι") == 0


def test_a_silent_agent_is_not_blamed_on_the_printer(site: Site) -> None:
    maria = site.waiter("maria")
    site.kill("printer-agents")
    maria.send(2, maria.line("Μουσακάς"))
    wait_until(lambda: len(alerts_of(maria)) == 1, "an alert")
    assert alerts_of(maria)[0]["cause"] == "agent"


def test_a_second_agent_for_a_printer_is_refused_and_says_so(site: Site, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    done = _agent_elsewhere(site, elsewhere)
    _, said = done.communicate(timeout=60)
    assert done.returncode == 3, said.decode()
    assert "another agent" in said.decode()
    maria = site.waiter("maria")
    maria.send(1, maria.line("Μουσακάς"))
    assert site.kitchen.printed_once("Μουσακάς")


def test_an_agent_on_another_machine_learns_its_printer_over_mqtt_and_prints(site: Site, tmp_path: Path) -> None:
    site.kill("printer-agents")
    remote = _agent_elsewhere(site, tmp_path / "elsewhere")
    try:
        maria = site.waiter("maria")
        maria.send(1, maria.line("Μουσακάς"))
        assert site.kitchen.wait_for_ticket("Μουσακάς", timeout_s=60)
        assert site.kitchen.times_printed("Μουσακάς") == 1
    finally:
        remote.terminate()
        remote.communicate(timeout=20)


def test_a_deactivated_waiter_is_out_within_a_second(site: Site) -> None:
    nikos = site.waiter("nikos")
    assert nikos.http.get("/api/auth/me").status_code == 200
    database = site.database()
    with database.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE users SET is_active = 0 WHERE username = 'nikos'")
    database.close()
    wait_until(lambda: nikos.http.get("/api/auth/me").status_code == 401, "401", timeout_s=5)
    signed_in = httpx.post(f"{site.url}/api/auth/login", json={"username": "nikos", "pin": site.pin_of("nikos")})
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
