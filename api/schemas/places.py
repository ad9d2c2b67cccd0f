"""Zones, and printers as a manager sets them up."""

from typing import Annotated

from pydantic import ConfigDict, Field

from api.schemas.common import AnswerBody, Id, OneLine, RequestBody
from kernel.ids import Slug
from kernel.messages import PrinterCapabilities
from order_service.commands.edit_printer import PrinterDraft

PlaceName = Annotated[OneLine, Field(min_length=1, max_length=60)]
Port = Annotated[int, Field(ge=1, le=65535)]


class ZoneNames(RequestBody):
    """What a zone is called."""

    name: PlaceName
    name_en: Annotated[OneLine, Field(max_length=60)] = ""


class ZoneIn(ZoneNames):
    """A new zone; its id is a level of MQTT topics and never changes."""

    id: Slug


class ZoneOut(AnswerBody):
    """A preparation area that reads tickets."""

    id: str
    name: str
    name_en: str
    printer_id: str | None
    """The printer that serves it; null prints nothing, and the menu says so."""
    section_printers: dict[int, str]
    """Sections of the floor whose tickets come out at a printer of their own."""


class SectionPrinters(RequestBody):
    """For each section of the floor named here, the printer of the zone's tickets; all others go to the zone's own."""

    section_printers: dict[Id, Slug] = Field(max_length=100)


class Capabilities(PrinterCapabilities):
    """How to speak to this make of printer, in the words that its agent reads."""

    model_config = ConfigDict(extra="forbid")


class PrinterSetup(RequestBody):
    """Where a printer is and how to speak to it, whole."""

    name: PlaceName
    zone_id: Slug
    ip_address: Annotated[OneLine, Field(min_length=2, max_length=45, examples=["192.168.1.50"])]
    """An address of numbers on the restaurant's own network."""
    port: Port = 9100
    is_active: bool = True
    capabilities: Capabilities = Field(default_factory=Capabilities)
    backup_id: Slug | None = None
    """The printer that takes over."""
    takeover_after_s: Annotated[int, Field(ge=15, le=3600)] | None = None
    """Seconds of trouble after which it does so by itself; null leaves that to a manager."""

    def draft(self, printer_id: str) -> PrinterDraft:
        """As the command takes it."""
        spoken = self.capabilities.model_dump(exclude_defaults=True)
        return PrinterDraft(
            printer_id,
            self.name,
            self.zone_id,
            self.ip_address,
            self.port,
            self.is_active,
            spoken,
            self.backup_id,
            self.takeover_after_s,
        )


class PrinterIn(PrinterSetup):
    """A new printer; its id is a level of MQTT topics and its agent's name, and never changes."""

    id: Slug


class PrinterSetupOut(AnswerBody):
    """A printer as it is set up."""

    id: str
    name: str
    zone_id: str
    ip_address: str
    port: int
    is_active: bool
    capabilities: Capabilities
    backup_id: str | None
    takeover_after_s: int | None
