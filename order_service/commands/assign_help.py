"""Whose tables are somebody's too: "Maria helps: Nikos"."""

from sqlalchemy import delete, insert, select

from order_service.domain.staffing import HelpsOneself, PersonNotFound
from order_service.store.tables import assistant_assignments as helps
from order_service.store.tables import users
from order_service.store.unit_of_work import UnitOfWork


def set_helps(unit: UnitOfWork, assistant_id: int, helped: tuple[int, ...]) -> None:
    """From now on `assistant_id` helps exactly these colleagues.

    Raises:
        HelpsOneself.
        PersonNotFound: one of them does not work here; those helped already may have left.
    """
    wanted = set(helped)
    if assistant_id in wanted:
        raise HelpsOneself("Nobody is their own assistant.")
    now = helped_by(unit, assistant_id)
    at_work = set(unit.connection.scalars(select(users.c.id).where(users.c.id.in_(wanted - now), users.c.is_active)))
    if unknown := wanted - now - at_work:
        raise PersonNotFound(f"Nobody with the id {min(unknown)} works here.")
    mine = helps.c.assistant_id == assistant_id
    unit.connection.execute(delete(helps).where(mine, helps.c.waiter_id.in_(now - wanted)))
    if new := sorted(wanted - now):
        unit.connection.execute(insert(helps), [{"waiter_id": one, "assistant_id": assistant_id} for one in new])


def helped_by(unit: UnitOfWork, assistant_id: int) -> set[int]:
    """Ids of the colleagues whom this person helps."""
    return set(unit.connection.scalars(select(helps.c.waiter_id).where(helps.c.assistant_id == assistant_id)))
