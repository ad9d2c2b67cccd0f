"""Open an order on a free table."""

from kernel.errors import NotFound
from order_service.domain.house_rules import HouseRules
from order_service.domain.order import TableHasOrder, TableNotActive
from order_service.domain.permissions import Staff
from order_service.store.audit import record
from order_service.store.business_days import running_day
from order_service.store.orders import OrderRow, TableRow, insert_order, table_with_order
from order_service.store.unit_of_work import UnitOfWork


class TableNotFound(NotFound):
    """No such table."""

    code = "table-not-found"
    hint = "Refresh the tables; a manager removed it."


def find_table(unit: UnitOfWork, table_id: int) -> tuple[TableRow, OrderRow | None]:
    """A table in use and its active order.

    Raises:
        TableNotFound, TableNotActive.
    """
    found = table_with_order(unit.connection, table_id)
    if found is None:
        raise TableNotFound(f"There is no table {table_id}.")
    if not found[0].is_active and found[1] is None:
        raise TableNotActive(f"Table {found[0].label} is out of use.", table=found[0].label)
    return found


def open_order(
    unit: UnitOfWork, table_id: int, covers: int | None, by: Staff, rules: HouseRules, correlation_id: str
) -> OrderRow:
    """Open an order on a free table.

    Raises:
        TableNotFound, TableNotActive.
        TableHasOrder: somebody was quicker; says who.
    """
    table, active = find_table(unit, table_id)
    if active is not None:
        raise TableHasOrder(
            f"Table {table.label} has an order of {active.owner_name}.", order_id=active.id, owner=active.owner_name
        )
    return start_order(unit, table, covers, by, rules, correlation_id)


def start_order(
    unit: UnitOfWork, table: TableRow, covers: int | None, by: Staff, rules: HouseRules, correlation_id: str
) -> OrderRow:
    """Open an order on a table known to be free."""
    day = running_day(unit, rules)
    order_id = insert_order(unit, table, by.id, covers, day)
    record(
        unit,
        by.id,
        "order_opened",
        f"order:{order_id}",
        {"table_id": table.id, "table": table.label, "covers": covers},
        correlation_id=correlation_id,
    )
    unit.announce("table", table.id, 1)
    return OrderRow(order_id, table, by.id, by.name, "open", covers, 1, 0, 0, 0, day)
