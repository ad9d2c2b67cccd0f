"""Write the taverna into an empty book, once, in one transaction."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import Table, func, insert, select, update

from deploy.demo.credentials import SignIn, credentials_file, promote_draft, write_draft
from deploy.demo.pins import draw_pin
from deploy.demo.taverna import Category, Dish, Named, Question, Taverna, read_taverna
from deploy.settings import DemoSettings
from kernel.clock import utc_now
from kernel.database import open_database
from order_service.store import tables as t
from order_service.store.audit import record
from order_service.store.menu import menu_changed
from order_service.store.migrate import migrate
from order_service.store.pins import hash_pin, pin_pepper
from order_service.store.unit_of_work import UnitOfWork

WAITER_DIGITS = 4
MANAGER_DIGITS = 6


def ensure_taverna(settings: DemoSettings, data_dir: Path) -> None:
    """Fill the book when nobody works here yet; point the printers at this start's ports.

    A start that changes nothing reads three small files and leaves the database library alone.

    Raises:
        CannotStart: the database can't be opened, or the folder can't be written.
    """
    ports = {"kitchen": settings.demo_kitchen_port, "bar": settings.demo_bar_port}
    seeded = data_dir / "run" / "demo-ports.json"
    is_known = not settings.database_url and settings.database_path.exists() and credentials_file(data_dir).exists()
    if is_known and seeded.exists() and json.loads(seeded.read_text("utf-8")) == ports:
        return
    database = open_database(settings.database_url, settings.database_path)
    try:
        migrate(database, data_dir)
        with database.reading() as connection:
            is_empty = not connection.scalar(select(func.count()).select_from(t.users))
        people: dict[str, SignIn] = {}
        if is_empty:
            people = _people(read_taverna())
            write_draft(data_dir, people)
        hashes = _hashes(people, pin_pepper(data_dir))
        with database.writer.begin() as connection:
            unit = UnitOfWork(connection, utc_now())
            if is_empty:
                fill(unit, read_taverna(), hashes, ports)
            else:
                _point_printers(unit, ports)
        promote_draft(data_dir)
    finally:
        database.close()
    seeded.write_text(json.dumps(ports), "utf-8")


def fill(unit: UnitOfWork, taverna: Taverna, pin_hashes: dict[str, str], ports: dict[str, int]) -> None:
    """Write zones, printers, floor, staff and menu.

    Args:
        unit: an open transaction on a book without users.
        taverna: what to write.
        pin_hashes: by username.
        ports: of the virtual printers on this machine, by zone.
    """
    connection = unit.connection
    for zone in taverna.zones:
        connection.execute(insert(t.zones), {"id": zone.id, "name": zone.name, "name_en": zone.name_en})
        connection.execute(
            insert(t.printers),
            {
                "id": zone.id,
                "name": zone.printer,
                "zone_id": zone.id,
                "ip_address": "127.0.0.1",
                "port": ports[zone.id],
                "capabilities": {},
            },
        )
    for order, section in enumerate(taverna.sections):
        group = _key_of(unit, t.table_groups, {"name": section.name, "name_en": section.name_en, "sort_order": order})
        numbers = range(section.first_table, section.last_table + 1)
        connection.execute(insert(t.tables), [{"number": n, "label": str(n), "group_id": group} for n in numbers])
    connection.execute(
        insert(t.users),
        [
            {
                "username": person.username,
                "name": person.name,
                "pin_hash": pin_hashes[person.username],
                "role": person.role,
                "created_at": unit.now,
            }
            for person in taverna.staff
        ],
    )
    for order, category in enumerate(taverna.categories):
        _write_category(unit, taverna, category, order)
    menu_changed(unit)
    record(unit, None, "demo_seeded", "site", {"dishes": sum(len(c.dishes) for c in taverna.categories)})


def _write_category(unit: UnitOfWork, taverna: Taverna, category: Category, order: int) -> None:
    key = _key_of(
        unit,
        t.categories,
        {
            "name": category.name,
            "name_en": category.name_en,
            "color": category.color,
            "sort_order": order,
            "printer_zone_id": category.zone,
            "course": category.course,
            "note_chips": [chip.model_dump() for chip in category.chips],
        },
    )
    for place, dish in enumerate(category.dishes):
        _write_dish(unit, taverna, dish, key, place, prints_nowhere=not (dish.zone or category.zone))


def _write_dish(
    unit: UnitOfWork, taverna: Taverna, dish: Dish, category: int, place: int, *, prints_nowhere: bool
) -> None:
    product = _key_of(
        unit,
        t.products,
        {
            "name": dish.name,
            "name_en": dish.name_en,
            "kitchen_name": dish.kitchen_name,
            "category_id": category,
            "base_price_cents": dish.cents,
            "is_available": dish.available,
            "prints_nowhere": prints_nowhere,
            "sort_order": place,
        },
    )
    if dish.zone:
        unit.connection.execute(insert(t.product_zones), {"product_id": product, "zone_id": dish.zone})
    owner = {"product_id": product}
    options = [_extra(taverna.options[key], i, "extra_cost_cents") | owner for i, key in enumerate(dish.extras)]
    if options:
        unit.connection.execute(insert(t.product_options), options)
    removable = [_extra(taverna.ingredients[key], i, "extra_cost_cents") | owner for i, key in enumerate(dish.without)]
    if removable:
        unit.connection.execute(insert(t.product_ingredients), removable)
    for i, key in enumerate(dish.asks):
        _write_question(unit, taverna.questions[key], product, i)


def _write_question(unit: UnitOfWork, question: Question, product: int, place: int) -> None:
    key = _key_of(
        unit,
        t.product_preference_sets,
        {
            "product_id": product,
            "name": question.name,
            "name_en": question.name_en,
            "min_choices": 0 if question.default else 1,
            "sort_order": place,
        },
    )
    unit.connection.execute(
        insert(t.product_preference_choices),
        [
            _extra(choice, i, "price_delta_cents")
            | {"preference_set_id": key, "is_default": choice.name == question.default}
            for i, choice in enumerate(question.choices)
        ],
    )


def _key_of(unit: UnitOfWork, table: Table, values: dict[str, object]) -> int:
    """Write a row, return its id."""
    key: int = unit.connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one()
    return key


def _extra(named: Named, place: int, price: str) -> dict[str, object]:
    return {"name": named.name, "name_en": named.name_en, price: named.cents, "sort_order": place}


def _people(taverna: Taverna) -> dict[str, SignIn]:
    return {
        person.username: {
            "pin": draw_pin(MANAGER_DIGITS if person.role == "manager" else WAITER_DIGITS),
            "role": person.role,
        }
        for person in taverna.staff
    }


def _hashes(people: dict[str, SignIn], pepper: bytes) -> dict[str, str]:
    """Slow on purpose, 85 ms each; in threads they share the cores."""
    with ThreadPoolExecutor(4) as pool:
        return dict(zip(people, pool.map(lambda one: hash_pin(one["pin"], pepper), people.values()), strict=True))


def _point_printers(unit: UnitOfWork, ports: dict[str, int]) -> None:
    """The virtual printers may listen elsewhere this time; printers that a manager moved away are left alone."""
    p = t.printers.c
    moved = [
        unit.connection.execute(
            update(t.printers)
            .where(p.id == name, p.ip_address == "127.0.0.1", p.port != port)
            .values(port=port, rev=p.rev + 1)
        ).rowcount
        for name, port in ports.items()
    ]
    if any(moved):
        menu_changed(unit)
