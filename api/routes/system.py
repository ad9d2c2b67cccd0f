"""Health, and the stream of what changes."""

from collections.abc import AsyncIterable

from fastapi import APIRouter, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.dependencies import Manager, SignedIn, TheHouse
from api.house import House
from api.pairing import own_lan_address, phone_urls
from api.problems import problem_answers
from api.schemas.system import HealthOut, LiveEvent, PairingOut
from api.version import VERSION
from kernel.clock import utc_now

router = APIRouter(prefix="/api", tags=["system"])


@router.get("/system/health", responses=problem_answers())
async def health(house: TheHouse) -> HealthOut:
    """Always answered, whatever the licence."""
    database_answers = await _database_answers(house)
    connected = house.link.is_ready
    place = house.order_service_place
    warnings = [house.database.warning] if house.database.warning else []
    ok = database_answers and connected and place != "silent"
    return HealthOut.model_validate(
        {
            "status": "ok" if ok else "degraded",
            "version": VERSION,
            "database": "ok" if database_answers else "failing",
            "broker": "connected" if connected else "disconnected",
            "order_service": place,
            "warnings": warnings,
            "server_time": utc_now(),
        }
    )


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


async def _database_answers(house: House) -> bool:
    try:
        await house.read(lambda connection: connection.exec_driver_sql("SELECT 1").scalar())
    except Exception:  # whatever is wrong with it, health says so instead of failing
        return False
    return True
