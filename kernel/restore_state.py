"""A restore that a manager asked for on the screen, and how far it is: one small file, written anew at every step.

It outlives the processes that carry the restore out one after another: the API keeps the wish, the backups' process
looks at the backup, the supervisor's stops the house and puts the book back, the next API writes it into that book.
"""

from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from kernel.backup_state import Trouble
from kernel.whole_file import write_whole

Step = Literal["asked", "stopping", "saving", "restoring", "starting", "done", "refused"]
"""`asked`: the backup is being examined. `saving`: the house stands still and is backed up. `restoring`: the book is
being put back. `starting`: that is done. `refused`: nothing was changed, the reason is in `trouble`."""

RestoreTrouble = Literal[Trouble, "gone", "newer", "other-kind", "other-site", "no-room", "cut-short"]

OVER: frozenset[Step] = frozenset({"done", "refused"})


class RestoreState(BaseModel):
    """The last restore that was asked for on the screen."""

    id: str
    """A ULID; the audit row of the restored book has it as its correlation id."""
    name: str
    """Of the backup."""
    user_id: int
    user_name: str
    """Who asked; the restored book may not know them."""
    asked_at: datetime
    step: Step = "asked"
    trouble: RestoreTrouble = ""
    detail: str = ""
    undo: str = ""
    """The backup of what was there just before; '' while there is none."""
    ended_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Nothing more will happen."""
        return self.step in OVER

    def at_step(self, step: Step) -> "RestoreState":
        """The same, so far."""
        return self.model_copy(update={"step": step})

    def refused(self, trouble: RestoreTrouble, detail: str, now: datetime) -> "RestoreState":
        """Nothing was changed."""
        return self.model_copy(update={"step": "refused", "trouble": trouble, "detail": detail, "ended_at": now})


def _file(data_dir: Path) -> Path:
    return data_dir / "run" / "restore.json"


def read_restore(data_dir: Path) -> RestoreState | None:
    """The last one that was asked for; None when there was none, or the file can't be read."""
    try:
        return RestoreState.model_validate_json(_file(data_dir).read_text("utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError):
        return None


def write_restore(data_dir: Path, state: RestoreState) -> RestoreState:
    """Keep how far it is; on the disk when this returns.

    Raises:
        OSError: the data folder can't be written.
    """
    _file(data_dir).parent.mkdir(mode=0o700, exist_ok=True)
    write_whole(_file(data_dir), state.model_dump_json(indent=1))
    return state
