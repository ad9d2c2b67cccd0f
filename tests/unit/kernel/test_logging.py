"""One pipeline of records, without secrets."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from kernel.logging import configure_logging, get_logger


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def records(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_record_names_its_service_component_and_level(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("api", json_lines=True)
    get_logger("writer").warning("group_kept", commands=3)
    [record] = records(capsys.readouterr().err)
    assert (record["service"], record["component"], record["level"]) == ("api", "writer", "warning")
    assert (record["event"], record["commands"]) == ("group_kept", 3)


@pytest.mark.parametrize("field", ["pin", "password", "secret", "token", "authorization", "body"])
def test_a_secret_given_by_mistake_is_hidden(capsys: pytest.CaptureFixture[str], field: str) -> None:
    configure_logging("api", json_lines=True)
    get_logger("auth").info("signed_in", **{field: "4711-hush"})
    text = capsys.readouterr().err
    assert "4711-hush" not in text
    assert records(text)[0][field] == "***"


def test_records_of_libraries_pass_through_the_same_pipeline(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("broker", json_lines=True)
    logging.getLogger("amqtt").warning("lost %s", "a client")
    [record] = records(capsys.readouterr().err)
    assert (record["event"], record["service"], record["logger"]) == ("lost a client", "broker", "amqtt")


def test_records_below_the_level_are_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("api", level="error", json_lines=True)
    get_logger("api").warning("something")
    logging.getLogger("uvicorn").info("chatter")
    assert capsys.readouterr().err == ""


def test_a_traceback_is_part_of_its_record(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("api", json_lines=True)
    try:
        raise RuntimeError("broken plate")
    except RuntimeError:
        get_logger("api").exception("request_failed")
    [record] = records(capsys.readouterr().err)
    assert "broken plate" in str(record["exception"])
