"""Sign-in of the vendor's people, and another password."""

from fastapi import APIRouter, Request

from cloud_license.cloud import Cloud
from cloud_license.commands.change_password import change_password
from cloud_license.commands.sign_in import note_failure, note_success, require_patience
from cloud_license.commands.who import Who
from cloud_license.dependencies import SignedIn, TheCloud
from cloud_license.domain.passwords import WrongCredentials, require_strong
from cloud_license.schemas.auth import AdminOut, PasswordChange, SessionOut, SignIn
from cloud_license.store.admins import Admin, admin_by_username
from kernel.web.problems import correlation_id_of, problem_answers

router = APIRouter(prefix="/api/auth", tags=["auth"])


@router.post("/login", responses=problem_answers(401, 429))
async def login(body: SignIn, cloud: TheCloud, request: Request) -> SessionOut:
    """Sign in. Unknown names and wrong passwords get the same answer after the same time."""
    admin = await _checked(cloud, request, body.username, body.password)
    return _session(cloud, admin, admin.token_version)


@router.get("/me", responses=problem_answers(401))
async def me(admin: SignedIn) -> AdminOut:
    """Who is signed in."""
    return AdminOut.model_validate(admin)


@router.post("/password", responses=problem_answers(401, 429))
async def new_password(body: PasswordChange, admin: SignedIn, cloud: TheCloud, request: Request) -> SessionOut:
    """Choose another password; every other session is over, this one goes on with the token in the answer."""
    await _checked(cloud, request, admin.username, body.password)
    require_strong(body.new_password, admin.username)
    hashed = await cloud.sessions.hash_of(body.new_password)
    who = Who(admin.id, admin.username, correlation_id_of(request))
    version = await cloud.book.write(lambda unit: change_password(unit, who, hashed))
    return _session(cloud, admin, version)


async def _checked(cloud: Cloud, request: Request, username: str, password: str) -> Admin:
    """Who has this name and password.

    Raises:
        WrongCredentials, TooManyGuesses, BusySigningIn.
    """
    address = address_of(request)
    await cloud.book.read(lambda connection: require_patience(connection, username, address, cloud.now()))
    admin = await cloud.book.read(lambda connection: admin_by_username(connection, username))
    is_right = await cloud.sessions.password_is_right(None if admin is None else admin.password_hash, password)
    if admin is None or not is_right:
        admin_id = None if admin is None else admin.id
        await cloud.book.write(lambda unit: note_failure(unit, username, address, admin_id))
        raise WrongCredentials("Name or password is wrong.")
    await cloud.book.write(lambda unit: note_success(unit, username, address, admin.id))
    return admin


def address_of(request: Request) -> str:
    """The client's address; behind our own nginx the one it names (settings: CLOUD_TRUSTED_PROXIES)."""
    return request.client.host if request.client else ""


def _session(cloud: Cloud, admin: Admin, version: int) -> SessionOut:
    token, expires_at = cloud.sessions.issue(admin.id, version, cloud.now())
    return SessionOut(access_token=token, expires_at=expires_at, admin=AdminOut.model_validate(admin))
