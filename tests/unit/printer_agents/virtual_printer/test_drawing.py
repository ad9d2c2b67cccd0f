"""The picture is the paper, dot for dot."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from printer_agents.virtual_printer.capabilities import Capabilities
from printer_agents.virtual_printer.drawing import MARGIN
from printer_agents.virtual_printer.mechanism import Mechanism

CUT = b"\x1dVB\x00"


def paper(data: bytes, dots: int = 576) -> Image.Image:
    """What these bytes print, without the margins."""
    mechanism = Mechanism(Capabilities(dots=dots), 5, lambda said: None, lambda: None)
    mechanism.receive(b"\x1b@\x1c.\x1bt\x1d" + data + CUT)
    while mechanism.step() is not None:
        pass
    picture = Image.open(io.BytesIO(mechanism.shelf.all()[0].png()))
    return picture.crop((MARGIN, MARGIN, picture.width - MARGIN, picture.height - MARGIN))


def black(picture: Image.Image, box: tuple[int, int, int, int]) -> float:
    """The share of black dots in (left, top, right, bottom)."""
    histogram = picture.crop(box).convert("L").histogram()
    return histogram[0] / sum(histogram)


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """The smallest box that holds every black dot."""
    box = picture.convert("L").point(lambda value: 255 - value).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize(("dots", "columns"), [(576, 48), (504, 42), (384, 32)])
def test_a_full_line_fills_the_paper(dots: int, columns: int) -> None:
    picture = paper(b"\x1dB\x01" + b" " * columns + b"\n", dots)
    assert picture.size == (dots, 30)
    assert black(picture, (0, 0, dots, 24)) == 1


def test_inverse_is_black_around_white_letters() -> None:
    picture = paper(b"\x1dB\x01" + "ΧΩΡΙΣ".encode("cp737") + b"\n")
    assert 0.5 < black(picture, (0, 0, 60, 24)) < 1
    assert black(picture, (60, 0, 576, 30)) == 0


def test_sizes_multiply_the_cell() -> None:
    picture = paper(b"\x1dB\x01\x1d!\x21 \n")
    assert ink(picture) == (0, 0, 36, 48)


def test_alignment_moves_the_line() -> None:
    block = b"\x1dB\x01    \n"
    assert ink(paper(b"\x1ba\x01" + block))[0] == (576 - 48) // 2
    assert ink(paper(b"\x1ba\x02" + block))[0] == 576 - 48


def test_bold_has_more_ink_than_plain_and_underline_reaches_the_edges() -> None:
    text = "Μουσακάς".encode("cp737") + b"\n"
    whole = (0, 0, 576, 30)
    assert black(paper(b"\x1bE\x01" + text), whole) > black(paper(text), whole)
    assert ink(paper(b"\x1b-\x01    \n")) == (0, 23, 48, 24)


def test_every_letter_of_the_greek_page_has_a_glyph_of_its_own() -> None:
    letters = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩάέήίόύώϊϋαβγδεζηθικλμνξοπρσςτυφχψωΆΈΉΊΌΎΏ"
    picture = paper(letters[:48].encode("cp737") + b"\n" + letters[48:].encode("cp737") + b"\n")
    cells = [
        picture.crop((i % 48 * 12, i // 48 * 30, i % 48 * 12 + 12, i // 48 * 30 + 24)) for i in range(len(letters))
    ]
    assert len({cell.tobytes() for cell in cells}) == len(set(letters))


def test_a_raster_image_is_printed_as_sent() -> None:
    picture = paper(b"\x1dv0\x00\x02\x00\x08\x00" + b"\xff\x00" * 8)
    assert ink(picture) == (0, 0, 8, 8)
    assert black(picture, (0, 0, 8, 8)) == 1


def test_a_column_image_and_a_stored_one_print_the_same_dots() -> None:
    column = paper(b"\x1b*\x21\x08\x00" + b"\xff\x00\x00" * 8)
    stored = paper(b"\x1d(L\x12\x000p0\x01\x011\x08\x00\x08\x00" + b"\xff" * 8 + b"\x1d(L\x02\x0002")
    assert ink(column) == ink(stored) == (0, 0, 8, 8)
