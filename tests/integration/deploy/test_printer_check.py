"""`pos printer-check`: through the agents' host, without any of them, and with a person who answers."""

import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from deploy.printer_book import keep
from deploy.printer_check import STEPS, Walk, run_from_words
from kernel.database import open_database
from kernel.errors import CannotStart
from kernel.service_credentials import ensure_secret
from order_service.store import tables as t
from printer_agents.check.alone import Alone
from printer_agents.host import HOST_USER, AgentHost
from printer_agents.spool_file import open_spool
from tests.integration.printer_agents.conftest import House, settings_of
from tests.site import wait_until


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A printer and a broker, and an environment that knows them."""
    made = House(tmp_path)
    for name, value in made.environment(POS_ALLOW_LOOPBACK_PRINTERS="1", POS_AGENT_STATUS_TIMEOUT_S="4").items():
        monkeypatch.setenv(name, value)
    yield made
    made.close()


class Told:
    """What the terminal has said so far."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self._text = ""

    def _has(self, words: str) -> bool:
        self._text += self._capsys.readouterr().out
        return words in self._text

    def wait_for(self, words: str) -> None:
        wait_until(lambda: self._has(words), f"the terminal says '{words}'")


def remember_the_printer(house: House) -> None:
    """As its agent's spool does."""
    spool = open_spool(house.data_dir, "kitchen", datetime.now(UTC), timedelta(days=7))
    spool.begin()
    spool.keep_settings(settings_of(house.printer, code_page=14))
    spool.commit()
    spool.close()


def test_the_agents_host_is_asked_where_there_is_one(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    host = AgentHost(house.settings(), ensure_secret(house.data_dir, HOST_USER))
    stop = threading.Event()
    thread = threading.Thread(target=host.run, args=(stop,))
    thread.start()
    house.order_service.wait_until(lambda: house.order_service.hellos, 20)
    house.printer.opens_cover()
    assert run_from_words("kitchen", [], "0-60", "", False) == 1
    house.printer.closes_cover()
    assert run_from_words("kitchen", ["fences", "cuts"], "0-60", "", False) == 0
    stop.set()
    thread.join(20)
    told = capsys.readouterr().out
    assert "status: Its cover is open." in told
    assert "fences: the best proof of print that it gives is gs_paren_h." in told
    assert "cuts: printed partial, full, fed_partial." in told


def test_without_broker_and_agents_the_printer_is_examined_from_here_unless_an_agent_has_it(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    remember_the_printer(house)
    monkeypatch.setenv("MQTT_URL", "mqtt://127.0.0.1:9")
    assert run_from_words("kitchen", [], "0-60", "", False) == 0
    assert run_from_words(f"127.0.0.1:{house.printer.port}", ["code_pages"], "27-29", "", False) == 0
    assert [line[:3] for line in house.printer.wait_for_ticket("which line", 20).lines[1:4]] == [" 27", " 28", " 29"]
    house.agent()
    assert run_from_words("kitchen", [], "0-60", "", False) == 1
    assert "status: Somebody else is connected to it" in capsys.readouterr().out


def test_what_a_person_sees_on_paper_is_learnt_and_used_by_the_next_step(house: House) -> None:
    remember_the_printer(house)
    answers = {
        "Which number reads": "29",
        "Which is the longest": "48",
        "Does line 6": "yes",
        "Which slip": "2",
        "Which number did": "1",
        "Try what": "no",
    }
    walk = Walk(
        Alone(house.settings(status_timeout_s=4.0, fence_wait_s=4.0)),
        {"printer_id": "kitchen"},
        None,
        lambda question, _: next(answer for start, answer in answers.items() if question.startswith(start)),
        (0, 60),
    )
    assert walk.take(STEPS) == 0
    assert walk.learnt == {
        "status": "dle_eot", "fence": "gs_paren_h", "code_page": 29, "columns": 48, "user_chars": True, "cut": "full",
        "beep": "bel",
    }  # fmt: skip
    assert house.printer.times_printed("1 Καλημέρα") == 1  # the sample, in the page that was just chosen


def test_a_hand_opens_the_cover_as_it_is_told_and_the_terminal_says_what_that_means(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    remember_the_printer(house)
    walk = Walk(
        Alone(house.settings(status_timeout_s=4.0, fence_wait_s=20.0, check_line_s=0.02)),
        {"printer_id": "kitchen"},
        None,
        lambda question, _: "no" if question.startswith("Are the numbers") else "yes",
        (0, 60),
    )
    done = threading.Thread(target=walk.take, args=(("cover",),))
    done.start()
    told = Told(capsys)
    told.wait_for("open its cover")
    house.printer.opens_cover()
    told.wait_for("Close the cover")
    house.printer.closes_cover()
    done.join(30)
    told.wait_for("lines are lost")
    assert walk.learnt == {"after_cover": "gaps"}


def test_what_was_learnt_goes_into_the_book_and_its_history(
    tmp_path: Path, taverna: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POS_DATA_DIR", str(shutil.copytree(taverna, tmp_path / "data")))
    keep("kitchen", {"code_page": 15, "beep": "bel"})
    database = open_database("", tmp_path / "data" / "pos.db")
    with database.reading() as connection:
        row = connection.execute(select(t.printers).where(t.printers.c.id == "kitchen")).one()
        mine = t.audit_log.c.subject == "printer:kitchen"
        actions = connection.scalars(select(t.audit_log.c.action).where(mine)).all()
    database.close()
    assert (row.capabilities["code_page"], row.capabilities["beep"], row.rev) == (15, "bel", 2)
    assert actions[-1] == "printer_checked"
    with pytest.raises(CannotStart, match="no printer 'cellar'"):
        keep("cellar", {"code_page": 15})


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("kitchen", ["dance"], "0-60", "", False), "There is no step 'dance'"),
        (("kitchen", [], "60-0", "", False), "are no code pages"),
        (("kitchen", [], "0-999", "", False), "are no code pages"),
        (("kitchen", [], "0-60", "klingon", False), "is no encoding"),
    ],
)
def test_words_that_make_no_sense_are_named(words: tuple[str, list[str], str, str, bool], sentence: str) -> None:
    with pytest.raises(CannotStart, match=sentence):
        run_from_words(*words)
