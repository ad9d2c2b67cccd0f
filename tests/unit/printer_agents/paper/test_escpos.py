import pytest

from kernel.messages import PrinterSettings
from printer_agents.paper.escpos import ask_status, fence, job_bytes
from printer_agents.paper.raster import PICTURE, draw_line, without_real_time_bytes
from printer_agents.paper.sheet import Sheet, sheet_of
from printer_agents.paper.styled import Line, Run, Style
from printer_agents.virtual_printer.commands import Command
from printer_agents.virtual_printer.parser import Parser
from tests.unit.printer_agents.paper.test_kitchen import THE_TICKET

KITCHEN = PrinterSettings(printer_id="kitchen", name="Κουζίνα", zone_id="kitchen", address="192.168.1.50")
HELLO = [Line((Run("Γεια"),))]


def printed(sheet: Sheet) -> list[Command]:
    """What a printer reads in it."""
    return [command for command, _ in Parser().feed(sheet.data)]


def test_every_job_resets_leaves_two_byte_mode_chooses_the_page_and_silences_automatic_status() -> None:
    data = job_bytes(HELLO, KITCHEN, number=1)
    assert data.startswith(bytes.fromhex("1b40 1c2e 1b741d 1d6100"))


def test_the_fence_comes_after_the_cut() -> None:
    assert job_bytes(HELLO, KITCHEN, number=1).endswith(bytes.fromhex("1d564200 1d7201"))


def test_a_process_id_is_the_ticket_number() -> None:
    printer = KITCHEN.model_copy(update={"fence": "gs_paren_h"})
    assert fence(printer, 10_042) == bytes.fromhex("1d2848 0600 3030") + b"0042"


def test_styles_are_sent_when_they_change_and_only_then() -> None:
    lines = [Line((Run("ab", Style(2, 2, bold=True)), Run("cd", Style(2, 2, bold=True)))), Line((Run("ef"),))]
    body = job_bytes(lines, KITCHEN, number=1)[10:]
    assert body.startswith(b"\x1d!\x11\x1bE\x01abcd\n\x1d!\x00\x1bE\x00ef\n")


@pytest.mark.parametrize(
    ("beep", "times", "sent"),
    [
        ("none", 1, b""),
        ("bel", 3, b"\x07\x07\x07"),
        ("esc_b", 1, b"\x1bB\x01\x02"),
        ("gs_bel", 3, b"\x1d\x07\x03\x02\x02"),
    ],
)
def test_the_beep_is_the_printers_own(beep: str, times: int, sent: bytes) -> None:
    data = job_bytes(HELLO, KITCHEN.model_copy(update={"beep": beep}), number=1, beeps=times)
    assert data[10:].startswith(sent + "Γεια".encode("cp737"))


def test_a_letter_without_a_byte_makes_its_line_a_picture_and_leaves_the_others_text() -> None:
    data = job_bytes([Line((Run("борщ"),)), *HELLO], KITCHEN, number=1, raster=draw_line)
    assert data.count(PICTURE) == 1
    assert "Γεια".encode("cp737") in data


def test_a_picture_is_cut_into_pieces_of_48_rows_and_has_ink() -> None:
    data = draw_line(Line((Run("Ж", Style(3, 3)),), "center"), 576)
    assert data is not None
    assert data.count(PICTURE) == 2
    assert data.startswith(PICTURE + bytes((72, 0, 48, 0)))
    assert any(data[8:])


def test_inverse_letters_are_white_on_black() -> None:
    data = draw_line(Line((Run(" Ж ", Style(inverse=True)),)), 576)
    assert data is not None
    assert data[8] == 0xFF


def test_no_picture_holds_a_real_time_command() -> None:
    safe = without_real_time_bytes(bytes.fromhex("10 04 10 05 10 14 02 10"))
    assert not any(bytes((0x10, byte)) in safe for byte in (0x04, 0x05, 0x14))


def test_status_is_asked_as_the_manuals_write_it() -> None:
    assert ask_status(4) == bytes.fromhex("100404")


def test_a_printer_in_graphics_mode_gets_pictures_of_at_most_48_rows_and_no_letter() -> None:
    printer = KITCHEN.model_copy(update={"graphics": True, "columns": 32})
    commands = printed(sheet_of(THE_TICKET, printer))
    assert not [one for one in commands if one.name == "text"]
    pieces = [one.raw for one in commands if one.name == "GS v 0"]
    assert len(pieces) > 20
    assert all(int.from_bytes(piece[4:6], "little") * 8 == 384 for piece in pieces)
    assert all(0 < int.from_bytes(piece[6:8], "little") <= 48 for piece in pieces)


@pytest.mark.parametrize("graphics", [False, True])
def test_no_paper_holds_a_request_that_a_printer_obeys_at_once(graphics: bool) -> None:
    printer = KITCHEN.model_copy(update={"graphics": graphics})
    for kind in ("new", "test", "void"):
        data = sheet_of(THE_TICKET.model_copy(update={"ticket_kind": kind}), printer).data
        assert not [one for one, is_real_time in Parser().feed(data) if is_real_time]


def test_rows_for_the_rail_and_to_write_on_are_blank_lines_at_both_ends() -> None:
    printer = KITCHEN.model_copy(update={"blank_rows_top": 3, "blank_rows_end": 2})
    plain = [one.name for one in printed(sheet_of(THE_TICKET, KITCHEN))]
    spaced = [one.name for one in printed(sheet_of(THE_TICKET, printer))]
    assert len(spaced) - len(plain) == 5
    assert spaced[spaced.index("GS a") + 1 :][:3] == ["LF"] * 3
    assert spaced[: spaced.index("GS V")][-3:] == ["LF"] * 3


@pytest.mark.parametrize(
    ("cut", "sent"),
    [("partial", "1d564200"), ("full", "1d564100"), ("fed_partial", "1b64041d5601"), ("none", "1b6404")],
)
def test_the_cut_is_the_printers_own(cut: str, sent: str) -> None:
    data = job_bytes(HELLO, KITCHEN.model_copy(update={"cut": cut, "fence": "none"}), number=1)
    assert data.endswith(b"\n" + bytes.fromhex(sent))


@pytest.mark.parametrize(("kind", "times"), [("new", 1), ("addition", 1), ("void", 3), ("pre_bill", 0), ("report", 0)])
def test_a_cook_is_called_once_warned_three_times_and_a_bill_is_silent(kind: str, times: int) -> None:
    printer = KITCHEN.model_copy(update={"beep": "bel"})
    assert sheet_of(THE_TICKET.model_copy(update={"ticket_kind": kind}), printer).data.count(b"\x07") == times
    assert b"\x07" not in sheet_of(THE_TICKET.model_copy(update={"ticket_kind": kind}), KITCHEN).data


def test_a_copy_after_a_break_begins_with_nothing_that_could_be_printed() -> None:
    plain, again = sheet_of(THE_TICKET, KITCHEN), sheet_of(THE_TICKET, KITCHEN, after_break=True)
    assert again.data == bytes(8) + plain.data
    drawn = sheet_of(THE_TICKET, KITCHEN.model_copy(update={"graphics": True}), after_break=True)
    assert drawn.data.startswith(bytes(48 * 72) + b"\x1b@")
