"""The byte stream becomes the same commands, however it is cut, and no bytes can break it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from printer_agents.virtual_printer.parser import Parser
from tests.judges import python_escpos

TICKET = (
    b"\x1b@\x1c.\x1bt\x1d\x1ba\x01\x1d!\x22"
    + "ΤΡΑΠΕΖΙ 12".encode("cp737")
    + b"\n\x1d!\x00\x1dv0\x00\x02\x00\x08\x00"
    + bytes(range(200, 216))
    + b"\x1bd\x03\x1dVB\x00\x1d(H\x06\x0000P042\x1dr\x01"
)


def names(data: bytes, *cuts: int) -> list[str]:
    parser, out, at = Parser(), [], 0
    for cut in (*sorted(cuts), len(data)):
        out += [command.name for command, _ in parser.feed(data[at:cut])]
        at = max(at, cut)
    return [name for i, name in enumerate(out) if name != "text" or i == 0 or out[i - 1] != "text"]


def test_a_ticket_is_read_command_by_command() -> None:
    assert names(TICKET) == [
        "ESC @", "FS .", "ESC t", "ESC a", "GS !", "text", "LF", "GS !", "GS v 0", "ESC d", "GS V", "GS ( H", "GS r",
    ]  # fmt: skip


@given(st.lists(st.integers(0, len(TICKET)), max_size=12))
def test_it_does_not_matter_where_the_network_cuts(cuts: list[int]) -> None:
    assert names(TICKET, *cuts) == names(TICKET)


@given(st.lists(st.binary(max_size=80), max_size=8))
def test_no_byte_is_lost_and_none_breaks_it(pieces: list[bytes]) -> None:
    parser = Parser()
    taken = b"".join(c.raw for p in pieces for c, _ in parser.feed(p) if c.name != "DLE EOT")
    assert len(taken) + parser.unfinished <= len(b"".join(pieces))


def test_a_status_request_inside_an_image_is_heard_once_and_before_the_image() -> None:
    image = b"\x1dv0\x00\x02\x00\x10\x00" + b"\xff" * 11 + b"\x10\x04\x02" + b"\xff" * 18
    for cut in range(len(image)):
        parser = Parser()
        heard = [*parser.feed(image[:cut]), *parser.feed(image[cut:])]
        assert [(c.raw, now) for c, now in heard] == [(b"\x10\x04\x02", True), (image, False)]


def test_an_image_without_an_end_swallows_what_follows_until_reset() -> None:
    parser = Parser()
    assert list(parser.feed(b"\x1dv0\x00\x48\x00\x30\x00" + b"\xff" * 100 + b"\x1b@next ticket\n")) == []
    parser.reset()
    assert [c.name for c, _ in parser.feed(b"\x1b@")] == ["ESC @"]


def test_what_no_table_knows_is_reported_and_its_arguments_print_as_text() -> None:
    parser = Parser()
    assert [(c.name, c.raw) for c, _ in parser.feed(b"\x1b\x01Hello")] == [("unknown", b"\x1b\x01"), ("text", b"Hello")]


def test_the_output_of_another_library_holds_no_riddle() -> None:
    judge = python_escpos().Dummy()
    judge.set(align="center", bold=True, width=2, height=2, custom_size=True, underline=1, invert=True)
    judge._raw(b"plain\n")
    for impl in ("bitImageRaster", "graphics", "bitImageColumn"):
        judge.image(Image.new("1", (64, 48)), impl=impl)
    judge.barcode("4006381333931", "EAN13", function_type="A", check=False)
    judge.barcode("{B012ABC", "CODE128", function_type="B", check=False)
    judge.qr("https://example.com", native=True)
    judge.buzzer(2, 2)
    judge.cashdraw(2)
    judge.cut()
    seen = [c.name for c, _ in Parser().feed(judge.output)]
    assert "unknown" not in seen
    assert {"GS v 0", "GS ( L", "ESC *", "GS k", "GS ( k", "ESC B", "ESC p", "GS V"} <= set(seen)
