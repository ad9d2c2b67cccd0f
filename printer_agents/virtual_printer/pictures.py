"""The three ways of sending a picture, read into one: rows of dots."""

from __future__ import annotations

from printer_agents.virtual_printer.rows import Align, ImageRow


def raster_image(raw: bytes, align: Align) -> ImageRow:
    """GS v 0 m xL xH yL yH data: bit 0 of m doubles the width, bit 1 the height."""
    scale = 1 + (raw[3] & 1), 1 + (raw[3] >> 1 & 1)
    return ImageRow(raw[4] + 256 * raw[5], raw[6] + 256 * raw[7], raw[8:], align, scale)


def column_image(raw: bytes, align: Align) -> ImageRow:
    """ESC * m nL nH data: one line of columns, 8 or 24 dots high, turned into rows."""
    mode, columns, data = raw[2], raw[3] + 256 * raw[4], raw[5:]
    deep = 3 if mode in (32, 33) else 1
    stride = (columns + 7) // 8
    bits = bytearray(stride * deep * 8)
    for column in range(columns):
        for band in range(deep):
            byte = data[column * deep + band]
            for bit in range(8):
                if byte & 0x80 >> bit:
                    bits[(band * 8 + bit) * stride + column // 8] |= 0x80 >> column % 8
    across = 1 if mode in (1, 33) else 2
    return ImageRow(stride, deep * 8, bytes(bits), align, (across, 1 if deep == 3 else 3))


def stored_image(raw: bytes, align: Align) -> ImageRow | None:
    """GS ( L or GS 8 L, function 112: store m a bx by c xL xH yL yH data.

    Returns:
        The picture; None for any other function, which is taken as "print what is stored".
    """
    body = raw[5:] if raw[1] == 0x28 else raw[7:]
    if len(body) < 10 or body[1] not in (112, 113):
        return None
    width, rows = body[6] + 256 * body[7], body[8] + 256 * body[9]
    stride = (width + 7) // 8
    return ImageRow(stride, rows, body[10:], align, (max(1, min(2, body[3])), max(1, min(2, body[4]))))
