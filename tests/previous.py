"""The release before this one: its code, as far as the clone has it; and what it left on a box with tickets owed.

`python -m tests.previous` writes tests/machines/previous/ again: that release takes orders, then its power is cut.
Tests that need a book of it, but not its code, start there. PIN and pepper in it are of that taverna alone.
"""

import io
import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from kernel.book_copy import copy_sqlite
from kernel.sqlite_file import choose_sqlite
from tests.licensed import license_box
from tests.site import ROOT, Site

VERSION, COMMIT = "0.1.0", "b1bd701159746a8051452748104cf4d65f803489"
"""The release before this one, and the commit that is it in a clone without its tag; at a release, both move on."""

KEPT_IN = ROOT / "tests" / "machines" / "previous"
BOOK = "book.sql"
BELONGINGS = ("secrets/pin-pepper", "demo-credentials.json", "version")
"""Of the old box; all else a start makes anew. The book is kept as text, so that a change of it can be read."""

TAVERNA = (
    "import sys; from pathlib import Path; from tests.site import seeded_template; seeded_template(Path(sys.argv[1]))"
)


def commit_of_the_release() -> str | None:
    """Which commit of this clone is the release before: its tag, or the one known to be it; None if it has neither."""
    for name in (f"v{VERSION}", COMMIT):
        ask = ["git", "rev-parse", "--quiet", "--verify", f"{name}^{{commit}}"]
        found = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.strip()
    return None


def unpack_code(commit: str, folder: Path) -> None:
    """The whole tree of a commit."""
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")


def write_data_folder(commit: str, place: Path) -> Path:
    """Let the code of `commit` open a taverna, print one round and owe two; returns its data folder.

    Args:
        place: an empty folder.
    """
    code = place / "code"
    unpack_code(commit, code)
    theirs = os.environ | {"PYTHONPATH": str(code)}
    template = place / "template"
    subprocess.run([sys.executable, "-c", TAVERNA, str(template)], cwd=code, env=theirs, check=True)
    with Site(place, template, environment={"PYTHONPATH": str(code)}) as site:
        maria = site.waiter()
        printed = maria.send(3, maria.line("Μουσακάς"), maria.line("Μπίρα λάγκερ 500 ml", "2"))
        site.kitchen.wait_for_ticket("Μουσακάς", 30)
        site.bar.wait_for_ticket("λάγκερ", 30)
        paid = maria.post(f"/api/orders/{printed['order_id']}/pay", {"item_ids": [printed["round"]["items"][0]["id"]]})
        assert paid.status_code == 201, paid.text
        site.kill("printer-agents")
        for table, note in ((7, "χωρίς αλάτι"), (8, "καλοψημένο")):
            maria.send(table, maria.line("Μουσακάς", note=note))
        site.kill("api")
    return site.data_dir


def keep(data_dir: Path, commit: str) -> None:
    """Write what a test needs of it to the tree."""
    (KEPT_IN / "secrets").mkdir(parents=True, exist_ok=True)
    for name in BELONGINGS:
        (KEPT_IN / name).write_bytes((data_dir / name).read_bytes())
    settled = data_dir / "settled.db"  # `-wal` merged: not every SQLite reads the other's
    copy_sqlite(data_dir / "pos.db", settled)
    book = sqlite3.connect(settled)
    (KEPT_IN / BOOK).write_text(f"-- Written by the code of {commit}\n" + "\n".join(book.iterdump()) + "\n", "utf-8")
    book.close()


def unpack(data_dir: Path) -> None:
    """Make the data folder that `keep` was given, with a licence of today."""
    (data_dir / "secrets").mkdir(mode=0o700, parents=True)
    for name in BELONGINGS:
        (data_dir / name).write_bytes((KEPT_IN / name).read_bytes())
        (data_dir / name).chmod(0o600)
    book = choose_sqlite().connect(data_dir / "pos.db")
    book.executescript((KEPT_IN / BOOK).read_text("utf-8"))
    book.close()
    license_box(data_dir)


if __name__ == "__main__":
    if (release := commit_of_the_release()) is None:
        sys.exit(f"This clone has neither a tag v{VERSION} nor the commit {COMMIT}.")
    with tempfile.TemporaryDirectory() as folder:
        keep(write_data_folder(release, Path(folder)), release)
