import pytest

from kernel.messages import PrinterSettings
from printer_agents.paper.escpos import ask_status, fence, job_bytes
from printer_agents.paper.raster import PICTURE, draw_line, without_real_time_bytes
from printer_agents.paper.styled import Line, Run, Style

KITCHEN = PrinterSettings(printer_id="kitchen", name="Κουζίνα", zone_id="kitchen", address="192.168.1.50")
HELLO = [Line((Run("Γεια"),))]


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
