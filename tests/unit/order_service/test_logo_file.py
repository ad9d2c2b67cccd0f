"""A picture file becomes black dots."""

import base64
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from kernel.errors import CannotStart
from order_service.settings import OrderServiceSettings
from order_service.store.logo_file import read_logo


def a_picture(path: Path, size: tuple[int, int], colour: tuple[int, int, int, int] = (90, 60, 200, 255)) -> Path:
    """An ellipse on a transparent ground."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((0, 0, size[0] - 1, size[1] - 1), fill=colour)
    picture.save(path)
    return path


def test_a_large_picture_fits_and_a_small_one_keeps_its_size(tmp_path: Path) -> None:
    large = read_logo(a_picture(tmp_path / "large.png", (900, 300)))
    small = read_logo(a_picture(tmp_path / "small.png", (40, 30)))
    assert (large.width, large.height) == (400, 133)
    assert (small.width, small.height) == (40, 30)
    assert len(base64.b64decode(large.dots)) == 50 * 133


def test_even_a_pale_picture_is_black_on_white_and_what_is_transparent_is_paper(tmp_path: Path) -> None:
    dots = base64.b64decode(read_logo(a_picture(tmp_path / "pale.png", (16, 16), (210, 210, 240, 255))).dots)
    assert dots[:1] == b"\x07"  # the corner is paper, the top of the ellipse ink
    assert dots[16:18] == b"\xff\xff"


@pytest.mark.parametrize("content", [b"", b"not a picture", b"GIF89a"])
def test_what_is_no_picture_stops_the_start_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(content)
    with pytest.raises(CannotStart, match="POS_RESTAURANT_LOGO"):
        read_logo(path)
    with pytest.raises(CannotStart, match="missing"):
        read_logo(tmp_path / "missing.png")


def test_the_house_s_rules_have_the_logo_that_a_setting_names(tmp_path: Path) -> None:
    path = a_picture(tmp_path / "logo.png", (40, 40))
    assert OrderServiceSettings(_env_file=None, restaurant_logo=path).house_rules.logo == read_logo(path)
    assert OrderServiceSettings(_env_file=None).house_rules.logo is None
