"""Settings of the API."""

from pathlib import Path

from pydantic import Field, SecretStr, field_validator

from order_service.domain.printer_address import DEFAULT_PORTS, PrinterDoors, ports_of
from order_service.settings import OrderServiceSettings


class ApiSettings(OrderServiceSettings):
    """Where it listens and how long a session lasts."""

    host: str = Field("0.0.0.0", validation_alias="API_HOST")  # noqa: S104  # phones on the LAN must reach it
    """Address the API listens on; phones on the restaurant's network must reach it."""

    port: int = Field(8000, ge=1, le=65535, validation_alias="API_PORT")
    """Port of the API and the web apps."""

    public_url: str = Field("", pattern=r"^(https?://[^\s/?#]+)?/?$", validation_alias="POS_PUBLIC_URL")
    """Address by which phones reach the box, `http://pos.lan:8000`; empty means it is found out."""

    secret_key: SecretStr = Field(SecretStr(""), validation_alias="SECRET_KEY")
    """Signs sessions, 32 characters or more; empty means one made on first start and kept in the data folder."""

    session_hours: int = Field(8, ge=1, le=72, validation_alias="POS_SESSION_HOURS")
    """How long a sign-in lasts."""

    allow_loopback_printers: bool = Field(False, validation_alias="POS_ALLOW_LOOPBACK_PRINTERS")
    """Printers on this very machine are allowed: for development and the demo, whose printers are virtual."""

    printer_ports: str = Field(DEFAULT_PORTS, validation_alias="POS_PRINTER_PORTS")
    """Ports at which a printer may listen."""

    web_dir: Path = Field(Path(__file__).parent.parent / "web", validation_alias="POS_WEB_DIR")
    """Folder with the built web apps (`waiter/dist`, ...)."""

    @field_validator("printer_ports")
    @classmethod
    def _known_ports(cls, text: str) -> str:
        ports_of(text)
        return text

    @property
    def printer_doors(self) -> PrinterDoors:
        """Where printers may be."""
        return PrinterDoors(ports_of(self.printer_ports), self.allow_loopback_printers)
