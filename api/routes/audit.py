"""What happened at table 12 at 21:40: the audit trail, for managers."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from api.dependencies import Manager, TheHouse
from api.problems import problem_answers
from api.schemas.audit import AuditCheckOut, AuditPageOut
from api.schemas.common import Id
from kernel.clock import utc_now
from order_service.queries.audit_trail import Trail, audit_trail, verify_chain

router = APIRouter(prefix="/api/audit", tags=["audit"])

CHECKED_AT_ONCE = 20_000


@router.get("/", responses=problem_answers(401, 403))
async def read_audit_log(
    house: TheHouse,
    _who: Manager,
    subject: Annotated[str, Query(pattern=r"^([a-z_]{1,20}(:[0-9A-Za-z_-]{1,39})?)?$", examples=["order:12"])] = "",
    table_id: Annotated[Id | None, Query()] = None,
    user_id: Annotated[Id | None, Query()] = None,
    action: Annotated[str, Query(pattern=r"^[a-z_0-9]{0,40}$")] = "",
    since: Annotated[AwareDatetime | None, Query()] = None,
    until: Annotated[AwareDatetime | None, Query()] = None,
    before: Annotated[Id | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> AuditPageOut:
    """Who did what, the latest first. With `table_id`: all that concerns that table, one day back unless times are
    given, orders that were moved from or to it included.
    """
    wanted = Trail(subject, table_id, user_id, action, since, until, before, limit)
    return AuditPageOut.model_validate(await house.read(lambda c: audit_trail(c, wanted, utc_now())))


@router.get("/verify", responses=problem_answers(401, 403))
async def verify(house: TheHouse, _who: Manager, after: Annotated[int, Query(ge=0, le=2**53 - 1)] = 0) -> AuditCheckOut:
    """Hold the log against its chain of hashes, 20,000 rows at a time."""
    return AuditCheckOut.model_validate(await house.read(lambda c: verify_chain(c, after, CHECKED_AT_ONCE)))
