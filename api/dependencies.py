"""What routes are handed: the house, who is asking, and the key of the tap.

All of these are `async` although some await nothing: FastAPI runs a plain function in a pool of threads, which costs
more than the function.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from api.access import access_to, require_role
from api.house import House
from api.problems import correlation_id_of
from kernel.web.sign_in import SessionEnded
from order_service.domain.permissions import Staff, require_manager
from order_service.store.answers import Answer, RequestKey, recall, remember
from order_service.store.staff import Account
from order_service.store.unit_of_work import UnitOfWork


async def the_house(request: Request) -> House:
    """The wired application."""
    house: House = request.app.state.house
    return house


TheHouse = Annotated[House, Depends(the_house)]


async def gate(request: Request) -> None:
    """Runs before every route: who may call it is a row in api/access.py.

    Raises:
        NotDecided, SessionEnded, ManagersOnly, SysadminsOnly.
    """
    row = access_to(request.method, request.scope["route"].path)
    if row.role != "anyone":
        account = await _account_of(request.app.state.house, request.headers.get("authorization", ""))
        require_role(row, account.staff)
        request.state.account = account


async def signed_in(request: Request) -> Account:
    """Who is asking, as the gate found out."""
    account: Account = request.state.account
    return account


SignedIn = Annotated[Account, Depends(signed_in)]


async def _account_of(house: House, authorization: str) -> Account:
    """Who is asking, from the bearer token; looked up again every second.

    Raises:
        SessionEnded: no token, not ours, over, or its person was deactivated or given a new PIN.
    """
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise SessionEnded("Sign in first.")
    user_id, version = house.sessions.read(token)
    account = await house.account(user_id)
    if account is None or not account.is_active or account.token_version != version:
        raise SessionEnded("This session was ended.")
    return account


async def staff(account: SignedIn) -> Staff:
    """The person, as rules see one."""
    return account.staff


async def manager(who: Annotated[Staff, Depends(staff)]) -> Staff:
    """A manager, or ManagersOnly: says again at the route what its row in api/access.py says."""
    require_manager(who)
    return who


Who = Annotated[Staff, Depends(staff)]
Manager = Annotated[Staff, Depends(manager)]


@dataclass(frozen=True)
class Tap:
    """One changing request: its correlation id, and its key if the client gave one."""

    correlation_id: str
    key: RequestKey | None


async def tap(
    request: Request,
    who: Who,
    house: TheHouse,
    idempotency_key: Annotated[
        str | None,
        Header(
            pattern=r"^[\x21-\x7e]{8,80}$",
            description="Names this tap: the same request under the same key has one effect, ever.",
        ),
    ] = None,
) -> Tap:
    """Reads `Idempotency-Key`; its scope is the person, the method and the path, its fingerprint all that is asked."""
    correlation_id = correlation_id_of(request)
    if idempotency_key is None:
        return Tap(correlation_id, None)
    asked = _contents(await request.body(), request) + request.scope["query_string"]
    fingerprint = house.sessions.fingerprint(asked)
    endpoint = f"{request.method} {request.url.path}"
    return Tap(correlation_id, RequestKey(who.id, endpoint[:120], idempotency_key, fingerprint))


def _contents(body: bytes, request: Request) -> bytes:
    """The body without what a browser makes anew each time it sends the same form."""
    _, _, boundary = request.headers.get("content-type", "").partition("boundary=")
    return body.replace(boundary.strip('"').encode("latin-1"), b"") if boundary else body


TheTap = Annotated[Tap, Depends(tap)]


async def once(house: House, the_tap: Tap, status: int, command: Callable[[UnitOfWork], BaseModel | None]) -> Response:
    """Run a changing command at most once for its tap; effect and answer are kept in one transaction.

    Returns:
        the answer; on a repeat the first one again, with `Idempotent-Replayed: true`.
    """

    def _work(unit: UnitOfWork) -> Answer:
        if the_tap.key is not None and (known := recall(unit, the_tap.key)) is not None:
            return known
        body = command(unit)
        answer = Answer(status, "" if body is None else body.model_dump_json())
        if the_tap.key is not None:
            remember(unit, the_tap.key, answer)
        return answer

    answer = await house.write(_work)
    headers = {"Idempotent-Replayed": "true"} if answer.replayed else None
    media_type = "application/json" if answer.body else None
    return Response(answer.body, answer.status, headers=headers, media_type=media_type)
