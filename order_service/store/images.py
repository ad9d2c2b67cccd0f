"""Pictures of dishes: taken apart and made again, so that nothing but the picture is kept."""

import os
import secrets
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

from kernel.errors import Invalid, StorageFull

MAX_IMAGE_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 16_000_000
LONGEST_SIDE = 1024
"""Pixels of the kept picture; a phone's whole width needs no more."""

LEFT_FOR_ORDERS_BYTES = 100 * 1024 * 1024
"""Orders are the last to go when a disk fills up."""

URL = "/api/images/"


class NotAnImage(Invalid):
    """Not a PNG, JPEG or WebP by its content, or a damaged one."""

    code = "not-an-image"
    hint = "Choose a PNG, JPEG or WebP picture."


class ImageTooLarge(Invalid):
    """Over 5 MB or 16 megapixels."""

    code = "image-too-large"
    hint = "Choose a smaller picture: up to 5 MB and 16 megapixels."


class ImageFolder:
    """Keeps pictures as WebP files under random names. One is worked on at a time: a large one takes 64 MB of memory.

    Args:
        folder: made when the first picture comes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._worker = ThreadPoolExecutor(1, "images")

    def keep(self, upload: bytes) -> "Future[str]":
        """Re-encode and write; the future's value is the picture's url.

        Raises:
            ImageTooLarge, NotAnImage, StorageFull: in the future.
        """
        return self._worker.submit(self._keep, upload)

    def path(self, name: str) -> Path | None:
        """The file of `name`, None when there is none."""
        path = self._folder / name
        return path if path.is_file() else None

    def forget(self, url: str | None) -> None:
        """Remove a picture that nothing names any more."""
        if url is not None and url.startswith(URL):
            (self._folder / url.removeprefix(URL)).unlink(missing_ok=True)

    def close(self) -> None:
        """Finish what is being written."""
        self._worker.shutdown()

    def _keep(self, upload: bytes) -> str:
        picture = as_webp(upload)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(self._folder).free < LEFT_FOR_ORDERS_BYTES:
            raise StorageFull("The disk of the box is nearly full; what is left is for orders.")
        name = f"{secrets.token_hex(16)}.webp"
        draft = self._folder / f".{name}"
        with draft.open("xb") as file:
            file.write(picture)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self._folder / name)
        return f"{URL}{name}"


def as_webp(upload: bytes) -> bytes:
    """A picture made again: turned upright, at most LONGEST_SIDE, without metadata, its first frame only.

    Raises:
        ImageTooLarge: over 5 MB or 16 megapixels, known before a pixel is decoded.
        NotAnImage: not PNG, JPEG or WebP by content, or damaged.
    """
    from PIL import Image, ImageOps  # seldom needed, and heavy to import

    if len(upload) > MAX_IMAGE_BYTES:
        raise ImageTooLarge("The picture is over 5 MB.")
    try:
        with Image.open(BytesIO(upload), formats=("PNG", "JPEG", "WEBP")) as opened:
            pixels = opened.width * opened.height
            if pixels <= MAX_PIXELS:
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at a fraction of its size
                upright = ImageOps.exif_transpose(opened)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except Exception as error:  # decoders meet hostile bytes with any exception there is
        raise NotAnImage("This is not a picture that can be read.") from error
    if pixels > MAX_PIXELS:
        raise ImageTooLarge("The picture has over 16 megapixels.")
    plain.info = {}  # colour profile, EXIF and XMP would be written otherwise
    out = BytesIO()
    plain.save(out, "WEBP", quality=82)
    return out.getvalue()
