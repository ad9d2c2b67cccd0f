"""Reports, the business day, cash-up, order history and what happened at a table. All for managers.

Reads answer JSON, or CSV or PDF when `format` says so.
"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response

from api.dependencies import Manager, TheHouse, TheTap, once
from api.exports.answer import FORMATS, Exporter, TheExporter
from api.problems import problem_answers
from api.routes.orders import OrderId
from api.schemas.printing import PrintJobOut, PrintReport
from api.schemas.reports import (
    AdjustmentOut,
    CashUpPageOut,
    CloseDayIn,
    CountPurseIn,
    DayReportOut,
    HistoryOut,
    OrderStoryOut,
    PurseOut,
    SalesOut,
    TrailOut,
    ZSummaryOut,
)
from kernel.clock import utc_now
from kernel.money import from_wire
from order_service.commands.close_day import close_day
from order_service.commands.count_purse import CountPurse, count_purse
from order_service.commands.fire_round import OrderNotFound
from order_service.commands.house_papers import print_report
from order_service.commands.open_order import TableNotFound
from order_service.domain.order import Status
from order_service.queries.order_history import HistoryFilter, order_history, order_story
from order_service.queries.print_queue import print_job
from order_service.queries.reports import (
    adjustments_report,
    cash_up_page,
    sales_report,
    shift_report,
    x_report,
    z_list,
    z_report,
)
from order_service.queries.table_trail import local_time, table_trail
from order_service.store.unit_of_work import UnitOfWork

FILE_ROWS = 5000
"""Rows of a list in a file; who needs more asks for fewer days."""

router = APIRouter(prefix="/api/reports", tags=["reports"])

Day = Annotated[str, Query(max_length=10, examples=["2026-06-05"], description="A business day, YYYY-MM-DD.")]
FirstDay = Annotated[str, Query(alias="from", max_length=10, examples=["2026-06-01"])]
LastDay = Annotated[str, Query(alias="to", max_length=10, examples=["2026-06-30"])]
PageSize = Annotated[int, Query(ge=1, le=200)]
Key = Annotated[int | None, Query(ge=1, le=2**53 - 1)]
ZNumber = Annotated[int, Path(ge=1, le=2**53 - 1)]
By = Literal["item", "category", "hour", "waiter", "section", "vat", "tender"]


@router.get("/x", response_model=DayReportOut, responses=FORMATS | problem_answers(401, 403))
async def read_x(house: TheHouse, _who: Manager, export: TheExporter) -> DayReportOut | Response:
    """The running business day as it stands; changes nothing."""
    now = utc_now()
    return await _day(export, await house.read(lambda c: x_report(c, now, house.rules)))


@router.get("/shift", response_model=DayReportOut, responses=FORMATS | problem_answers(401, 403, 404))
async def read_shift(house: TheHouse, _who: Manager, export: TheExporter, day: Day = "") -> DayReportOut | Response:
    """A day's summary: its Z when it is closed, else how it stands; the running day when none is named."""
    now = utc_now()
    return await _day(export, await house.read(lambda c: shift_report(c, day, now, house.rules)))


@router.post("/z", status_code=201, response_model=DayReportOut, responses=problem_answers(401, 403, 404, 409))
async def make_z(body: CloseDayIn, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Close a business day. Open tables are listed and carry over; what is sent now belongs to the next day."""

    def _close(unit: UnitOfWork) -> DayReportOut:
        return DayReportOut.model_validate(close_day(unit, body.day, who, house.rules, tap.correlation_id))

    return await once(house, tap, 201, _close)


@router.post("/print", status_code=201, response_model=PrintJobOut, responses=problem_answers(401, 403, 404, 409))
async def print_on_paper(body: PrintReport, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Print the running day's X, or a Z by its number, on a printer of choice. Answers with the job to watch."""

    def _print(unit: UnitOfWork) -> PrintJobOut:
        if body.z_number is None:
            report = x_report(unit.connection, unit.now, house.rules)
        else:
            report = z_report(unit.connection, body.z_number)
        job_id = print_report(unit, body.printer_id, report, body.language, who, house.rules, tap.correlation_id)
        return PrintJobOut.model_validate(print_job(unit.connection, job_id))

    return await once(house, tap, 201, _print)


@router.get("/z", responses=problem_answers(401, 403))
async def list_z(
    house: TheHouse,
    _who: Manager,
    before: Annotated[int, Query(ge=1, le=2**53 - 1)] = 2**31 - 1,
    limit: PageSize = 50,
) -> list[ZSummaryOut]:
    """Closed days, the latest first."""
    return [ZSummaryOut.model_validate(row) for row in await house.read(lambda c: z_list(c, before, limit))]


@router.get("/z/{z_number}", response_model=DayReportOut, responses=FORMATS | problem_answers(401, 403, 404))
async def read_z(z_number: ZNumber, house: TheHouse, _who: Manager, export: TheExporter) -> DayReportOut | Response:
    """A Z as it was made."""
    return await _day(export, await house.read(lambda c: z_report(c, z_number)))


@router.get("/sales", response_model=SalesOut, responses=FORMATS | problem_answers(401, 403))
async def read_sales(
    house: TheHouse, _who: Manager, export: TheExporter, first: FirstDay, last: LastDay, by: By = "item"
) -> SalesOut | Response:
    """What was sold in a range of business days."""
    report = await house.read(lambda c: sales_report(c, first, last, by))
    if export.is_json:
        return SalesOut.model_validate(report)
    return await export.file(f"sales-{by}", "sales", _span(first, last), lambda to: [to.of_sales(by, report["rows"])])


@router.get("/adjustments", response_model=list[AdjustmentOut], responses=FORMATS | problem_answers(401, 403))
async def list_adjustments(
    house: TheHouse,
    _who: Manager,
    export: TheExporter,
    first: FirstDay,
    last: LastDay,
    kind: Literal["void", "comp", "discount"] | None = None,
    after: Annotated[int, Query(ge=0, le=2**53 - 1)] = 0,
    limit: PageSize = 100,
) -> list[AdjustmentOut] | Response:
    """Voids, comps and discounts with their reasons, oldest first; `after` is the last id of the page before."""
    most = limit if export.is_json else FILE_ROWS
    rows = await house.read(lambda c: adjustments_report(c, first, last, kind, after, most))
    if export.is_json:
        return [AdjustmentOut.model_validate(row) for row in rows]
    return await export.file("adjustments", "adjustments", _span(first, last), lambda to: [to.of_adjustments(rows)])


@router.get("/cash-ups", response_model=CashUpPageOut, responses=FORMATS | problem_answers(401, 403))
async def read_cash_ups(house: TheHouse, _who: Manager, export: TheExporter, day: Day = "") -> CashUpPageOut | Response:
    """Everybody's purse on a day: what they took, what was counted, and the difference."""
    now = utc_now()
    page = await house.read(lambda c: cash_up_page(c, day, now, house.rules))
    if export.is_json:
        return CashUpPageOut.model_validate(page)
    name = f"cash-ups-{page['day']}"
    return await export.file(name, "cash_ups", page["day"], lambda to: [to.of_purses(page["purses"])])


@router.post("/cash-ups", status_code=201, response_model=PurseOut, responses=problem_answers(401, 403, 404, 409))
async def count(body: CountPurseIn, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Keep a count of a waiter's purse."""
    request = CountPurse(
        body.waiter_id, from_wire(body.float), from_wire(body.counted), body.note, who, tap.correlation_id, body.day
    )
    return await once(house, tap, 201, lambda unit: PurseOut.model_validate(count_purse(unit, request, house.rules)))


@router.get("/orders", response_model=HistoryOut, responses=FORMATS | problem_answers(401, 403))
async def list_history(
    house: TheHouse,
    _who: Manager,
    export: TheExporter,
    first: FirstDay,
    last: LastDay,
    table: Key = None,
    waiter: Key = None,
    status: Status | None = None,
    text: Annotated[str, Query(max_length=80)] = "",
    after: Annotated[str, Query(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}\.[0-9]{1,18})?$")] = "",
    limit: PageSize = 50,
) -> HistoryOut | Response:
    """Orders of a range of business days, the latest first; a file holds up to FILE_ROWS of them."""
    most = limit if export.is_json else FILE_ROWS
    wanted = HistoryFilter(first, last, table, waiter, status, text, after, most)
    page = await house.read(lambda c: order_history(c, wanted))
    if export.is_json:
        return HistoryOut.model_validate(page)
    return await export.file("orders", "orders", _span(first, last), lambda to: [to.of_orders(page["orders"])])


@router.get("/orders/{order_id}", responses=problem_answers(401, 403, 404))
async def read_story(order_id: OrderId, house: TheHouse, who: Manager) -> OrderStoryOut:
    """All there is to know of an order of any day."""
    story = await house.read(lambda c: order_story(c, order_id, who))
    if story is None:
        raise OrderNotFound(f"There is no order {order_id}.")
    return OrderStoryOut.model_validate(story)


@router.get("/trail", response_model=TrailOut, responses=FORMATS | problem_answers(401, 403, 404))
async def read_trail(
    house: TheHouse,
    _who: Manager,
    export: TheExporter,
    table: Annotated[int, Query(ge=1, le=2**53 - 1)],
    since: Annotated[str, Query(alias="from", max_length=40, examples=["2026-06-05T21:30"])],
    until: Annotated[str, Query(alias="to", max_length=40, examples=["2026-06-05T21:50"])],
) -> TrailOut | Response:
    """What happened at a table between two times; without a zone they are the restaurant's."""
    begin, end = local_time(since, house.rules), local_time(until, house.rules)
    trail = await house.read(lambda c: table_trail(c, table, begin, end))
    if trail is None:
        raise TableNotFound(f"There is no table {table}.")
    if export.is_json:
        return TrailOut.model_validate(trail)
    subtitle = f"{trail['table_label']} · {_span(since, until)}"
    return await export.file(f"table-{table}", "trail", subtitle, lambda to: [to.of_trail(trail)])


async def _day(export: Exporter, report: dict[str, Any]) -> DayReportOut | Response:
    if export.is_json:
        return DayReportOut.model_validate(report)
    number = report["z_number"]
    name = f"z-{number}-{report['day']}" if number else f"x-{report['day']}"
    subtitle = f"{report['day']} · {export.layout.clock(report['made_at'])}"
    if number:
        subtitle = f"Z {number} · {subtitle} · {report['closed_by']['name']}"
    return await export.file(name, report["kind"], subtitle, lambda to: to.of_day(report))


def _span(first: str, last: str) -> str:
    return f"{first} – {last}"
