"""What boxes ask: am I still licensed? And, held open: tell me when that changes."""

import asyncio
import json
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from cloud_license.cloud import Cloud
from cloud_license.commands.catch_up import MOST_BEHIND, catch_up
from cloud_license.dependencies import TheCloud
from cloud_license.domain.report import HeartbeatUnreadable, read_nonce, read_report
from cloud_license.domain.site import Standing
from cloud_license.domain.site_key import SiteNotRecognised, opens
from cloud_license.routes.auth import address_of
from cloud_license.schemas.heartbeat import HEARTBEAT_BODY, HeartbeatOut
from cloud_license.store.presence import Beat
from kernel.clock import monotonic_s
from kernel.heartbeat import SITE_ID_HEADER, SITE_KEY_HEADER
from kernel.lease import LARGEST_SERIAL, sign
from kernel.web.problems import problem_answers

router = APIRouter(prefix="/api/heartbeat", tags=["heartbeat"])

SiteHeader = Annotated[str | None, Header(alias=SITE_ID_HEADER, description="Who asks.")]
KeyHeader = Annotated[str | None, Header(alias=SITE_KEY_HEADER, description="Its key.")]


@router.post("/", response_model=HeartbeatOut, responses=problem_answers(401, 429), openapi_extra=HEARTBEAT_BODY)
async def heartbeat(request: Request, cloud: TheCloud, _id: SiteHeader = None, _key: KeyHeader = None) -> Response:
    """A box is alive and asks how it stands; the answer is signed. Health that makes no sense is left out."""
    standing = await _recognised(cloud, request)
    report = read_report(_json(await request.body()))
    cloud.pace.take(standing.site_id, monotonic_s())
    if 0 < report.serial - standing.serial <= MOST_BEHIND:  # we were restored from a backup
        await cloud.book.write(lambda unit: catch_up(unit, standing.site_id, report.serial))
        standing = await _recognised(cloud, request)
    cloud.presence.note(Beat(standing.site_id, cloud.now(), address_of(request), report))
    return _said(cloud, standing, report.nonce)


@router.get(
    "/wait",
    response_model=HeartbeatOut,
    responses={204: {"description": "Nothing changed meanwhile; ask again."}, **problem_answers(401)},
)
async def wait(
    request: Request,
    cloud: TheCloud,
    serial: Annotated[int, Query(ge=0, le=LARGEST_SERIAL, description="Of the best lease that the box has.")],
    nonce: Annotated[str, Query(max_length=64, description="Comes back inside the lease.")] = "",
    _id: SiteHeader = None,
    _key: KeyHeader = None,
) -> Response:
    """Answered when the site's serial passes `serial`, else after 55 seconds with 204. It is no heartbeat."""
    asked = read_nonce(nonce)
    until = monotonic_s() + cloud.longest_wait_s
    while True:
        mark = cloud.waiting.changes
        standing = await _recognised(cloud, request)
        if standing.serial > serial:
            return _said(cloud, standing, asked)
        if not await _time_to_look(cloud, standing.site_id, mark, until - monotonic_s()):
            return Response(status_code=204)


async def _time_to_look(cloud: Cloud, site_id: str, mark: int, wait_s: float) -> bool:
    """Wait for a change since `mark`; False when there was none in time, or this worker ends."""
    place = cloud.waiting.enter(site_id, mark)
    try:
        return await asyncio.wait_for(place, max(0.0, wait_s))
    except TimeoutError:
        return False
    finally:
        cloud.waiting.leave(site_id, place)


async def _recognised(cloud: Cloud, request: Request) -> Standing:
    """The site that the headers name and prove.

    Raises:
        SiteNotRecognised: one is missing, twice there, or wrong.
    """
    ids, keys = request.headers.getlist(SITE_ID_HEADER), request.headers.getlist(SITE_KEY_HEADER)
    if len(ids) != 1 or len(keys) != 1 or not 1 <= len(ids[0]) <= 64 or len(keys[0]) > 200:
        raise SiteNotRecognised(f"One {SITE_ID_HEADER} and one {SITE_KEY_HEADER} are needed.")
    asking = await cloud.lookup.site(ids[0])
    if not opens(keys[0], () if asking is None else asking.hashes) or asking is None:
        raise SiteNotRecognised("No such site, or not its key.")
    return asking.standing


def _json(body: bytes) -> object:
    try:
        return json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise HeartbeatUnreadable("This is no JSON.") from None


def _said(cloud: Cloud, standing: Standing, nonce: str) -> Response:
    lease = standing.lease(cloud.now(), nonce)
    answer = HeartbeatOut(
        licensed=lease.licensed,
        locked=lease.locked,
        lock_reason=lease.lock_reason,
        expires_at=lease.expires_at,
        lease=sign(lease, cloud.keys.signing),
    )
    return Response(answer.model_dump_json(), media_type="application/json")
