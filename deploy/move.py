"""`pos move-to-postgresql`: a site's book leaves its file for a server."""

import os
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from deploy.backups.restore import Target, need_nobody
from deploy.before_start import need_sound_book
from deploy.settings import HouseSettings
from kernel.database import database_address, open_database
from kernel.errors import CannotStart
from kernel.logging import configure_logging
from kernel.money import to_wire
from kernel.settings import read_settings, usable_data_dir
from order_service.store.move_book import move_book


def move_to_postgresql(url: str) -> int:
    """Copy the SQLite book of this site into the empty database at `url`; the file stays as it is.

    Raises:
        CannotStart: the site runs or has no such book, the database is no PostgreSQL, not empty or not there.
    """
    configure_logging("move", level="error")
    settings = read_settings(HouseSettings)
    data_dir = usable_data_dir(settings.data_dir.absolute())
    here = database_address(settings.database_url, settings.database_path)
    there = database_address(url, settings.database_path)
    if here.get_backend_name() != "sqlite":
        raise CannotStart("DATABASE_URL of this site names a PostgreSQL server already: its book is not in a file.")
    book = Path(str(here.database))
    if not book.is_file():
        raise CannotStart(f"There is no book at {book}: set DATABASE_URL and start the site, it begins with a new one.")
    if there.get_backend_name() == "sqlite":
        raise CannotStart("Name a PostgreSQL database: postgresql://user:password@host/name")
    lock = need_nobody(Target(data_dir, there, settings.port, Path(".env")))
    need_sound_book(book)
    source, target = open_database(settings.database_url, settings.database_path), None
    try:
        target = open_database(url, book)
        moved = move_book(source, target)
    except DBAPIError as error:
        raise CannotStart(f"The server refused the book, and keeps nothing of it ({error.orig}).") from error
    finally:
        source.close()
        if target is not None:
            target.close()
        os.close(lock)
    rows, shown = moved.rows, there.set(drivername="postgresql").render_as_string(hide_password=True)
    print(
        f"Moved {rows['orders']} orders of {to_wire(moved.total_cents)} in all, {rows['order_items']} lines, "
        f"{rows['products']} products, {rows['users']} people; {sum(rows.values())} rows with all else.\n"
        "Each table has as many rows there as here, and the same sums.\n"
        f"Now write into .env, with the password, and start the site:\n  DATABASE_URL={shown}\n"
        f"The file {book} stays as it was. Orders taken from now on are not in it."
    )
    return 0
