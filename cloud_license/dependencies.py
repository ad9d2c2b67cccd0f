"""What routes are handed: the cloud, who is asking, and the key of the click."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from cloud_license.access import access_to
from cloud_license.cloud import Cloud
from cloud_license.commands.who import Who
from cloud_license.store.admins import Admin, admin_by_id
from cloud_license.store.answers import Answer, RequestKey, recall, remember
from cloud_license.store.book import UnitOfWork
from kernel.web.problems import correlation_id_of
from kernel.web.sign_in import SessionEnded


async def the_cloud(request: Request) -> Cloud:
    """The wired worker."""
    cloud: Cloud = request.app.state.cloud
    return cloud


TheCloud = Annotated[Cloud, Depends(the_cloud)]


async def gate(request: Request) -> None:
    """Runs before every route: who may call it is a row in cloud_license/access.py.

    Raises:
        NotDecided, SessionEnded.
    """
    row = access_to(request.method, request.scope["route"].path)
    if row.caller == "sysadmin":
        request.state.admin = await _admin_of(request.app.state.cloud, request.headers.get("authorization", ""))


async def _admin_of(cloud: Cloud, authorization: str) -> Admin:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise SessionEnded("Sign in first.")
    admin_id, version = cloud.sessions.read(token)
    admin = await cloud.book.read(lambda connection: admin_by_id(connection, admin_id))
    if admin is None or admin.token_version != version:
        raise SessionEnded("This session was ended.")
    return admin


async def signed_in(request: Request) -> Admin:
    """Who is asking, as the gate found out."""
    admin: Admin = request.state.admin
    return admin


SignedIn = Annotated[Admin, Depends(signed_in)]


@dataclass(frozen=True)
class Click:
    """One changing request: who makes it, and its key if the client gave one."""

    who: Who
    key: RequestKey | None


async def click(
    request: Request,
    admin: SignedIn,
    cloud: TheCloud,
    idempotency_key: Annotated[
        str | None,
        Header(
            pattern=r"^[\x21-\x7e]{8,80}$",
            description="Names this click: the same request under the same key has one effect, ever.",
        ),
    ] = None,
) -> Click:
    """Reads `Idempotency-Key`; its scope is the person, the method and the path, its fingerprint all that is asked."""
    who = Who(admin.id, admin.username, correlation_id_of(request))
    if idempotency_key is None:
        return Click(who, None)
    fingerprint = cloud.sessions.fingerprint(await request.body() + request.scope["query_string"])
    endpoint = f"{request.method} {request.url.path}"[:160]
    return Click(who, RequestKey(admin.id, endpoint, idempotency_key, fingerprint))


TheClick = Annotated[Click, Depends(click)]


async def once(
    cloud: Cloud,
    the_click: Click,
    status: int,
    command: Callable[[UnitOfWork], BaseModel | None],
    *,
    is_secret: bool = False,
) -> Response:
    """Run a changing command at most once for its click; effect and answer are kept in one transaction.

    Args:
        is_secret: the answer holds a key and is not kept; a repeat is told so.

    Returns:
        the answer; on a repeat the first one again, with `Idempotent-Replayed: true`.
    """

    def _work(unit: UnitOfWork) -> Answer:
        if the_click.key is not None and (known := recall(unit, the_click.key)) is not None:
            return known
        body = command(unit)
        answer = Answer(status, "" if body is None else body.model_dump_json())
        if the_click.key is not None:
            remember(unit, the_click.key, answer, is_secret=is_secret)
        return answer

    answer = await cloud.book.write(_work)
    headers = {"Idempotent-Replayed": "true"} if answer.replayed else None
    media_type = "application/json" if answer.body else None
    return Response(answer.body, answer.status, headers=headers, media_type=media_type)
