"""The preview is the paper: the agent's bytes, drawn."""

import io

import pytest
from PIL import Image

from kernel.messages import PrinterCapabilities
from printer_agents.paper.logo import logo_commands
from printer_agents.paper.preview import preview_png
from printer_agents.virtual_printer.drawing import MARGIN
from tests.golden.papers import the_logo
from tests.unit.printer_agents.paper.test_bill import THE_BILL
from tests.unit.printer_agents.paper.test_kitchen import THE_TICKET


def drawn(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("L")


@pytest.mark.parametrize("columns", [48, 42, 32])
def test_a_preview_is_as_wide_as_the_paper(columns: int) -> None:
    picture = drawn(preview_png(THE_TICKET, PrinterCapabilities(columns=columns, code_page=14)))
    assert picture.width == columns * 12 + 2 * MARGIN
    assert picture.height > 600


def test_a_wrong_code_page_is_not_a_preview_s_business_but_the_letters_are() -> None:
    greek = PrinterCapabilities(encoding="cp1253", code_page=90)
    assert preview_png(THE_TICKET, greek) == preview_png(THE_TICKET, PrinterCapabilities())


def test_a_bill_shows_the_logo_that_it_names_and_no_other() -> None:
    logo = the_logo()
    assert THE_BILL.bill is not None
    named = THE_BILL.model_copy(update={"bill": THE_BILL.bill.model_copy(update={"logo": logo.digest})})
    plain = preview_png(THE_BILL, PrinterCapabilities(), logo=logo)
    assert plain == preview_png(named, PrinterCapabilities(), logo=logo.model_copy(update={"digest": "another"}))
    shown = drawn(preview_png(named, PrinterCapabilities(), logo=logo))
    assert shown.height == drawn(plain).height + logo.height
    assert shown.getpixel((shown.width // 2, MARGIN)) == 0


def test_a_logo_whose_dots_are_not_as_many_as_it_says_is_not_printed() -> None:
    assert logo_commands(the_logo()).count(b"\x1dv0\x00") == 2
    assert logo_commands(the_logo().model_copy(update={"height": 10})) == b""
    assert logo_commands(the_logo().model_copy(update={"dots": "not base64"})) == b""
