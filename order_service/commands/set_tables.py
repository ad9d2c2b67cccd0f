"""Put tables on the floor, change them, take them away."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from order_service.commands.open_order import TableNotFound
from order_service.domain.floor_plan import (
    Batch,
    GroupNotFound,
    TableInUse,
    TableLabelTaken,
    TableNumberTaken,
    label_key,
    plan_batch,
)
from order_service.domain.permissions import Staff
from order_service.store.audit import record
from order_service.store.orders import table_with_order
from order_service.store.tables import table_groups, tables
from order_service.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class BatchWish:
    """`count` tables with labels from `{prefix}{first}` on."""

    prefix: str
    first: int
    count: int
    group_id: int | None


def add_table(unit: UnitOfWork, number: int, label: str, group_id: int | None, by: Staff, correlation_id: str) -> int:
    """One table; returns its id.

    Raises:
        TableNumberTaken, TableLabelTaken, GroupNotFound.
    """
    values = {"number": number, "label": label, "group_id": group_id}
    _require_free(unit, values, None)
    table_id: int = unit.connection.execute(insert(tables).returning(tables.c.id), values).scalar_one()
    record(unit, by.id, "table_added", f"table:{table_id}", values, correlation_id=correlation_id)
    unit.announce("table", table_id)
    return table_id


def add_tables(unit: UnitOfWork, wish: BatchWish, by: Staff, correlation_id: str) -> Batch:
    """Many tables at once; labels that are there already are skipped.

    Raises:
        GroupNotFound.
    """
    _require_group(unit, wish.group_id)
    known = {row.number: row.label for row in unit.connection.execute(select(tables.c.number, tables.c.label))}
    batch = plan_batch(wish.prefix, wish.first, wish.count, known)
    rows = [{"number": new.number, "label": new.label, "group_id": wish.group_id} for new in batch.new]
    if rows:
        unit.connection.execute(insert(tables), rows)
        record(unit, by.id, "tables_added", "tables", {"tables": rows}, correlation_id=correlation_id)
        unit.announce("table", "tables")
    return batch


def change_table(unit: UnitOfWork, table_id: int, changes: dict[str, Any], by: Staff, correlation_id: str) -> None:
    """Number, label, section (None: none), in or out of use.

    Raises:
        TableNotFound, TableNumberTaken, TableLabelTaken, GroupNotFound.
        TableInUse: it can't go out of use while guests sit there.
    """
    before = _table(unit, table_id)
    if changes.get("is_active") is False:
        _require_no_guests(unit, table_id)
    _require_free(unit, changes, table_id)
    changed = {name: value for name, value in changes.items() if before[name] != value}
    if not changed:
        return
    unit.connection.execute(update(tables).where(tables.c.id == table_id).values(**changed))
    details = {"before": {name: before[name] for name in changed}, "after": changed}
    record(unit, by.id, "table_changed", f"table:{table_id}", details, correlation_id=correlation_id)
    unit.announce("table", table_id)


def remove_table(unit: UnitOfWork, table_id: int, by: Staff, correlation_id: str) -> None:
    """Take a table away; one that ever had an order stays in the books, out of use.

    Raises:
        TableNotFound, TableInUse.
    """
    before = _table(unit, table_id)
    _require_no_guests(unit, table_id)
    try:
        with unit.connection.begin_nested():
            unit.connection.execute(delete(tables).where(tables.c.id == table_id))
    except IntegrityError:  # something of the past names it
        unit.connection.execute(update(tables).where(tables.c.id == table_id).values(is_active=False))
    record(unit, by.id, "table_removed", f"table:{table_id}", {"before": before}, correlation_id=correlation_id)
    unit.announce("table", table_id)


def _table(unit: UnitOfWork, table_id: int) -> dict[str, Any]:
    row = unit.connection.execute(select(tables).where(tables.c.id == table_id)).one_or_none()
    if row is None:
        raise TableNotFound(f"There is no table {table_id}.")
    return dict(row._mapping)


def _require_no_guests(unit: UnitOfWork, table_id: int) -> None:
    found = table_with_order(unit.connection, table_id)
    if found is not None and found[1] is not None:
        raise TableInUse(
            f"Table {found[0].label} has an order of {found[1].owner_name}.",
            order_id=found[1].id,
            owner=found[1].owner_name,
        )


def _require_free(unit: UnitOfWork, values: dict[str, Any], of: int | None) -> None:
    """Nobody else's number and label, and a section that is there."""
    for row in unit.connection.execute(select(tables).where(tables.c.id != (of or 0))):
        facts = {"table_id": row.id, "is_active": row.is_active}
        if row.number == values.get("number"):
            raise TableNumberTaken(f"Table {row.label} has the number {row.number}.", **facts)
        if label_key(row.label) == label_key(values.get("label") or ""):
            raise TableLabelTaken(f"There is a table {row.label} already.", **facts)
    _require_group(unit, values.get("group_id"))


def _require_group(unit: UnitOfWork, group_id: int | None) -> None:
    known = select(table_groups.c.id).where(table_groups.c.id == group_id)
    if group_id is not None and unit.connection.scalar(known) is None:
        raise GroupNotFound(f"There is no section {group_id}.")
