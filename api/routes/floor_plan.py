"""Setting up the floor: tables, sections, many tables at once. For managers."""

from fastapi import APIRouter, Response

from api.dependencies import Manager, TheHouse, TheTap, once
from api.problems import problem_answers
from api.routes.tables import TableId
from api.schemas.floor_plan import (
    GroupChangeIn,
    NewGroupIn,
    NewTableIn,
    TableBatchIn,
    TableBatchOut,
    TableChangeIn,
    TablePlanOut,
)
from api.schemas.tables import TableGroupOut
from order_service.commands.set_groups import add_group, change_group, remove_group
from order_service.commands.set_tables import BatchWish, add_table, add_tables, change_table, remove_table
from order_service.domain.floor_plan import plan_batch
from order_service.queries.floor import sections
from order_service.queries.table_plan import batch_outcome, planned_table, table_plan
from order_service.store.unit_of_work import UnitOfWork

router = APIRouter(prefix="/api/tables", tags=["tables"])

REFUSALS = problem_answers(401, 403, 404, 409)


@router.get("/plan", responses=problem_answers(401, 403))
async def list_plan(house: TheHouse, _who: Manager) -> list[TablePlanOut]:
    """Every table, also those out of use."""
    return [TablePlanOut.model_validate(row) for row in await house.read(table_plan)]


@router.post("/", status_code=201, response_model=TablePlanOut, responses=REFUSALS)
async def create_table(body: NewTableIn, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """One table."""
    label = body.label or str(body.number)

    def _add(unit: UnitOfWork) -> TablePlanOut:
        table_id = add_table(unit, body.number, label, body.group_id, who, tap.correlation_id)
        return TablePlanOut.model_validate(planned_table(unit.connection, table_id))

    return await once(house, tap, 201, _add)


@router.post(
    "/batch",
    status_code=201,
    response_model=TableBatchOut,
    responses={200: {"model": TableBatchOut, "description": "The preview."}, **REFUSALS},
)
async def create_batch(body: TableBatchIn, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Many tables at once, or with `preview` only what would be made and what is skipped."""
    if body.preview:
        plan = await house.read(table_plan)
        known = {row["number"]: row["label"] for row in plan}
        batch = plan_batch(body.prefix, body.first, body.count, known)
        shown = TableBatchOut.model_validate(batch_outcome(plan, batch, preview=True))
        return Response(shown.model_dump_json(), media_type="application/json")
    wish = BatchWish(body.prefix, body.first, body.count, body.group_id)

    def _add(unit: UnitOfWork) -> TableBatchOut:
        batch = add_tables(unit, wish, who, tap.correlation_id)
        return TableBatchOut.model_validate(batch_outcome(table_plan(unit.connection), batch, preview=False))

    return await once(house, tap, 201, _add)


@router.put("/{table_id}", response_model=TablePlanOut, responses=REFUSALS)
async def update_table(table_id: TableId, body: TableChangeIn, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Number, label, section, in or out of use."""

    def _change(unit: UnitOfWork) -> TablePlanOut:
        change_table(unit, table_id, body.changes(), who, tap.correlation_id)
        return TablePlanOut.model_validate(planned_table(unit.connection, table_id))

    return await once(house, tap, 200, _change)


@router.delete("/{table_id}", status_code=204, responses=REFUSALS)
async def delete_table(table_id: TableId, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Take a table away; one that ever had an order stays in the books, out of use."""
    return await once(house, tap, 204, lambda unit: remove_table(unit, table_id, who, tap.correlation_id))


@router.post("/groups", status_code=201, response_model=TableGroupOut, responses=REFUSALS)
async def create_group(body: NewGroupIn, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """A section of the floor."""

    def _add(unit: UnitOfWork) -> TableGroupOut:
        group_id = add_group(unit, body.name, body.name_en, body.sort_order, who, tap.correlation_id)
        return _group_of(unit, group_id)

    return await once(house, tap, 201, _add)


@router.put("/groups/{group_id}", response_model=TableGroupOut, responses=REFUSALS)
async def update_group(group_id: TableId, body: GroupChangeIn, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Names or place of a section."""

    def _change(unit: UnitOfWork) -> TableGroupOut:
        change_group(unit, group_id, body.model_dump(exclude_none=True), who, tap.correlation_id)
        return _group_of(unit, group_id)

    return await once(house, tap, 200, _change)


@router.delete("/groups/{group_id}", status_code=204, responses=REFUSALS)
async def delete_group(group_id: TableId, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Remove a section in which no table in use stands."""
    return await once(house, tap, 204, lambda unit: remove_group(unit, group_id, who, tap.correlation_id))


def _group_of(unit: UnitOfWork, group_id: int) -> TableGroupOut:
    return TableGroupOut.model_validate(next(row for row in sections(unit.connection) if row["id"] == group_id))
