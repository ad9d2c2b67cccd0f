"""The best lease on disk, twice: `license_state.json` and its copy, each whole or not there at all."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kernel.logging import get_logger
from kernel.powered_clock import Moment
from kernel.whole_file import write_whole

LARGEST = 16 * 1024

log = get_logger("license")


class StoredLease(BaseModel):
    """A lease and how old it was at a moment of powered-on time."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    lease: str = Field(max_length=4096)
    age_s: float = Field(ge=0, le=10**10)
    boot_id: str = Field(max_length=80)
    up_s: float = Field(ge=0, le=10**10)

    def age_at(self, now: Moment) -> float:
        """Powered-on seconds since it was signed."""
        return self.age_s + now.since(Moment(self.boot_id, self.up_s))


@dataclass(frozen=True)
class LicenseFile:
    """Two copies of one state, written in turn, so that a power cut in mid-write leaves the other.

    Args:
        path: of the first copy; the second is `NAME.copy.json` beside it.
        key: of this box. It seals the age as well as the lease: a checksum that anybody can make again would let
            anybody make the lease young again.
    """

    path: Path
    key: bytes

    @property
    def copies(self) -> tuple[Path, Path]:
        """Both."""
        return self.path, self.path.with_suffix(f".copy{self.path.suffix}")

    def read(self) -> list[StoredLease]:
        """What the copies hold, at most two; one that is cut short or edited is left out, and the log says so."""
        found = []
        for path in self.copies:
            try:
                found.append(self._opened(path))
            except FileNotFoundError:
                continue
            except (OSError, ValueError, ValidationError, RecursionError) as error:
                log.error("license_file_not_believed", file=str(path), why=str(error).splitlines()[0][:200])
        return found

    def write(self, state: StoredLease, *, twice: bool) -> None:
        """Replace the older copy; `twice`: both, one after the other, when the lease is another one.

        Raises:
            OSError: the folder can't be written.
        """
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in self.copies if twice else self.copies[self._older() :][:1]:
            self._replace(path, state)

    def _older(self) -> int:
        times = [path.stat().st_mtime_ns if path.exists() else 0 for path in self.copies]
        return times.index(min(times))

    def _replace(self, path: Path, state: StoredLease) -> None:
        text = state.model_dump_json()
        content = {"state": json.loads(text), "checksum": self._seal(text)}
        write_whole(path, json.dumps(content, indent=1))

    def _opened(self, path: Path) -> StoredLease:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise ValueError("too large")
        content = json.loads(raw)
        if not isinstance(content, dict) or not isinstance(content.get("checksum"), str):
            raise ValueError("not a licence state")
        state = StoredLease.model_validate(content.get("state"))
        if not hmac.compare_digest(content["checksum"].encode(), self._seal(state.model_dump_json()).encode()):
            raise ValueError("its checksum is wrong")
        return state

    def _seal(self, text: str) -> str:
        return hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()
