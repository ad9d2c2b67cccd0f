"""Sections of the floor: add, change, remove."""

from typing import Any

from sqlalchemy import delete, func, insert, select, update

from order_service.domain.floor_plan import GroupInUse, GroupNameTaken, GroupNotFound
from order_service.domain.permissions import Staff
from order_service.store.audit import record
from order_service.store.menu import menu_changed
from order_service.store.tables import section_printers, table_groups, tables
from order_service.store.unit_of_work import UnitOfWork

SUBJECT = "groups"
"""Screens read tables and sections together, so a section's change is announced as one of a table."""


def add_group(unit: UnitOfWork, name: str, name_en: str, sort_order: int | None, by: Staff, correlation_id: str) -> int:
    """A section, the last one unless `sort_order` says otherwise; returns its id.

    Raises:
        GroupNameTaken.
    """
    _require_free_name(unit, name, None)
    last = unit.connection.scalar(select(func.max(table_groups.c.sort_order)))
    place = sort_order if sort_order is not None else (0 if last is None else last + 1)
    values = {"name": name, "name_en": name_en, "sort_order": place}
    group_id: int = unit.connection.execute(insert(table_groups).returning(table_groups.c.id), values).scalar_one()
    record(unit, by.id, "table_group_added", f"table_group:{group_id}", values, correlation_id=correlation_id)
    unit.announce("table", SUBJECT)
    return group_id


def change_group(unit: UnitOfWork, group_id: int, changes: dict[str, Any], by: Staff, correlation_id: str) -> None:
    """Names or place.

    Raises:
        GroupNotFound, GroupNameTaken.
    """
    before = _group(unit, group_id)
    if "name" in changes:
        _require_free_name(unit, changes["name"], group_id)
    changed = {name: value for name, value in changes.items() if before[name] != value}
    if not changed:
        return
    unit.connection.execute(update(table_groups).where(table_groups.c.id == group_id).values(**changed))
    details = {"before": {name: before[name] for name in changed}, "after": changed}
    record(unit, by.id, "table_group_changed", f"table_group:{group_id}", details, correlation_id=correlation_id)
    unit.announce("table", SUBJECT)


def remove_group(unit: UnitOfWork, group_id: int, by: Staff, correlation_id: str) -> None:
    """Remove a section in which no table in use stands.

    Raises:
        GroupNotFound, GroupInUse.
    """
    before = _group(unit, group_id)
    here = tables.c.group_id == group_id
    if count := unit.connection.scalar(select(func.count()).where(here, tables.c.is_active)):
        raise GroupInUse(f"{count} tables stand in {before['name']}.", tables=count)
    unit.connection.execute(update(tables).where(here).values(group_id=None))
    unit.connection.execute(delete(section_printers).where(section_printers.c.section_id == group_id))
    unit.connection.execute(delete(table_groups).where(table_groups.c.id == group_id))
    details = {"before": before}
    record(unit, by.id, "table_group_removed", f"table_group:{group_id}", details, correlation_id=correlation_id)
    unit.announce("table", SUBJECT)
    menu_changed(unit)  # a zone may have had a printer near it


def _group(unit: UnitOfWork, group_id: int) -> dict[str, Any]:
    row = unit.connection.execute(select(table_groups).where(table_groups.c.id == group_id)).one_or_none()
    if row is None:
        raise GroupNotFound(f"There is no section {group_id}.")
    return dict(row._mapping)


def _require_free_name(unit: UnitOfWork, name: str, of: int | None) -> None:
    for row in unit.connection.execute(select(table_groups).where(table_groups.c.id != (of or 0))):
        if row.name.casefold() == name.casefold():
            raise GroupNameTaken(f"There is a section '{row.name}' already.", group_id=row.id)
