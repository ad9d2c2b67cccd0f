"""The picture file that a setting names -> the house's logo, as black dots for the top of pre-bills.

Thresholded, never dithered: dithering makes runs that a printer obeys (`10 14 02`: power off), and looks poor on paper.
"""

import base64
import hashlib
from pathlib import Path

from kernel.errors import CannotStart
from kernel.messages import Logo
from order_service.store.images import MAX_PIXELS

WIDEST, TALLEST = 400, 160


def read_logo(path: Path) -> Logo:
    """Make a picture fit 400 x 160 dots, and black and white.

    Raises:
        CannotStart: not to be read, or no PNG, JPEG or WebP of at most 16 megapixels.
    """
    from PIL import Image, ImageOps  # heavy, and most houses have no logo

    try:
        with Image.open(path, formats=("PNG", "JPEG", "WEBP")) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise ValueError("over 16 megapixels")
            seen = opened.convert("RGBA")
    except Exception as error:  # decoders meet damaged bytes with any exception there is
        raise CannotStart(f"The logo {path} can't be used ({error}). Set POS_RESTAURANT_LOGO to a picture.") from error
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
