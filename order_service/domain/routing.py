"""Which printer a zone's ticket comes out of: the zone's own, the one near a section, or one that stands in."""

from collections.abc import Mapping
from dataclasses import dataclass

from order_service.domain.menu import PrinterPlace, Zone


@dataclass(frozen=True)
class Destination:
    """Where a ticket comes out.

    Attributes:
        name: of the printer, as people call it.
        home: the printer that it is meant for.
    """

    printer_id: str
    name: str
    home: str

    @property
    def stand_in(self) -> str:
        """The name of the printer that prints it instead of its own; '' for none."""
        return self.name if self.printer_id != self.home else ""


@dataclass(frozen=True)
class Routes:
    """The way from zones to printers."""

    zones: Mapping[str, Zone]
    printers: Mapping[str, PrinterPlace]

    def of_zone(self, zone_id: str, section_id: int | None = None) -> Destination | None:
        """For a ticket of this zone, ordered in this section; None when the zone has no printer."""
        zone = self.zones.get(zone_id)
        if zone is None:
            return None
        near = zone.section_printers.get(section_id) if section_id is not None else None
        if near is not None and self._prints(near):
            return self.of_printer(near)
        return None if zone.printer_id is None else self.of_printer(zone.printer_id)

    def of_slip(self, zone_id: str, home: str, section_id: int | None = None) -> Destination:
        """For a paper about an earlier one: whoever read that reads this, unless its printer is out of use."""
        if self._prints(home):
            return self.of_printer(home)
        return self.of_zone(zone_id, section_id) or self.of_printer(home)

    def of_printer(self, home: str) -> Destination:
        """The printer itself, or the one that stands in; stand-ins don't pass on, so that no ticket goes in circles."""
        place = self.printers.get(home)
        stand_in = self.printers.get(place.diverted_to) if place is not None and place.diverted_to else None
        if stand_in is not None and stand_in.is_active:
            return Destination(stand_in.id, stand_in.name, home)
        return Destination(home, place.name if place is not None else "", home)

    def _prints(self, printer_id: str) -> bool:
        place = self.printers.get(printer_id)
        return place is not None and place.is_active
