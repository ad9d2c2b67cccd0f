"""The local sysadmin's own lock."""

from fastapi import APIRouter, Response

from api.dependencies import TheHouse, TheTap, Who, once
from api.problems import problem_answers
from api.schemas.system import BoxLockOut, LockBox
from order_service.commands.lock_box import lock_box, unlock_box
from order_service.store.unit_of_work import UnitOfWork

router = APIRouter(prefix="/api/system", tags=["system"])


@router.post("/lock", response_model=BoxLockOut, responses=problem_answers(401, 403, 409))
async def lock(body: LockBox, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Lock the box: everything but health answers 423 with the reason. Accepted tickets print, open orders stay."""

    def _lock(unit: UnitOfWork) -> BoxLockOut:
        lock_box(unit, body.reason, who, tap.correlation_id)
        return BoxLockOut(locked=True, lock_reason=body.reason)

    answer = await once(house, tap, 200, _lock)
    await house.read_box_lock()
    return answer


@router.post("/unlock", response_model=BoxLockOut, responses=problem_answers(401, 403, 409))
async def unlock(house: TheHouse, who: Who, tap: TheTap) -> Response:
    """Take the box's own lock off. The vendor's lock is the vendor's to take off."""

    def _unlock(unit: UnitOfWork) -> BoxLockOut:
        unlock_box(unit, who, tap.correlation_id)
        return BoxLockOut(locked=False, lock_reason=None)

    answer = await once(house, tap, 200, _unlock)
    await house.read_box_lock()
    return answer
