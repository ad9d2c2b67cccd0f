"""The box's own certificate authority as others see it: two public files in `trust/` of the data folder."""

import ssl
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ValidationError

from kernel.errors import CannotStart
from kernel.whole_file import write_whole

FOLDER = "trust"
"""Of the data folder; the private keys lie there too, 0600."""


RENEWED_BEFORE_END = timedelta(days=60)
"""Long enough for the web server to be reloaded by chance, should nothing else do it."""


class Trust(BaseModel):
    """What the page `/trust` says."""

    fingerprint: str
    """SHA-256 of the authority's certificate, pairs of hexadecimal digits with colons between."""
    hosts: list[str]
    """Names and addresses that the box proves itself by."""
    valid_until: datetime
    """Of the box's certificate; the authority's lives longer."""

    def is_due(self, now: datetime) -> bool:
        """Whether it is time for a new one."""
        return self.valid_until - now < RENEWED_BEFORE_END


def read_trust(data_dir: Path) -> Trust | None:
    """What the page may say; None while the box has no authority."""
    try:
        return Trust.model_validate_json((data_dir / FOLDER / "trust.json").read_text("utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError):
        return None


def write_trust(data_dir: Path, trust: Trust) -> None:
    """Tell the page.

    Raises:
        OSError: the folder is missing, read-only or full.
    """
    write_whole(data_dir / FOLDER / "trust.json", trust.model_dump_json(indent=1))


def authority_text(data_dir: Path) -> str:
    """The authority's certificate in PEM.

    Raises:
        CannotStart: there is none.
    """
    try:
        return ssl.DER_cert_to_PEM_cert(authority_file(data_dir).read_bytes())
    except OSError as error:
        raise CannotStart(
            f"{authority_file(data_dir)} can't be read ({error.strerror}). Make it anew: pos trust."
        ) from error


def authority_file(data_dir: Path) -> Path:
    """The authority's certificate in DER, the form that phones install."""
    return data_dir / FOLDER / "authority.crt"
