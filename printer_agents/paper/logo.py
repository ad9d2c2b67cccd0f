"""The house's logo, which comes with a printer's settings, as commands of that printer."""

import base64
import binascii

from kernel.messages import Logo
from printer_agents.paper.raster import raster_commands, without_real_time_bytes


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
