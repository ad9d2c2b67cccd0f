from typing import Any

import pytest

from kernel.messages import PrinterCapabilities, TicketCourse, TicketLine
from printer_agents.paper.euro import TEACH_EURO
from printer_agents.paper.raster import PICTURE
from printer_agents.paper.sheet import sheet_of
from printer_agents.virtual_printer.capabilities import Capabilities
from printer_agents.virtual_printer.mechanism import Mechanism
from tests.golden.papers import BILL, KITCHEN

MEAT = TicketLine(quantity="2", name="Πρωτεΐνη 5€ ~", note="χωρίς 1€")
TICKET = KITCHEN.model_copy(update={"courses": (TicketCourse(lines=(MEAT,)),)})


def sent(document: Any = TICKET, **spoken: Any) -> bytes:
    return sheet_of(document, PrinterCapabilities.model_validate({"user_chars": True, "fence": "none"} | spoken)).data


def read_by_a_printer(data: bytes, **switches: Any) -> str:
    printer = Mechanism(Capabilities(**switches), 10, lambda _: None, lambda: None)
    printer.receive(data)
    while printer.step() is not None:
        pass
    return printer.shelf.all()[-1].text


def test_a_taught_euro_costs_42_bytes_a_job_and_is_never_a_request_that_printers_obey_at_once() -> None:
    assert len(TEACH_EURO) == 42
    assert sent().count(TEACH_EURO) == 1
    assert not any(bytes((0x10, byte)) in TEACH_EURO for byte in (0x04, 0x05, 0x14))
    assert TEACH_EURO not in sent(KITCHEN)


def test_the_sign_is_on_paper_and_the_letter_whose_place_it_takes_is_still_itself() -> None:
    text = read_by_a_printer(sent())
    assert "Πρωτεϊνη 5€ ~" in text
    assert ">> χωρίς 1€" in text
    assert PICTURE not in sent()


def test_it_is_taught_again_with_each_job_since_a_reset_forgets_it() -> None:
    printed_once = b"\x1b@\x1b%\x01~\n\x1dVB\x00"
    assert "~" in read_by_a_printer(sent() + printed_once)


def test_totals_say_the_sign_and_without_the_option_the_word() -> None:
    assert "ΣΥΝΟΛΟ €" in read_by_a_printer(sent(BILL))
    assert "ΣΥΝΟΛΟ EUR" in read_by_a_printer(sent(BILL, user_chars=False))


def test_a_printer_that_learns_nothing_shows_another_sign_and_loses_nothing_else() -> None:
    assert "Πρωτεϊνη 5~ ~" in read_by_a_printer(sent(), user_characters=False)


@pytest.mark.parametrize("spoken", [{"encoding": "cp858", "code_page": 19}, {"graphics": True}])
def test_a_page_that_has_the_sign_and_a_drawn_ticket_need_no_lesson(spoken: dict[str, Any]) -> None:
    assert TEACH_EURO not in sent(**spoken)
