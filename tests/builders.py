"""Short ways to say what a test is about: a taverna's book, its people, a round."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from deploy.demo.seed import fill
from deploy.demo.taverna import read_taverna
from kernel.clock import Now, utc_now
from kernel.database import Database, open_database
from kernel.messages import Event
from order_service.commands.fire_round import FiredRound, FireRound, fire_round
from order_service.domain.house_rules import HouseRules
from order_service.domain.menu import ChosenLine, Extra, LineRequest, Menu, PreferenceSet, Product, Zone
from order_service.domain.permissions import Staff
from order_service.store import tables as t
from order_service.store.menu import MenuCache
from order_service.store.migrate import migrate
from order_service.store.staff import account_by_username
from order_service.store.unit_of_work import UnitOfWork
from order_service.store.writer import Writer

ATHENS = ZoneInfo("Europe/Athens")
RULES = HouseRules(ATHENS)
EVENING = datetime(2026, 6, 5, 18, 47, 10, tzinfo=UTC)
"""A Friday, 21:47:10 in Athens."""

KITCHEN = Zone("kitchen", "Κουζίνα", "Kitchen", "kitchen", "Κουζίνα")
BAR = Zone("bar", "Μπαρ", "Bar", "bar", "Μπαρ")


def an_extra(key: int, name: str = "extra", cents: int = 0, *, is_default: bool = False) -> Extra:
    return Extra(key, name, f"{name} (en)", cents, is_default)


def a_question(key: int, *choices: Extra, name: str = "ψήσιμο", is_required: bool = True) -> PreferenceSet:
    return PreferenceSet(key, name, f"{name} (en)", choices, min_choices=int(is_required))


def a_product(key: int = 1, name: str = "Μουσακάς", cents: int = 1080, **changes: Any) -> Product:
    known: dict[str, Any] = {
        "id": key,
        "name": name,
        "name_en": f"{name} (en)",
        "kitchen_name": "",
        "category_id": 1,
        "category_name": "Μαγειρευτά",
        "base_price_cents": cents,
        "is_available": True,
        "zone_ids": ("kitchen",),
    }
    return Product(**known | changes)


def a_menu(*products: Product, zones: tuple[Zone, ...] = (KITCHEN, BAR)) -> Menu:
    return Menu(1, {product.id: product for product in products}, {zone.id: zone for zone in zones})


def a_line(product: Product | None = None, quantity: str = "1", **changes: Any) -> ChosenLine:
    return ChosenLine(**{"product": product or a_product(), "quantity": Decimal(quantity), "note": ""} | changes)


def fill_book(database: Database) -> None:
    """Migrate, and write the demo taverna with PIN hashes that match nothing."""
    migrate(database)
    taverna = read_taverna()
    with database.writer.begin() as connection:
        hashes = {person.username: "-" for person in taverna.staff}
        fill(UnitOfWork(connection, utc_now()), taverna, hashes, {"kitchen": 9101, "bar": 9102})


def book_template(folder: Path) -> Path:
    """A filled SQLite book to be copied: made once, because it takes half a second."""
    path = folder / "pos.db"
    database = open_database("", path)
    fill_book(database)
    database.close()
    return path


@dataclass
class Book:
    """A filled book with its writer running; `heard` holds what commits announced."""

    database: Database
    now: Now = utc_now
    heard: list[Event] = field(default_factory=list)
    wakes: int = 0
    menus: MenuCache = field(default_factory=MenuCache)
    rules: HouseRules = RULES

    def __post_init__(self) -> None:
        self.writer = Writer(self.database, on_commit=self._committed, now=self.now)
        self.writer.start()
        with self.database.reading() as connection:
            menu = self.menus.get(connection)
            self._dishes = {product.name: product for product in menu.products.values()}
            self._tables = {row.number: row.id for row in connection.execute(select(t.tables))}

    def _committed(self, events: list[Event], owes: bool) -> None:
        self.heard.extend(events)
        self.wakes += owes

    def close(self) -> None:
        self.writer.stop()
        self.database.close()

    def staff(self, name: str = "maria") -> Staff:
        with self.database.reading() as connection:
            account = account_by_username(connection, name)
        assert account is not None, name
        return account.staff

    def line(self, dish: str = "Μουσακάς", quantity: str = "1", **more: Any) -> LineRequest:
        product = self._dishes[dish]
        choices = tuple(q.choices[0].id for q in product.preference_sets if q.is_required)
        return LineRequest(product.id, Decimal(quantity), **{"choice_ids": choices} | more)

    def round(self, table: int, *lines: LineRequest, by: str = "maria", order_id: int | None = None) -> FireRound:
        place = {"order_id": order_id} if order_id else {"table_id": self._tables[table]}
        return FireRound(lines or (self.line(),), self.staff(by), "tap-0001", **place)

    def fire(self, table: int, *lines: LineRequest, by: str = "maria") -> FiredRound:
        request = self.round(table, *lines, by=by)
        return self.writer.run(lambda unit: fire_round(unit, request, self.menus, self.rules))

    def rows(self, table: Any, *where: Any) -> list[dict[str, Any]]:
        with self.database.reading() as connection:
            found = connection.execute(select(table).where(*where).order_by(*table.primary_key.columns))
            return [dict(row._mapping) for row in found]

    def job(self, job_id: str) -> dict[str, Any]:
        [row] = self.rows(t.print_jobs, t.print_jobs.c.id == job_id)
        return row

    def states(self) -> list[str]:
        return [row["state"] for row in self.rows(t.print_jobs)]

    def alerts(self, *, only_open: bool = True) -> list[dict[str, Any]]:
        return self.rows(t.alerts, t.alerts.c.acted_at.is_(None)) if only_open else self.rows(t.alerts)


def copy_of_book(template: Path, folder: Path, **options: Any) -> Book:
    """A book of one's own."""
    path = folder / "pos.db"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(template, path)
    return Book(open_database("", path), **options)
