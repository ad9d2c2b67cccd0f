"""Who did what."""

from typing import Annotated

from fastapi import APIRouter, Query

from cloud_license.dependencies import SignedIn, TheCloud
from cloud_license.queries.audit_trail import audit_trail
from cloud_license.schemas.sites import ActionOut
from kernel.web.problems import problem_answers

router = APIRouter(prefix="/api/audit", tags=["audit"])


@router.get("/", responses=problem_answers(401))
async def actions(
    cloud: TheCloud,
    _admin: SignedIn,
    before: Annotated[int | None, Query(ge=1, le=2**53 - 1, description="Only lines with a smaller id.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[ActionOut]:
    """Every action of every sysadmin, sign-ins included, the latest first."""
    rows = await cloud.book.read(lambda connection: audit_trail(connection, before, limit))
    return [ActionOut.model_validate({**row._mapping, "who": row.username or ""}) for row in rows]
