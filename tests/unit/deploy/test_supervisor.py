"""What supervisord is told."""

import configparser
from pathlib import Path

import pytest

from deploy.supervisor import Plan, configuration

DEMO = Plan(ground=("broker", "virtual-printer"), house=("printer-agents", "api"))


def told(plan: Plan, data_dir: Path = Path("/srv/pos")) -> configparser.RawConfigParser:
    parsed = configparser.RawConfigParser(inline_comment_prefixes=(";", "#"))
    parsed.read_string(configuration(plan, data_dir, python="/venv/bin/python"))
    return parsed


def test_every_process_of_the_plan_is_run_and_restarted():
    orders = told(DEMO)
    for name in ("broker", "virtual-printer", "printer-agents", "api"):
        assert orders[f"program:{name}"]["command"] == f"/venv/bin/python -m deploy.processes {name}"
        assert orders[f"program:{name}"]["autorestart"] == "true"


def test_what_the_others_stand_on_starts_first_and_stops_last():
    orders = told(DEMO)
    assert int(orders["group:ground"]["priority"]) < int(orders["group:house"]["priority"])
    assert orders["group:ground"]["programs"] == "broker,virtual-printer"


def test_a_site_with_an_external_broker_has_nothing_on_the_ground():
    assert "group:ground" not in told(Plan(ground=(), house=("printer-agents", "api")))


def test_a_process_that_keeps_dying_is_tried_again_for_weeks():
    tries = int(told(DEMO)["program:api"]["startretries"])
    assert tries * (tries + 1) / 2 > 4 * 7 * 24 * 3600  # seconds: each wait is one longer than the last


def test_a_process_and_its_children_stop_together():
    api = told(DEMO)["program:api"]
    assert api["stopsignal"] == "TERM"
    assert api["stopasgroup"] == api["killasgroup"] == "true"


def test_logs_are_rotated_into_the_data_folder():
    api = told(DEMO)["program:api"]
    assert api["stdout_logfile"] == "/srv/pos/logs/api.log"
    assert api["redirect_stderr"] == "true"
    assert int(api["stdout_logfile_maxbytes"]) * (1 + int(api["stdout_logfile_backups"])) <= 25 * 1024 * 1024


@pytest.mark.parametrize("folder", ["/srv/ταβέρνα", "/srv/my site", "/srv/100%"])
def test_any_folder_name_survives(folder):
    log = told(DEMO, Path(folder))["program:api"]["stdout_logfile"]
    assert log.replace("%%", "%") == f"{folder}/logs/api.log"
