"""Zones and printers, set up."""

import asyncio
import socket
from ipaddress import ip_address
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from api.dependencies import Manager, TheHouse, TheTap, Who, once
from api.problems import problem_answers
from api.schemas.places import PrinterIn, PrinterSetup, PrinterSetupOut, SectionPrinters, ZoneIn, ZoneNames, ZoneOut
from kernel.ids import SLUG_PATTERN
from kernel.printer_doors import PrinterAddressRefused
from order_service.commands.edit_printer import add_printer, change_printer, remove_printer
from order_service.commands.edit_zone import add_zone, remove_zone, rename_zone, set_section_printers
from order_service.domain.menu import Zone
from order_service.queries.places import printer_setup
from order_service.store.menu import read_zones
from order_service.store.unit_of_work import UnitOfWork

router = APIRouter(prefix="/api", tags=["places"])

PlaceId = Annotated[str, Path(pattern=SLUG_PATTERN)]


@router.get("/zones/", responses=problem_answers(401))
async def list_zones(house: TheHouse, _who: Who) -> list[ZoneOut]:
    """Where tickets are read."""
    zones = await house.read(read_zones)
    return [ZoneOut.model_validate(zones[key]) for key in sorted(zones)]


@router.post("/zones/", status_code=201, response_model=ZoneOut, responses=problem_answers(401, 403, 409))
async def new_zone(body: ZoneIn, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Add a zone."""

    def _add(unit: UnitOfWork) -> ZoneOut:
        add_zone(unit, Zone(body.id, body.name, body.name_en, None), who, tap.correlation_id)
        return _zone(unit, body.id)

    return await once(house, tap, 201, _add)


@router.put("/zones/{zone_id}", response_model=ZoneOut, responses=problem_answers(401, 403, 404))
async def change_zone(zone_id: PlaceId, body: ZoneNames, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Give a zone other names."""

    def _rename(unit: UnitOfWork) -> ZoneOut:
        rename_zone(unit, Zone(zone_id, body.name, body.name_en, None), who, tap.correlation_id)
        return _zone(unit, zone_id)

    return await once(house, tap, 200, _rename)


@router.put("/zones/{zone_id}/sections", response_model=ZoneOut, responses=problem_answers(401, 403, 404))
async def near_sections(
    zone_id: PlaceId, body: SectionPrinters, house: TheHouse, who: Manager, tap: TheTap
) -> Response:
    """Say, whole, in which sections the zone's tickets come out at a printer of their own: the nearest bar."""

    def _set(unit: UnitOfWork) -> ZoneOut:
        set_section_printers(unit, zone_id, body.section_printers, who, tap.correlation_id)
        return _zone(unit, zone_id)

    return await once(house, tap, 200, _set)


@router.delete("/zones/{zone_id}", status_code=204, responses=problem_answers(401, 403, 404, 409))
async def delete_zone(zone_id: PlaceId, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Take away a zone that nothing names; 409 says what does."""
    return await once(house, tap, 204, lambda unit: remove_zone(unit, zone_id, who, tap.correlation_id))


@router.post("/printers/", status_code=201, response_model=PrinterSetupOut, responses=problem_answers(401, 403, 409))
async def new_printer(body: PrinterIn, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Add a printer on the restaurant's own network."""
    await _refuse_own_address(body, house.printer_doors.allow_loopback)

    def _add(unit: UnitOfWork) -> PrinterSetupOut:
        add_printer(unit, body.draft(body.id), house.printer_doors, who, tap.correlation_id)
        return _printer(unit, body.id)

    return await once(house, tap, 201, _add)


@router.get("/printers/{printer_id}", responses=problem_answers(401, 403, 404))
async def read_printer(printer_id: PlaceId, house: TheHouse, _who: Manager) -> PrinterSetupOut:
    """How a printer is set up."""
    return PrinterSetupOut.model_validate(await house.read(lambda connection: printer_setup(connection, printer_id)))


@router.put("/printers/{printer_id}", response_model=PrinterSetupOut, responses=problem_answers(401, 403, 404))
async def set_up_printer(
    printer_id: PlaceId, body: PrinterSetup, house: TheHouse, who: Manager, tap: TheTap
) -> Response:
    """Set a printer up anew, whole; its agent follows at once."""
    await _refuse_own_address(body, house.printer_doors.allow_loopback)

    def _change(unit: UnitOfWork) -> PrinterSetupOut:
        change_printer(unit, body.draft(printer_id), house.printer_doors, who, tap.correlation_id)
        return _printer(unit, printer_id)

    return await once(house, tap, 200, _change)


@router.delete("/printers/{printer_id}", status_code=204, responses=problem_answers(401, 403, 404, 409))
async def delete_printer(printer_id: PlaceId, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Take away a printer that no ticket waits for."""
    return await once(house, tap, 204, lambda unit: remove_printer(unit, printer_id, who, tap.correlation_id))


def _zone(unit: UnitOfWork, zone_id: str) -> ZoneOut:
    return ZoneOut.model_validate(read_zones(unit.connection)[zone_id])


def _printer(unit: UnitOfWork, printer_id: str) -> PrinterSetupOut:
    return PrinterSetupOut.model_validate(printer_setup(unit.connection, printer_id))


async def _refuse_own_address(body: PrinterSetup, allow_loopback: bool) -> None:
    """The box itself is no printer, whatever address it has on the network."""
    if not allow_loopback and await asyncio.to_thread(_is_own, body.ip_address):
        raise PrinterAddressRefused(f"{body.ip_address} is this box itself.")


def _is_own(address: str) -> bool:
    """Would this machine speak to the address from that very address? Nothing is sent to find out."""
    try:
        family = socket.AF_INET6 if ip_address(address).version == 6 else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, 9))
            own: Any = probe.getsockname()[0]
            return bool(ip_address(own) == ip_address(address))
    except (OSError, ValueError):  # no address, or no way to it: the command says what is wrong
        return False
