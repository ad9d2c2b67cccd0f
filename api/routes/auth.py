"""Sign-in, refresh, who am I."""

from fastapi import APIRouter, Request

from api.dependencies import SignedIn, TheHouse
from api.house import House
from api.problems import problem_answers
from api.schemas.auth import SessionOut, SignIn, UserOut
from kernel.clock import utc_now
from order_service.commands.sign_in import InvalidCredentials, note_failure, note_success, require_patience
from order_service.domain.permissions import initials
from order_service.store.staff import Account, account_by_username

router = APIRouter(prefix="/api/auth", tags=["auth"])


@router.post("/login", responses=problem_answers(401, 429))
async def login(body: SignIn, house: TheHouse, request: Request) -> SessionOut:
    """Sign in with name and PIN. Unknown names, wrong PINs and deactivated people get the same answer."""
    name = body.username.casefold()
    subject = f"{name[:40]}@{request.client.host if request.client else '?'}"[:80]
    async with house.sessions.turn(subject):
        now = utc_now()
        await house.read(lambda connection: require_patience(connection, subject, now))
        account = await house.read(lambda connection: account_by_username(connection, name))
        if not await house.sessions.pin_is_right(account, body.pin) or account is None:
            user_id = account.staff.id if account else None
            await house.write(lambda unit: note_failure(unit, subject, user_id))
            raise InvalidCredentials("Name or PIN is wrong.")
        known = account
        await house.write(lambda unit: note_success(unit, subject, known.staff.id))
    return _session(house, known)


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
