"""What the version before left on a box: its own code takes orders, then its power is cut with tickets owed.

`python -m tests.previous COMMIT` (a tag, after a release) writes tests/machines/previous/ again. The test of
upgrades starts there, so that a clone need not hold any history. PIN and pepper in it are of that taverna alone.
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

KEPT_IN = ROOT / "tests" / "machines" / "previous"
BOOK = "book.sql"
BELONGINGS = ("secrets/pin-pepper", "demo-credentials.json", "version")
"""Of the old box; all else a start makes anew. The book is kept as text, so that a change of it can be read."""

TAVERNA = (
    "import sys; from pathlib import Path; from tests.site import seeded_template; seeded_template(Path(sys.argv[1]))"
)


def write_data_folder(commit: str, place: Path) -> Path:
    """Let the code of `commit` open a taverna, print one round and owe two; returns its data folder.

    Args:
        place: an empty folder.
    """
    code = place / "code"
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(code, filter="data")
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
    with tempfile.TemporaryDirectory() as folder:
        keep(write_data_folder(sys.argv[1], Path(folder)), sys.argv[1])
