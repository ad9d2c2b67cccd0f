"""Staff: who works here, as what, and whom they help."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.dependencies import Manager, TheHouse, TheTap, Who, once
from api.problems import problem_answers
from api.schemas.common import PersonOut
from api.schemas.staff import NewPersonIn, PersonChangeIn, StaffOut
from order_service.commands.change_person import PersonChange, change_person, dismiss_person
from order_service.commands.hire_person import NewPerson, hire_person
from order_service.queries.staff_list import colleagues, staff_list, staff_member
from order_service.store.unit_of_work import UnitOfWork

router = APIRouter(prefix="/api/waiters", tags=["staff"])

UserId = Annotated[int, Path(ge=1, le=2**53 - 1)]


@router.get("/", responses=problem_answers(401, 403))
async def list_staff(house: TheHouse, _who: Manager) -> list[StaffOut]:
    """Everybody who ever worked here, those at work first."""
    return [StaffOut.model_validate(row) for row in await house.read(staff_list)]


@router.get("/colleagues", responses=problem_answers(401))
async def list_colleagues(house: TheHouse, _who: Who) -> list[PersonOut]:
    """Those at work, to add one to a table."""
    return [PersonOut.model_validate(row) for row in await house.read(colleagues)]


@router.post("/", status_code=201, response_model=StaffOut, responses=problem_answers(401, 403, 404, 409, 429))
async def hire(body: NewPersonIn, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """A new member of staff, who may sign in at once."""
    pin = await house.sessions.new_pin(body.pin)
    new = NewPerson(body.username, body.name, body.role, pin, tuple(body.helps))

    def _hire(unit: UnitOfWork) -> StaffOut:
        user_id = hire_person(unit, new, who, tap.correlation_id)
        return StaffOut.model_validate(staff_member(unit.connection, user_id))

    return await once(house, tap, 201, _hire)


@router.put("/{user_id}", response_model=StaffOut, responses=problem_answers(401, 403, 404, 409, 429))
async def change(user_id: UserId, body: PersonChangeIn, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Name, role, PIN, help or deactivation; takes effect everywhere within a second."""
    pin = None if body.pin is None else await house.sessions.new_pin(body.pin)
    helps = None if body.helps is None else tuple(body.helps)
    wanted = PersonChange(body.username, body.name, body.role, body.is_active, pin, helps)

    def _change(unit: UnitOfWork) -> StaffOut:
        change_person(unit, user_id, wanted, who, tap.correlation_id)
        return StaffOut.model_validate(staff_member(unit.connection, user_id))

    answer = await once(house, tap, 200, _change)
    house.people_changed()
    return answer


@router.delete("/{user_id}", response_model=StaffOut, responses=problem_answers(401, 403, 404, 409))
async def dismiss(user_id: UserId, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Deactivate: every session and open stream of theirs ends within a second; what they did stays in the books."""

    def _dismiss(unit: UnitOfWork) -> StaffOut:
        dismiss_person(unit, user_id, who, tap.correlation_id)
        return StaffOut.model_validate(staff_member(unit.connection, user_id))

    answer = await once(house, tap, 200, _dismiss)
    house.people_changed()
    return answer
