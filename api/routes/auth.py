"""Sign-in, refresh, who am I."""

from fastapi import APIRouter, Request, Response

from api.dependencies import SignedIn, TheHouse
from api.house import House
from api.problems import problem_answers
from api.schemas.auth import SessionOut, SignIn, UserOut
from kernel.clock import utc_now
from order_service.commands.sign_in import (
    InvalidCredentials,
    note_failure,
    note_success,
    receive,
    recognise,
)
from order_service.domain.permissions import initials
from order_service.domain.throttle import Knock
from order_service.store.devices import KEPT, device_hash, new_device_secret
from order_service.store.staff import Account, username_key

router = APIRouter(prefix="/api/auth", tags=["auth"])


DEVICE_COOKIE = "pos_device"
"""Only this device holds it and only these routes see it; the book has its hash."""


@router.post("/login", responses=problem_answers(401, 429))
async def login(body: SignIn, house: TheHouse, request: Request, response: Response) -> SessionOut:
    """Sign in with name and PIN. Unknown names, wrong PINs and deactivated people get the same answer.

    A device on which the person signed in before has a counter of wrong PINs of its own; all others share theirs.
    """
    secret = request.cookies.get(DEVICE_COOKIE, "")[:200]
    address = request.client.host if request.client else "?"
    knock = Knock(username_key(body.username), address, device_hash(secret))
    seen = await house.read(lambda connection: recognise(connection, knock))
    async with house.sessions.turn(seen.counters[0].subject if seen.is_known else "unknown"):
        account = await let_in(house, knock, body.pin)
        visitor = await house.read(lambda connection: recognise(connection, knock))
        held = secret if visitor.is_known else new_device_secret()
        await house.write(lambda unit: note_success(unit, visitor, account.staff.id, device_hash(held)))
    response.set_cookie(
        DEVICE_COOKIE,
        held,
        max_age=int(KEPT.total_seconds()),
        path="/api/auth",
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return _session(house, account)


async def let_in(house: House, knock: Knock, pin: str) -> Account:
    """Whose name and PIN these are; a wrong one is counted before it is answered.

    Raises:
        TooManyTries, TooManyStrangers, InvalidCredentials, BusySigningIn.
    """
    visitor = await house.read(lambda connection: receive(connection, knock, utc_now()))
    if not await house.sessions.pin_is_right(visitor.account, pin) or visitor.account is None:
        await house.write(lambda unit: note_failure(unit, visitor))
        raise InvalidCredentials("Name or PIN is wrong.")
    return visitor.account


@router.post("/refresh", responses=problem_answers(401))
async def refresh(account: SignedIn, house: TheHouse) -> SessionOut:
    """A new token for one that still holds."""
    return _session(house, account)


@router.get("/me", responses=problem_answers(401))
async def me(account: SignedIn) -> UserOut:
    """Who is signed in."""
    return _user(account)


def _session(house: House, account: Account) -> SessionOut:
    token, expires_at = house.sessions.issue(account, utc_now())
    return SessionOut(access_token=token, expires_at=expires_at, user=_user(account))


def _user(account: Account) -> UserOut:
    who = account.staff
    return UserOut(id=who.id, username=account.username, name=who.name, initials=initials(who.name), role=who.role)
