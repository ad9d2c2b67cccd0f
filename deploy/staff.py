"""`pos staff add-sysadmin`: the first local sysadmin, made by whoever may read the box's data folder."""

from sqlalchemy import insert

from deploy.demo.pins import draw_pin
from kernel.database import open_database
from kernel.errors import CannotStart, Refused
from kernel.settings import read_settings, usable_data_dir
from order_service.commands.hire_person import free_username
from order_service.settings import OrderServiceSettings
from order_service.store.audit import record
from order_service.store.migrate import migrate
from order_service.store.pins import hash_pin, pin_pepper
from order_service.store.tables import users
from order_service.store.unit_of_work import UnitOfWork
from order_service.store.writer import Writer

DIGITS = 8


def add_sysadmin(username: str, name: str) -> int:
    """Write a sysadmin into the book, running site or not, and show the PIN once.

    Raises:
        CannotStart: no book, or somebody signs in by that name already.
    """
    settings = read_settings(OrderServiceSettings)
    usable_data_dir(settings.data_dir)
    pin = draw_pin(DIGITS)
    pin_hash = hash_pin(pin, pin_pepper(settings.data_dir))
    database = open_database(settings.database_url, settings.database_path)
    migrate(database)

    def hire(unit: UnitOfWork) -> None:
        new = {"username": free_username(unit, username, None), "name": name or username, "role": "sysadmin"}
        added = insert(users).values(new | {"pin_hash": pin_hash, "created_at": unit.now}).returning(users.c.id)
        user_id = unit.connection.execute(added).scalar_one()
        record(unit, None, "person_hired", f"user:{user_id}", new | {"by": "pos staff add-sysadmin"})
        unit.announce("staff", user_id)

    writer = Writer(database, on_commit=lambda _events, _owes: None)
    writer.start()
    try:
        writer.run(hire)
    except Refused as refused:
        raise CannotStart(refused.detail) from None
    finally:
        writer.stop()
        database.close()
    print(f"{username} signs in with the PIN {pin}. It is shown only now; change it in the manager's staff list.")
    return 0
