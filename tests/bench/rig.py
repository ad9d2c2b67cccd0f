"""What every script stands on: a street, a seeded template, a folder on a real disk."""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import RESULTS, Book
from tests.bench.street import Street
from tests.site import seeded_template


@dataclass
class Rig:
    """Handed to each script's `run`."""

    street: Street
    folder: Path
    template: Path
    book: Book
    is_quick: bool

    def place(self, name: str) -> Path:
        """A new folder for a site."""
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self.folder))


@contextlib.contextmanager
def rig(*, is_quick: bool) -> Iterator[Rig]:
    """Beside the results rather than in /tmp, which on some machines is memory: flushes must cost what they cost."""
    RESULTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="run-", dir=RESULTS) as name:
        folder = Path(name)
        street = Street()
        try:
            yield Rig(street, folder, seeded_template(folder / "template"), Book(), is_quick)
        finally:
            street.close()
