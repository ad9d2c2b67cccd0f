"""All that the restaurant wrote, table by table; secrets (PIN hashes, devices, keys of taps) stay out."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from order_service.store import tables as t

DATASETS: Final[dict[str, Table]] = {
    "orders": t.orders,
    "order_items": t.order_items,
    "order_waiters": t.order_waiters,
    "rounds": t.rounds,
    "payments": t.payments,
    "payment_items": t.payment_items,
    "adjustments": t.adjustments,
    "business_days": t.business_days,
    "report_sales": t.sales_totals,
    "report_cash_ups": t.cash_ups,
    "tickets": t.print_jobs,
    "print_log": t.print_log,
    "menu_categories": t.categories,
    "menu_products": t.products,
    "menu_product_zones": t.product_zones,
    "menu_options": t.product_options,
    "menu_ingredients": t.product_ingredients,
    "menu_preference_sets": t.product_preference_sets,
    "menu_preference_choices": t.product_preference_choices,
    "menu_courses": t.courses,
    "tables": t.tables,
    "table_groups": t.table_groups,
    "zones": t.zones,
    "printers": t.printers,
    "staff": t.users,
    "audit": t.audit_log,
}
"""What a folder of `pos export` holds, by the name of its files."""

_SECRET: Final = frozenset({"pin_hash", "token_version"})
_AT_ONCE: Final = 1000


def rows_of(connection: Connection, name: str) -> tuple[list[str], Iterator[dict[str, Any]]]:
    """Columns of a dataset and its rows in the order in which they were written, a thousand in memory at a time."""
    table = DATASETS[name]
    columns = [column for column in table.columns if column.name not in _SECRET]
    wanted = select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=_AT_ONCE)
    found = connection.execute(wanted)
    return [column.name for column in columns], (dict(row._mapping) for row in found)
