"""Backups: what is kept, one more at a tap, and the way back to one of them."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api.dependencies import Manager, SignedIn, TheHouse, TheTap, once
from api.house import House
from api.problems import problem_answers
from api.routes.auth import let_in
from api.schemas.system import BackupsOut, LostOut, RestoreIn
from kernel.backup_state import BackupState, KeptBackup, read_backup_state, wish_for_backup
from kernel.clock import utc_now
from kernel.errors import Conflict, Invalid, NotFound, Unavailable
from kernel.ids import new_ulid
from kernel.restore_state import RestoreState, read_restore, write_restore
from order_service.commands.sign_in import InvalidCredentials
from order_service.domain.throttle import Knock
from order_service.queries.lost_since import lost_since
from order_service.store.audit import record
from order_service.store.unit_of_work import UnitOfWork

router = APIRouter(prefix="/api/system/backups", tags=["system"])

Name = Annotated[str, Path(pattern=r"^\d{8}T\d{6}Z$", examples=["20261126T184500Z"])]


class BackupGone(NotFound):
    """The box keeps no backup of that name."""

    code = "backup-gone"
    hint = "Look at the list again; old backups make room for new ones."


class WrongPin(Invalid):
    """It is not the PIN of whoever is signed in."""

    code = "wrong-pin"
    hint = "Type your own PIN, the one you sign in with."


class RestoreUnderWay(Conflict):
    """The box is going back to a backup already."""

    code = "restore-under-way"
    hint = "Wait until it is done; the screen says when."


class NoRestoreHere(Conflict):
    """Nobody on this box can stop the house and start it again."""

    code = "no-restore-here"
    hint = 'Whoever looks after the box puts a backup back with "pos restore".'


@router.get("", responses=problem_answers(401, 403))
async def list_backups(house: TheHouse, _who: Manager) -> BackupsOut:
    """The backups that are kept, newest first, how the last try went, and how far a restore is."""
    return _backups_out(house)


@router.post("", status_code=202, response_model=BackupsOut, responses=problem_answers(401, 403, 409, 422))
async def make_backup(house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Ask for a backup now. It is there once `good_at` of the list is later than this answer."""

    def _ask(unit: UnitOfWork) -> BackupsOut:
        record(unit, who.id, "backup_asked", "box", {}, correlation_id=tap.correlation_id)
        try:
            wish_for_backup(house.data_dir)
        except OSError as error:
            raise _unwritable(error) from error
        return _backups_out(house)

    return await once(house, tap, 202, _ask)


@router.get("/{name}", responses=problem_answers(401, 403, 404, 422))
async def what_would_be_lost(name: Name, house: TheHouse, _who: Manager) -> LostOut:
    """What came after a backup, and would be forgotten by going back to it."""
    kept = _kept(house, name)
    lost = await house.read(lambda connection: lost_since(connection, kept.made_at))
    return LostOut.model_validate({"name": name, "made_at": kept.made_at, **lost})


@router.post(
    "/{name}/restore",
    status_code=202,
    response_model=BackupsOut,
    responses=problem_answers(401, 403, 404, 409, 422, 429),
)
async def go_back(
    name: Name, body: RestoreIn, house: TheHouse, account: SignedIn, who: Manager, tap: TheTap, request: Request
) -> Response:
    """Go back to a backup: the box examines it, stops, saves what is there, puts it back, and starts again.

    Nothing of it happens while this is answered; `restore` of the list says how far it is.
    """
    address = request.client.host if request.client else "?"
    try:
        async with house.sessions.turn(f"restore:{who.id}"):
            await let_in(house, Knock(account.username, address, ""), body.pin)
    except InvalidCredentials as error:
        raise WrongPin("This is not your PIN.") from error

    def _ask(unit: UnitOfWork) -> BackupsOut:
        kept = _kept(house, name)
        _require_way_back(house)
        asked = RestoreState(
            id=new_ulid(unit.now), name=kept.name, user_id=who.id, user_name=who.name, asked_at=utc_now()
        )
        details = {"backup": name, "made_at": kept.made_at.isoformat(), "restore_id": asked.id}
        record(unit, who.id, "restore_asked", "box", details, correlation_id=tap.correlation_id)
        try:
            write_restore(house.data_dir, asked)
        except OSError as error:
            raise _unwritable(error) from error
        return _backups_out(house)

    return await once(house, tap, 202, _ask)


def _require_way_back(house: House) -> None:
    state = read_backup_state(house.data_dir)
    if state is None or not state.can_restore:
        raise NoRestoreHere("No supervisor runs this site.")
    under_way = read_restore(house.data_dir)
    if under_way is not None and not under_way.is_over:
        raise RestoreUnderWay(f"The box is going back to {under_way.name}.", name=under_way.name)


def _kept(house: House, name: str) -> KeptBackup:
    """Only what the box itself lists: no name that a client made up ever becomes a path."""
    state = read_backup_state(house.data_dir)
    for one in state.kept if state is not None else []:
        if one.name == name:
            return one
    raise BackupGone(f"There is no backup {name}.", name=name)


def _unwritable(error: OSError) -> Unavailable:
    return Unavailable(f"The data folder can't be written ({error.strerror}).")


def _backups_out(house: House) -> BackupsOut:
    state = read_backup_state(house.data_dir) or BackupState(folder="", every_s=0)
    return BackupsOut.model_validate({**dict(state), "restore": read_restore(house.data_dir)})
