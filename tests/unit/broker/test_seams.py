import ast
from pathlib import Path

import pytest

from broker.seams import SEAMS, Broker, check_seams, check_state
from kernel.errors import CannotStart

ROOT = Path(__file__).parents[3]


def test_the_installed_amqtt_is_the_hardened_one():
    check_seams()


def test_another_version_is_refused_with_what_to_do():
    with pytest.raises(CannotStart, match=r"amqtt==0\.12\.1, or set MQTT_URL"):
        check_seams("0.12.2")


@pytest.mark.parametrize(("owner", "name"), [(owner, name) for owner, names in SEAMS.items() for name in names])
def test_a_seam_that_is_gone_or_changed_is_refused_by_name(owner, name):
    parameters = SEAMS[owner][name]
    with pytest.raises(CannotStart, match=f"{owner.__name__}.{name}"):
        check_seams(seams={owner: {name: (*parameters, "new")}})
    with pytest.raises(CannotStart, match=f"{owner.__name__}.{name}_gone"):
        check_seams(seams={owner: {f"{name}_gone": parameters}})


def test_state_that_moved_is_refused():
    with pytest.raises(CannotStart, match="_sessions"):
        check_state(object())


def test_amqtt_is_imported_in_one_file():
    importers = set()
    for path in (
        path
        for folder in ("kernel", "broker", "order_service", "printer_agents", "api", "deploy")
        for path in (ROOT / folder).rglob("*.py")
    ):
        for node in ast.walk(ast.parse(path.read_text())):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
            )
            if any(name.split(".")[0] == "amqtt" for name in names):
                importers.add(path.relative_to(ROOT).as_posix())
    assert importers == {"broker/seams.py"}
    assert Broker.__module__ == "amqtt.broker"
