"""A whole book from one database into an empty one: every row, and where their numbers go on."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, DateTime, Integer, Row, String, Table, bindparam, func, insert, select, text, update

from kernel.database import Database
from kernel.errors import CannotStart
from order_service.store.migrate import migrate
from order_service.store.tables import metadata

ROWS_AT_ONCE = 1000


class BookNotEmpty(CannotStart):
    """The database that a book is to be moved into holds rows already."""

    code = "book-not-empty"
    hint = "Name a new, empty database; nothing was changed."


class BookDiffers(CannotStart):
    """What arrived is not what was sent, so it was taken back."""

    code = "book-differs"
    hint = "The new database is empty again; keep the old one, and tell whoever looks after this system."


@dataclass(frozen=True)
class Moved:
    """How many rows each table has, and the sum of all orders."""

    rows: dict[str, int]
    total_cents: int


def move_book(source: Database, target: Database) -> Moved:
    """Copy all rows in one transaction, having compared counts and sums of both sides before it ends.

    The source is only read. A cut, at any moment, leaves the target without a row.

    Raises:
        BookNotEmpty, BookDiffers.
        CannotStart: the target was written by a newer version.
    """
    migrate(target)
    with source.reading() as read, target.writer.begin() as write:
        if (old := _schema(read)) != _schema(write):
            raise CannotStart(
                f"The book has the older schema {old}: start the site once with this version, then move it."
            )
        for table in metadata.sorted_tables:
            if write.scalar(select(func.count()).select_from(table)):
                raise BookNotEmpty(f"The database has rows in its table {table.name}.")
        sums = {}
        for table in metadata.sorted_tables:
            _copy(table, read, write)
            sums[table.name] = _sums(table, read)
            if _sums(table, write) != sums[table.name]:
                raise BookDiffers(f"The table {table.name} did not arrive as it was sent.")
            _go_on_counting(table, source, read, target, write)
        total = read.scalar(select(func.sum(metadata.tables["orders"].c.total_cents))) or 0
    return Moved({name: int(found[0]) for name, found in sums.items()}, int(total))


def _schema(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def _copy(table: Table, read: Connection, write: Connection) -> None:
    """Row by row as it is; what names another row of the same table is filled in when all of them are there."""
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    late: list[dict[str, Any]] = []
    for some in read.execute(select(table).execution_options(yield_per=ROWS_AT_ONCE)).partitions():
        rows = [dict(row._mapping) for row in some]
        late += [row.copy() for row in rows if any(row[name] is not None for name in own)]
        write.execute(insert(table), [row | dict.fromkeys(own) for row in rows])
    if late:
        keys = list(table.primary_key)
        this_row = [key == bindparam(f"its_{key.name}") for key in keys]
        filled = update(table).where(*this_row).values({name: bindparam(f"new_{name}") for name in own})
        write.execute(
            filled,
            [{f"its_{k.name}": row[k.name] for k in keys} | {f"new_{n}": row[n] for n in own} for row in late],
        )


def _sums(table: Table, connection: Connection) -> Row[Any]:
    """Count of rows, sums of numbers and of texts' lengths, latest times."""
    wanted: list[Any] = [func.count()]
    for column in table.columns:
        if isinstance(column.type, Integer):
            wanted.append(func.coalesce(func.sum(column), 0))
        elif isinstance(column.type, String):
            wanted.append(func.coalesce(func.sum(func.length(column)), 0))
        elif isinstance(getattr(column.type, "impl", None), DateTime):
            wanted.append(func.max(column))
    return connection.execute(select(*wanted).select_from(table)).one()


def _go_on_counting(table: Table, source: Database, read: Connection, target: Database, write: Connection) -> None:
    """A number is not given again, even that of a row that was removed since."""
    key = table.autoincrement_column
    if key is None or target.is_sqlite:
        return
    last = write.scalar(select(func.max(key))) or 0
    if source.is_sqlite and table.dialect_options["sqlite"]["autoincrement"]:
        given = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
        last = max(last, read.scalar(given, {"table": table.name}) or 0)
    sequence = func.pg_get_serial_sequence(table.name, key.name)
    write.execute(select(func.setval(sequence, max(1, last), last > 0)))
