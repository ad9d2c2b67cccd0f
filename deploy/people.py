"""A person's first sign-in, or a new one for somebody who forgot the PIN, given out by whoever owns the box itself."""

from sqlalchemy import select, update

from deploy.demo.pins import draw_pin
from kernel.database import open_database
from kernel.logging import configure_logging
from kernel.settings import read_settings, usable_data_dir
from order_service.commands.hire_person import NewPerson, hire_person
from order_service.domain.permissions import Role
from order_service.settings import OrderServiceSettings
from order_service.store.audit import record
from order_service.store.migrate import migrate
from order_service.store.pins import NewPin, hash_pin, pin_pepper
from order_service.store.staff import username_key
from order_service.store.tables import users
from order_service.store.unit_of_work import UnitOfWork
from order_service.store.writer import Writer

DIGITS: dict[Role, int] = {"waiter": 4, "manager": 6, "sysadmin": 6}


def give_sign_in(username: str, role: Role) -> int:
    """Print a new random PIN for `username`, who is hired if nobody has that name; works beside a running site."""
    configure_logging("person", level="error")
    settings = read_settings(OrderServiceSettings)
    usable_data_dir(settings.data_dir)
    database = open_database(settings.database_url, settings.database_path)
    try:
        migrate(database, settings.data_dir)
        pin = draw_pin(DIGITS[role])
        hashed = NewPin(hash_pin(pin, pin_pepper(settings.data_dir)), len(pin))
        writer = Writer(database, on_commit=lambda _events, _owes: None)
        writer.start()
        try:
            is_new = writer.run(lambda unit: _keep(unit, username, role, hashed))
        finally:
            writer.stop()
    finally:
        database.close()
    print(f"{'Hired' if is_new else 'New PIN for'} {username_key(username)} ({role}): {pin}")
    return 0


def has_manager() -> bool:
    """Say whether somebody can sign in to the dashboard."""
    settings = read_settings(OrderServiceSettings)
    database = open_database(settings.database_url, settings.database_path)
    try:
        migrate(database, settings.data_dir)
        with database.reading() as connection:
            wanted = select(users.c.id).where(users.c.role != "waiter", users.c.is_active)
            return connection.execute(wanted).first() is not None
    finally:
        database.close()


def _keep(unit: UnitOfWork, username: str, role: Role, pin: NewPin) -> bool:
    key = username_key(username)
    known = unit.connection.scalar(select(users.c.id).where(users.c.username == key))
    if known is None:
        hire_person(unit, NewPerson(key, username, role, pin), None, "")
        return True
    values = {"pin_hash": pin.hash, "role": role, "is_active": True, "token_version": users.c.token_version + 1}
    unit.connection.execute(update(users).where(users.c.id == known).values(values))
    record(unit, None, "sign_in_given_on_the_box", f"user:{known}", {"username": key, "role": role})
    unit.announce("staff", known)
    return False
