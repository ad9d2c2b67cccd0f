"""A book with years of orders: one real evening, made by the commands, and the same again for every day before it.

The copies are made inside SQLite, table by table, of all that an evening's work wrote: keys move on, days and times go
back. A new table or column is copied without a word here. What old tickets and old audit rows tell is left out: none of
the screens that are measured reads it, and it would fill gigabytes.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, Table, func, select, update

from kernel.database import open_database
from kernel.sqlite_file import choose_sqlite
from order_service.commands.close_day import close_day
from order_service.commands.close_order import CloseOrder, close_order
from order_service.commands.pay_lines import Pay, pay_lines
from order_service.domain.permissions import Staff
from order_service.store import tables as t
from order_service.store.unit_of_work import UnitOfWork
from tests.builders import Book

DAY = "2026-06-05"
"""The business day that is copied."""
ORDERS_A_DAY = 500
DISHES = ("Μουσακάς", "Χωριάτικη", "Μπίρα μαύρη 330 ml")
MADE_BY_AN_EVENING = {t.orders, t.business_days, t.sales_totals, t.audit_log, t.ticket_counters}
"""With every table whose rows belong to a row of these."""
LEFT_OUT = (t.print_jobs.c.document, t.audit_log.c.details)
DAYS = {"business_day", "taken_back_day", "day", "period"}

Spans = dict[Table, int]
"""The largest key of the evening, by table: how far a day's keys move on."""


def keep_an_evening(book: Book) -> None:
    """ORDERS_A_DAY orders fired, paid, printed and closed, and the day's Z."""
    maria, eleni = book.staff("maria"), book.staff("eleni")
    for number in range(ORDERS_A_DAY):
        lines = [book.line(DISHES[(number + i) % len(DISHES)]) for i in range(1 + number % 2)]
        fired = book.fire(1 + number % 12, *lines)
        items = tuple(line.id for line in fired.lines)
        book.writer.run(lambda unit, order_id=fired.order.id, items=items: _settle(book, unit, order_id, items, maria))
    book.writer.run(lambda unit: close_day(unit, DAY, eleni, book.rules, "bench"))


def _settle(book: Book, unit: UnitOfWork, order_id: int, items: tuple[int, ...], by: Staff) -> None:
    pay_lines(unit, Pay(order_id, by, "bench", "cash", item_ids=items), book.rules)
    close_order(unit, CloseOrder(order_id, by, "bench", None), book.rules)
    unit.connection.execute(update(t.print_jobs).where(t.print_jobs.c.order_id == order_id).values(state="printed"))


def repeat_backwards(path: Path, days: int) -> None:
    """The evening again for each of `days` days before it; nobody else may have the file open."""
    database = open_database("", path)
    with database.reading() as reading:
        keys = {table: key for table in _copied() if (key := _counted_key(table)) is not None}
        spans = {table: reading.scalar(select(func.max(key))) or 0 for table, key in keys.items()}
    database.close()
    connection = choose_sqlite().connect(str(path), isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = 0", "cache_size = -200000", "foreign_keys = 0"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    indexes = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> ''").fetchall()
    for name, _ in indexes:  # made again afterwards, sorted: several times as fast as row by row
        connection.execute(f"DROP INDEX {name}")
    connection.execute("CREATE TEMP TABLE step (k INTEGER PRIMARY KEY)")
    connection.executemany("INSERT INTO step VALUES (?)", ((k,) for k in range(1, days + 1)))
    connection.execute("DELETE FROM sales_totals WHERE length(period) = 7")
    for table in _copied():
        connection.execute(_copy(table, spans))
    connection.execute(_months())
    for _, sql in indexes:
        connection.execute(sql)
    connection.close()


def _copied() -> list[Table]:
    found: list[Table] = []
    for table in t.metadata.sorted_tables:
        aims = {key.column.table for column in table.columns for key in column.foreign_keys}
        if table in MADE_BY_AN_EVENING or aims & set(found):
            found.append(table)
    return found


def _counted_key(table: Table) -> Column[Any] | None:
    return table.autoincrement_column


def _copy(table: Table, spans: Spans) -> str:
    taken = ", ".join(f'"{column.name}"' for column in table.columns)
    given = ", ".join(_earlier(column, spans) for column in table.columns)
    last = f"old.{key.name} <= {spans[table]}" if (key := _counted_key(table)) is not None else "true"
    return f"INSERT INTO {table.name} ({taken}) SELECT {given} FROM step CROSS JOIN {table.name} AS old WHERE {last}"


def _earlier(column: Column[Any], spans: Spans) -> str:
    """The column's value `k` days before."""
    old = f'old."{column.name}"'
    home = next((key.column for key in column.foreign_keys), column)
    if home.table in spans and home is _counted_key(home.table):
        return f"{old} + k * {spans[home.table]}"
    if home is t.print_jobs.c.id:
        return f"printf('%07d', k) || substr({old}, 8)"
    if isinstance(column.type, t.UtcTime) or column.name in DAYS:
        before = f"date(substr({old}, 1, 10), '-' || k || ' days') || substr({old}, 11)"
        return f"CASE WHEN {old} <> '' THEN {before} ELSE {old} END"
    if column is t.business_days.c.z_number:
        return f"{old} + k"
    if column is t.audit_log.c.subject:
        moved = f"'order:' || (CAST(substr({old}, 7) AS INTEGER) + k * {spans[t.orders]})"
        return f"CASE WHEN {old} LIKE 'order:%' THEN {moved} ELSE {old} END"
    return "'{}'" if any(column is one for one in LEFT_OUT) else old


def _months() -> str:
    sums = [column.name for column in t.sales_totals.columns if isinstance(column.type, Integer)]
    return (
        f"INSERT INTO sales_totals (dimension, period, key, name, {', '.join(sums)}) "
        f"SELECT dimension, substr(period, 1, 7), key, max(name), {', '.join(f'sum({name})' for name in sums)} "
        "FROM sales_totals GROUP BY 1, substr(period, 1, 7), key"
    )
