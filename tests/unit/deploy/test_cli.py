"""The command line, and what each command costs."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from deploy import processes
from deploy.cli import app
from kernel.errors import CannotStart


def test_help_lists_every_command():
    text = CliRunner().invoke(app, ["--help"]).output
    for command in (
        "up",
        "demo",
        "broker",
        "order-service",
        "printer-agents",
        "printer-agent",
        "agent-credential",
        "api",
        "virtual-printer",
        "mosquitto-files",
        "backups",
        "backup",
        "restore",
        "rollback",
        "doctor",
        "support-bundle",
        "person",
        "install",
        "uninstall",
        "cloud",
        "cloud-keys",
        "cloud-rotate-key",
        "trust",
        "nginx",
    ):
        assert f"\n  {command} " in text


def test_a_failed_start_is_one_sentence_and_status_2(capsys):
    def fail() -> int:
        raise CannotStart("Port 8000 is in use by another program. Set API_PORT to another.")

    assert processes.start(fail) == 2
    assert capsys.readouterr().err == "Port 8000 is in use by another program. Set API_PORT to another.\n"


def test_a_hint_that_says_more_follows_the_sentence(capsys):
    class DatabaseIsNewer(CannotStart):
        hint = "Install that version again."

    def fail() -> int:
        raise DatabaseIsNewer("The database was written by a newer version.")

    processes.start(fail)
    assert capsys.readouterr().err == "The database was written by a newer version. Install that version again.\n"


@pytest.mark.parametrize("value", ["eighty", "0", "70000", "-1", "8000.5"])
def test_a_wrong_port_is_named(value, tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "deploy.cli", "up"],
        env={"API_PORT": value, "POS_DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 2
    assert "API_PORT" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "data").exists()


def modules_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(ran.stdout.split())


def test_the_command_line_loads_no_process():
    loaded = modules_after("import deploy.cli")
    for library in ("rich", "fastapi", "sqlalchemy", "amqtt", "paho", "pydantic", "escpos", "PIL", "alembic"):
        assert library not in loaded


def test_a_broker_process_loads_neither_web_framework_nor_database():
    loaded = modules_after("import deploy.processes, broker.app, broker.settings")
    for library in ("typer", "fastapi", "sqlalchemy", "uvicorn", "httpx", "paho", "escpos", "PIL"):
        assert library not in loaded


def test_printer_agents_load_neither_web_framework_nor_database_nor_pictures():
    loaded = modules_after("import deploy.processes, printer_agents.app, printer_agents.settings")
    for library in ("typer", "fastapi", "sqlalchemy", "uvicorn", "httpx", "amqtt", "escpos", "PIL"):
        assert library not in loaded
