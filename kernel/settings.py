"""How settings are read: once, at the start of a process, from the environment or `.env`."""

from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kernel.errors import CannotStart
from kernel.ids import SiteId
from kernel.printer_doors import DEFAULT_PORTS, PrinterDoors, ports_of


class SiteSettings(BaseSettings):
    """What every process of a site needs to know."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", use_attribute_docstrings=True, env_ignore_empty=True, populate_by_name=True
    )

    data_dir: Path = Field(Path("data"), validation_alias="POS_DATA_DIR")
    """Folder of everything that must survive: databases, spools, secrets, images."""

    site_id: SiteId = Field("local", validation_alias="SITE_ID")
    """Identity given at registration; a level of every MQTT topic."""

    mqtt_url: str = Field("", validation_alias="MQTT_URL")
    """External broker, `mqtt://host:1883` or `mqtts://host:8883`; empty means the embedded one."""

    mqtt_host: str = Field("127.0.0.1", validation_alias="MQTT_HOST")
    """Address the embedded broker listens on, and where the site's processes find it."""

    mqtt_port: int = Field(1883, ge=1, le=65535, validation_alias="MQTT_PORT")
    """Port of the embedded broker."""

    mqtt_agents_host: str = Field("", validation_alias="MQTT_AGENTS_HOST")
    """Address of this machine at which printers' agents on other machines may sign in, over TLS, with what `pos
    agent-credential` made: `0.0.0.0` for all of them; empty means no such door."""

    mqtt_agents_port: int = Field(8883, ge=1, le=65535, validation_alias="MQTT_AGENTS_PORT")
    """Port of that door."""

    mqtt_ca_file: Path | None = Field(None, validation_alias="MQTT_CA_FILE")
    """Certificate authority that signs an `mqtts://` broker; none means the system's."""

    allow_loopback_printers: bool = Field(False, validation_alias="POS_ALLOW_LOOPBACK_PRINTERS")
    """Printers on this very machine are allowed: for development and the demo, whose printers are virtual."""

    printer_ports: str = Field(DEFAULT_PORTS, validation_alias="POS_PRINTER_PORTS")
    """Ports at which a printer may listen."""

    license_keys: str = Field("", validation_alias="LICENSE_KEYS")
    """The vendor's public keys, given at registration; a lease signed by no other key counts. Empty: those shipped."""

    license_grace_hours: float | None = Field(None, ge=0, le=720, validation_alias="LICENSE_GRACE_HOURS")
    """Hours without the cloud after which the box stops; empty means what the licence allows (24), never more."""

    license_drill_hours: float = Field(0, ge=0, le=10_000, validation_alias="LICENSE_DRILL_HOURS")
    """For a drill: the licence is taken to be so much older than it is, as if the cloud had been away."""

    log_level: str = Field("info", pattern="^(debug|info|warning|error)$", validation_alias="POS_LOG_LEVEL")
    """Least severe log records that are written."""

    @field_validator("printer_ports")
    @classmethod
    def _known_ports(cls, text: str) -> str:
        ports_of(text)
        return text

    @property
    def printer_doors(self) -> PrinterDoors:
        """Where printers may be."""
        return PrinterDoors(ports_of(self.printer_ports), self.allow_loopback_printers)

    @property
    def broker_url(self) -> str:
        """Where this site's broker is."""
        return self.mqtt_url or f"mqtt://{self.mqtt_host}:{self.mqtt_port}"


Settings = TypeVar("Settings", bound=BaseSettings)


def read_settings(kind: type[Settings], **given: Any) -> Settings:
    """Read `kind` from the environment, or stop with one sentence per wrong setting.

    Args:
        kind: a settings class.
        given: values from the command line; None means "not given".

    Raises:
        CannotStart: names each wrong setting, its value's fault, never a secret's value.
    """
    try:
        return kind(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise CannotStart(f"Settings are wrong. {faults}.") from None


def usable_data_dir(folder: Path) -> Path:
    """Make the data folder (0700) if needed and prove that it can be written.

    Raises:
        CannotStart: with the folder's name and the reason.
    """
    probe = folder / ".writable"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink(missing_ok=True)  # a process that starts in the same moment may have done it
    except OSError as error:
        raise CannotStart(
            f"The data folder {folder} can't be written ({error.strerror}). Set POS_DATA_DIR to a folder you own."
        ) from error
    return folder
