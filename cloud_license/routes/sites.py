"""Sites: register, look, change, lock, unlock, keys, deregister."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import AwareDatetime

from cloud_license.cloud import Cloud
from cloud_license.commands.deregister_site import deregister_site
from cloud_license.commands.edit_site import Edit, edit_site
from cloud_license.commands.lock_site import lock_site, unlock_site
from cloud_license.commands.register_site import NewSite, Secret, register_site
from cloud_license.commands.rotate_key import add_key, revoke_key
from cloud_license.dependencies import SignedIn, TheClick, TheCloud, once
from cloud_license.domain.site import Status
from cloud_license.queries.site_detail import site_facts, timeline
from cloud_license.queries.site_list import site_page
from cloud_license.schemas.sites import (
    HappeningOut,
    LockRequest,
    SecretOut,
    SiteChange,
    SiteDetail,
    SiteList,
    SiteNew,
    UnlockRequest,
    happening_out,
    site_detail,
    site_list,
)
from cloud_license.store.book import UnitOfWork
from kernel.web.problems import problem_answers

router = APIRouter(prefix="/api/sites", tags=["sites"])

SiteId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="A UUID without dashes.")]
KeyId = Annotated[int, Path(ge=1, le=2**53 - 1)]


@router.get("/", responses=problem_answers(401))
async def list_sites(
    cloud: TheCloud,
    _admin: SignedIn,
    status: Status | None = None,
    search: Annotated[
        str, Query(max_length=100, description="In name, owner, email and id; without accents, too.")
    ] = "",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 60,
) -> SiteList:
    """Sites, worst first: locked and expired, then silent, expiring, new, active."""
    now = cloud.now()
    page = await cloud.book.read(
        lambda connection: site_page(connection, now, status=status, search=search, offset=offset, limit=limit)
    )
    return site_list(page, now)


@router.post("/", status_code=201, response_model=SecretOut, responses=problem_answers(401, 409))
async def register(body: SiteNew, cloud: TheCloud, request: Request, the_click: TheClick) -> Response:
    """Register a restaurant. `secret_key` is shown in this answer and never again."""
    new = NewSite(**body.model_dump())
    return await once(
        cloud,
        the_click,
        201,
        lambda unit: _secret(cloud, request, unit, register_site(unit, the_click.who, new)),
        is_secret=True,
    )


@router.get("/{site_id}", responses=problem_answers(401, 404))
async def site(site_id: SiteId, cloud: TheCloud, _admin: SignedIn) -> SiteDetail:
    """All that is known of one site."""
    facts = await cloud.book.read(lambda connection: site_facts(connection, site_id))
    return site_detail(facts, cloud.now())


@router.get("/{site_id}/timeline", responses=problem_answers(401, 404))
async def site_timeline(
    site_id: SiteId,
    cloud: TheCloud,
    _admin: SignedIn,
    before: Annotated[AwareDatetime | None, Query(description="Only what happened before; leave out for now.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[HappeningOut]:
    """What happened to a site, the latest first: heartbeats by windows of three hours, and who did what, and why."""
    until = before or datetime.max.replace(tzinfo=cloud.now().tzinfo)
    found = await cloud.book.read(lambda connection: timeline(connection, site_id, until, limit))
    return [happening_out(one) for one in found]


@router.put("/{site_id}", response_model=SiteDetail, responses=problem_answers(401, 404))
async def change(site_id: SiteId, body: SiteChange, cloud: TheCloud, the_click: TheClick) -> Response:
    """Correct facts, extend the licence by a month, a year or to a day; what is left out stays."""
    edit = Edit(body.model_dump(exclude={"extend", "licensed_until"}), body.extend, body.licensed_until)

    def command(unit: UnitOfWork) -> SiteDetail:
        edit_site(unit, the_click.who, site_id, edit)
        return _detail(unit, site_id)

    return await once(cloud, the_click, 200, command)


@router.delete("/{site_id}", status_code=204, response_class=Response, responses=problem_answers(401, 404))
async def deregister(
    site_id: SiteId,
    cloud: TheCloud,
    the_click: TheClick,
    name: Annotated[str, Query(max_length=80, description="The site's name, typed by a person to confirm.")] = "",
) -> Response:
    """End a site for good: its boxes get a signed tombstone. Refused unless `name` is the site's name."""

    def command(unit: UnitOfWork) -> None:
        deregister_site(unit, the_click.who, site_id, name)

    return await once(cloud, the_click, 204, command)


@router.post("/{site_id}/lock", response_model=SiteDetail, responses=problem_answers(401, 404, 409))
async def lock(site_id: SiteId, body: LockRequest, cloud: TheCloud, the_click: TheClick) -> Response:
    """Shut a restaurant now or when its business day ends (05:00 there); or change the reason or time of a lock.

    More than ten new locks an hour, or one site in a hundred, are refused (`mass-lock-brake`) until confirmed.
    """

    def command(unit: UnitOfWork) -> SiteDetail:
        lock_site(unit, the_click.who, site_id, body.reason, body.when, body.confirm_locks)
        return _detail(unit, site_id)

    return await once(cloud, the_click, 200, command)


@router.post("/{site_id}/unlock", response_model=SiteDetail, responses=problem_answers(401, 404, 409))
async def unlock(site_id: SiteId, body: UnlockRequest, cloud: TheCloud, the_click: TheClick) -> Response:
    """Let a restaurant work again; a planned lock is taken back as well."""

    def command(unit: UnitOfWork) -> SiteDetail:
        unlock_site(unit, the_click.who, site_id, body.reason)
        return _detail(unit, site_id)

    return await once(cloud, the_click, 200, command)


@router.post("/{site_id}/keys", status_code=201, response_model=SecretOut, responses=problem_answers(401, 404, 409))
async def new_key(site_id: SiteId, cloud: TheCloud, request: Request, the_click: TheClick) -> Response:
    """A new key beside the one in use; at most two. `secret_key` is shown in this answer and never again."""
    return await once(
        cloud,
        the_click,
        201,
        lambda unit: _secret(cloud, request, unit, add_key(unit, the_click.who, site_id)),
        is_secret=True,
    )


@router.delete("/{site_id}/keys/{key_id}", response_model=SiteDetail, responses=problem_answers(401, 404, 409))
async def take_key(site_id: SiteId, key_id: KeyId, cloud: TheCloud, the_click: TheClick) -> Response:
    """Revoke a key; the last one stays."""

    def command(unit: UnitOfWork) -> SiteDetail:
        revoke_key(unit, the_click.who, site_id, key_id)
        return _detail(unit, site_id)

    return await once(cloud, the_click, 200, command)


def _detail(unit: UnitOfWork, site_id: str) -> SiteDetail:
    return site_detail(site_facts(unit.connection, site_id), unit.now)


def _secret(cloud: Cloud, request: Request, unit: UnitOfWork, secret: Secret) -> SecretOut:
    url = cloud.public_url or str(request.base_url).rstrip("/")
    lines = {
        "SITE_ID": secret.site_id,
        "SITE_KEY": secret.key,
        "CLOUD_URL": url,
        "LICENSE_KEYS": cloud.keys.text,
    }
    return SecretOut(
        site=_detail(unit, secret.site_id),
        site_id=secret.site_id,
        secret_key=secret.key,
        license_keys=cloud.keys.text,
        cloud_url=url,
        env="".join(f"{name}={value}\n" for name, value in lines.items()),
    )
