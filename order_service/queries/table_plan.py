"""Tables as a manager sets them up, also those out of use."""

from typing import Any

from sqlalchemy import Connection, select

from order_service.domain.floor_plan import Batch, label_key
from order_service.store.tables import tables


def table_plan(connection: Connection) -> list[dict[str, Any]]:
    """Every table, by number."""
    return [dict(row._mapping) for row in connection.execute(select(tables).order_by(tables.c.number))]


def planned_table(connection: Connection, table_id: int) -> dict[str, Any] | None:
    """One of `table_plan`."""
    return next((row for row in table_plan(connection) if row["id"] == table_id), None)


def batch_outcome(plan: list[dict[str, Any]], batch: Batch, *, preview: bool) -> dict[str, Any]:
    """What a batch makes, and the tables whose labels it skips."""
    by_label = {label_key(row["label"]): row for row in plan}
    return {
        "preview": preview,
        "created": [{"number": one.number, "label": one.label} for one in batch.new],
        "skipped": [by_label[label_key(label)] for label in batch.skipped],
    }
