"""A picture of any kind -> the house's logo, as black dots; and those dots as commands of the printer.

Thresholded, never dithered: dithering makes runs that a printer obeys (`10 14 02`: power off), and looks poor on paper.
"""

import base64
import binascii
import hashlib
from io import BytesIO

from kernel.messages import Logo
from printer_agents.paper.raster import raster_commands, without_real_time_bytes

WIDEST, TALLEST = 400, 160


def logo_of(picture: bytes) -> Logo:
    """Make a picture fit 400 x 160 dots, and black and white.

    Args:
        picture: a file that Pillow reads, checked by `order_service.store.images.as_webp` before.

    Raises:
        OSError: not a picture.
    """
    from PIL import Image, ImageOps

    with Image.open(BytesIO(picture)) as opened:
        seen = opened.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    small = paper.convert("L")
    small.thumbnail((WIDEST, TALLEST))
    grey = ImageOps.autocontrast(small)
    wide = Image.new("L", ((grey.width + 7) // 8 * 8, grey.height), 255)
    wide.paste(grey, ((wide.width - grey.width) // 2, 0))
    dots = wide.point(lambda value: 255 if value < 128 else 0).convert("1").tobytes()
    return Logo(
        digest=hashlib.sha256(dots).hexdigest(),
        width=wide.width,
        height=wide.height,
        dots=base64.b64encode(dots).decode("ascii"),
    )


def logo_commands(logo: Logo) -> bytes:
    """GS v 0 in pieces of 48 rows; b'' when its dots are not as many as it says."""
    try:
        dots = base64.b64decode(logo.dots, validate=True)
    except binascii.Error:
        return b""
    row_bytes = logo.width // 8
    if len(dots) != row_bytes * logo.height:
        return b""
    return raster_commands(without_real_time_bytes(dots), row_bytes)
