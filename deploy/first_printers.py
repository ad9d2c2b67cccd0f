"""The printers that `pos install` is told of or finds: into the book, and each looked at once."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from sqlalchemy import select

from deploy.printer_check import SENTENCES
from kernel.clock import utc_now
from kernel.database import open_database
from kernel.errors import CannotStart, Refused
from kernel.ids import is_slug
from kernel.messages import FoundPrinter
from kernel.printer_doors import PrinterDoors
from kernel.settings import read_settings
from order_service.commands.edit_printer import PrinterDraft, add_printer, change_printer
from order_service.commands.edit_zone import add_zone
from order_service.domain.menu import Zone
from order_service.domain.permissions import Staff
from order_service.settings import OrderServiceSettings
from order_service.store import tables as t
from order_service.store.unit_of_work import UnitOfWork
from order_service.store.write_lock import WriteLock
from printer_agents.check.alone import Alone
from printer_agents.check.asking import a_request
from printer_agents.settings import AgentSettings

STANDARD_PORT = 9100
NAMES = {"kitchen": ("Κουζίνα", "Kitchen"), "bar": ("Μπαρ", "Bar"), "grill": ("Ψησταριά", "Grill")}
"""What zones are called at first; others by their id, until a manager names them."""
_SEARCH_S = 120.0


@dataclass(frozen=True)
class Place:
    """A printer, and the zone of the same id whose tickets it prints."""

    id: str
    address: str
    port: int


def place_of(words: str) -> Place:
    """`kitchen=192.168.1.50` or `bar=192.168.1.51:9101`.

    Raises:
        CannotStart: it is neither.
    """
    name, _, where = words.partition("=")
    host, _, port = where.rpartition(":") if where.count(":") == 1 else (where, "", str(STANDARD_PORT))
    if not is_slug(name) or not host or not port.isdigit():
        raise CannotStart(f"'{words}' names no printer. Write zone=address, like kitchen=192.168.1.50.")
    return Place(name, host, int(port))


def keep_printers(places: Sequence[Place]) -> None:
    """Put them into the book; a printer of that id moves to the address, a zone that is not there is made.

    Raises:
        CannotStart: an address is not one of a restaurant's network, or nobody manages here yet.
    """
    settings = read_settings(OrderServiceSettings)
    database = open_database(settings.database_url, settings.database_path)
    lock = WriteLock(database.path.with_name(f"{database.path.name}.turn")) if database.path else None
    try:
        with lock.held() if lock is not None else nullcontext(), database.writer.begin() as connection:
            unit = UnitOfWork(connection, utc_now())
            for place in places:
                _keep(unit, place, read_settings(AgentSettings).printer_doors, _first_manager(unit))
    except Refused as refused:
        raise CannotStart(f"{refused.detail} {refused.hint}") from None
    finally:
        database.close()


def has_printers() -> bool:
    """Say whether the book names one."""
    return bool(_known())


def check_printers() -> list[str]:
    """Ask each printer of the book how it is; one sentence for each.

    A printer whose agent runs just now is left to it, and said to be busy.
    """
    desk = Alone(read_settings(AgentSettings))
    said = []
    for place in _known():
        request = a_request("status", utc_now(), address=place.address, port=place.port)
        report = desk.ask(request, _SEARCH_S)
        sentence = SENTENCES.get(report.reason, report.reason)
        said.append(f"Printer {place.id} at {place.address}:{place.port}. {sentence}")
    return said


def ask_for_printers() -> list[Place]:
    """Search the network, and ask the person at the terminal what each printer that was found prints."""
    print("Searching this network for printers ...", flush=True)
    report = Alone(read_settings(AgentSettings)).ask(a_request("discover", utc_now()), _SEARCH_S)
    if not report.found:
        print("None was found.")
    return places_of(report.found, input)


def places_of(found: Sequence[FoundPrinter], answer: Callable[[str], str]) -> list[Place]:
    """Those whose tickets a person names; what is no receipt printer is not asked about.

    Args:
        answer: puts a question to a person.
    """
    chosen = []
    for one in found:
        if one.printer_id or one.reason == "wrong_device":
            continue
        question = f"{one.address}:{one.port} may be a printer. Whose tickets (kitchen, bar, ...; Enter: nobody's)? "
        while (typed := answer(question).strip().lower()) and not is_slug(typed):
            print("Write one short word in Latin letters, like kitchen.")
        if typed:
            chosen.append(Place(typed, one.address, one.port))
    return chosen


def _keep(unit: UnitOfWork, place: Place, doors: PrinterDoors, by: Staff) -> None:
    name, name_en = NAMES.get(place.id, (place.id, place.id))
    zone = select(t.zones.c.id).where(t.zones.c.id == place.id, t.zones.c.deleted_at.is_(None))
    p = t.printers.c
    columns = (p.id, p.name, p.zone_id, p.ip_address, p.port, p.capabilities, p.backup_id, p.takeover_after_s)
    known = unit.connection.execute(select(*columns).where(p.id == place.id, p.deleted_at.is_(None))).one_or_none()
    if known is None:
        if unit.connection.scalar(zone) is None:
            add_zone(unit, Zone(place.id, name, name_en, None), by, "install")
        draft = PrinterDraft(place.id, name, place.id, place.address, place.port, is_active=True, capabilities={})
        add_printer(unit, draft, doors, by, "install")
    elif (known.ip_address, known.port) != (place.address, place.port):
        there = dict(known._mapping) | {"ip_address": place.address, "port": place.port, "is_active": True}
        change_printer(unit, PrinterDraft(**there), doors, by, "install")


def _first_manager(unit: UnitOfWork) -> Staff:
    u = t.users.c
    manages = select(u.id, u.name, u.role).where(u.role != "waiter", u.is_active).order_by(u.id)
    row = unit.connection.execute(manages).first()
    if row is None:
        raise CannotStart('Nobody manages this site yet. Make somebody a manager first: "pos person NAME".')
    return Staff(row.id, row.name, row.role)


def _known() -> list[Place]:
    settings = read_settings(OrderServiceSettings)
    database = open_database(settings.database_url, settings.database_path)
    p = t.printers.c
    wanted = select(p.id, p.ip_address, p.port).where(p.deleted_at.is_(None), p.is_active).order_by(p.id)
    try:
        with database.reading() as connection:
            return [Place(row.id, row.ip_address, row.port) for row in connection.execute(wanted)]
    finally:
        database.close()
