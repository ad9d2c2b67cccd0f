"""Health, the check before service, and the stream of what changes."""

import shutil
from collections.abc import AsyncIterable
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.dependencies import Manager, SignedIn, TheHouse
from api.house import House
from api.pairing import own_lan_address, phone_urls
from api.problems import problem_answers
from api.routes.printers import with_presence
from api.schemas.system import HealthOut, HouseCheckOut, LiveEvent, PairingOut
from kernel.backup_state import read_backup_state
from kernel.checkup import (
    Finding,
    judge_backup,
    judge_broker,
    judge_clock,
    judge_database,
    judge_disk,
    judge_licence,
    judge_order_service,
    judge_printer,
    worst,
)
from kernel.clock import is_clock_synchronised, monotonic_s, utc_now
from kernel.errors import Unavailable
from kernel.messages import Reason
from kernel.topics import agent_user
from kernel.version import VERSION
from order_service.queries.book_facts import newest_entry
from order_service.queries.paper_health import active_printers
from order_service.queries.print_queue import printer_list

router = APIRouter(prefix="/api", tags=["system"])


@router.get("/system/health", responses=problem_answers(is_guarded=False))
async def health(house: TheHouse) -> HealthOut:
    """Always answered, whatever the licence."""
    database_answers = await _database_answers(house)
    connected = house.link.is_ready
    place = house.order_service_place
    now = utc_now()
    backups = read_backup_state(house.data_dir)
    age = None if backups is None else backups.age(now)
    backup = judge_backup(backups, now)
    license_ = house.license.told(house.license_daemon, now)
    facts = await house.facts.get(house.read)
    agents = await _agents(house)
    warnings = [house.database.warning] if house.database.warning else []
    if backup.state == "bad":
        warnings.append(f"{backup.says} {backup.do}")
    if clock_warning := license_.clock_warning:
        warnings.append(clock_warning)
    ok = database_answers and connected and place != "silent"
    return HealthOut.model_validate(
        {
            "status": "ok" if ok else "degraded",
            "version": VERSION,
            "database": "ok" if database_answers else "failing",
            "broker": "connected" if connected else "disconnected",
            "order_service": place,
            "license_daemon": "running" if house.license_daemon == "online" else "silent",
            "license": license_,
            "on_paper_share": facts.on_paper_share,
            "printers": len(agents),
            "agents_running": sum(reason is not None for reason in agents),
            "printers_in_trouble": sum(reason != "" for reason in agents),
            "disk_free_mb": facts.disk_free_mb,
            "backup_age_s": None if age is None else int(age.total_seconds()),
            "warnings": warnings,
            "server_time": now,
        }
    )


@router.get("/system/check", responses=problem_answers(401, 403))
async def check(house: TheHouse, _who: Manager) -> HouseCheckOut:
    """Is the box fit for an evening? Everything is looked at now; nothing is changed."""
    now = utc_now()
    findings = [*await _look_at_the_book(house, now), *_look_around(house, now)]
    return HouseCheckOut.model_validate({"state": worst(findings), "findings": findings, "server_time": now})


@router.get("/system/pairing", responses=problem_answers(401, 403))
async def pairing(house: TheHouse, _who: Manager, request: Request) -> PairingOut:
    """The address that a phone opens, for a QR code. It holds no secret: the phone's first sign-in makes it known."""
    port = int((request.scope.get("server") or ("", 0))[1] or 80)
    try:
        asked = (request.url.scheme, request.url.hostname or "", request.url.port or port)
    except ValueError:  # a Host header that is none
        asked = ("http", "", port)
    urls = phone_urls(house.public_url, asked, own_lan_address(), port)
    return PairingOut(url=urls[0], others=urls[1:])


@router.get("/live", response_class=EventSourceResponse, responses=problem_answers(401))
async def live(house: TheHouse, account: SignedIn) -> AsyncIterable[ServerSentEvent]:
    """What changed, as it changes; the first event is `hello`. Ends when the person is deactivated."""
    screen = house.hub.open((account.staff.id, account.token_version))
    try:
        async for event in screen.events():
            yield ServerSentEvent(data=LiveEvent.model_validate(event.model_dump()))
    finally:
        house.hub.forget(screen)


async def _look_at_the_book(house: House, now: datetime) -> list[Finding]:
    """Whether it answers, and what it knows; the newest backup's own examination says whether it is whole."""
    try:
        newest, printers = await house.read(lambda connection: (newest_entry(connection), printer_list(connection)))
    except Unavailable:
        return [judge_database("", ""), judge_clock(now, None, is_clock_synchronised())]
    shown = [with_presence(house, row) for row in printers if row["is_active"]]
    return [
        judge_database("ok", house.database.warning),
        judge_clock(now, newest, is_clock_synchronised()),
        *(judge_printer(one["name"], one["presence"], one["reason"], one["waiting"]) for one in shown),
    ]


def _look_around(house: House, now: datetime) -> list[Finding]:
    disk = shutil.disk_usage(house.data_dir)
    told = house.license.told(house.license_daemon, now)
    return [
        judge_licence(told.state, told.reason, told.expires_at, told.hours_left, now),
        judge_broker(house.link.is_ready),
        judge_order_service(house.order_service_place),
        judge_disk(disk.free, disk.total),
        judge_backup(read_backup_state(house.data_dir), now),
    ]


async def _agents(house: House) -> list[Reason | None]:
    """Of each active printer, why its agent prints nothing, '' for nothing; None when it is silent."""
    try:
        users = [agent_user(printer) for printer in await house.read(active_printers)]
    except Unavailable:  # health says so elsewhere; it answers all the same
        return []
    now_s = monotonic_s()
    return [house.board.heard[user].reason if house.board.is_fresh(user, now_s) else None for user in users]


async def _database_answers(house: House) -> bool:
    try:
        await house.read(lambda connection: connection.exec_driver_sql("SELECT 1").scalar())
    except Exception:  # whatever is wrong with it, health says so instead of failing
        return False
    return True
