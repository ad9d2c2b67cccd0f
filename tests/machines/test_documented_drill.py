"""P11: a dead card. The steps that docs/backup.md prints are what a spare box is given, word by word."""

import json
import re
import shlex
from pathlib import Path

from sqlalchemy import func, select, update

from kernel.database import open_database
from order_service.store import tables as t
from order_service.store.migrate import migrate
from printer_agents.virtual_printer.threaded import ThreadedVirtualPrinter
from tests.ports import free_port
from tests.pos_up import STARTS_WITHIN_S, PosBox
from tests.previous import unpack
from tests.site import ROOT

HEADING, STICK = "## The box is dead: a spare one takes over", "/media/backup/pos"


def documented_commands() -> list[str]:
    """What that chapter tells a person to type, but for what systemd and the file system do."""
    page = (ROOT / "docs" / "backup.md").read_text("utf-8")
    chapter = page.split(HEADING)[1].split("\n## ")[0]
    return [words for words in re.findall(r"`sudo ([^`]+)`", chapter) if words.startswith("pos ")]


def test_a_spare_box_takes_over_by_the_steps_in_the_book(tmp_path: Path) -> None:
    dead, spare, stick = PosBox(tmp_path / "dead"), PosBox(tmp_path / "spare"), tmp_path / "stick"
    unpack(dead.data_dir)
    people = json.loads((dead.data_dir / "demo-credentials.json").read_text())
    (dead.home / ".env").write_text(f"BACKUP_DIR={stick}\nPOS_RESTAURANT_NAME=Η Γωνιά\n")
    with ThreadedVirtualPrinter("kitchen", free_port()) as kitchen:
        book = open_database("", dead.data_dir / "pos.db")
        migrate(book)
        with book.writer.begin() as connection:
            at = {"ip_address": "127.0.0.1", "port": kitchen.port}
            connection.execute(update(t.printers).where(t.printers.c.id == "kitchen").values(at))
            open_orders = connection.scalar(select(func.count()).select_from(t.orders))
        book.close()
        made = dead.pos("backup")
        assert made.returncode == 0, made.stdout + made.stderr

        restore, doctor = documented_commands()
        assert STICK in restore
        restored = spare.pos(*shlex.split(restore.replace(STICK, str(stick)))[1:], typed="restore\n")
        assert restored.returncode == 0, restored.stdout + restored.stderr
        assert "This box is blank and becomes site 'local'" in restored.stdout
        assert "Η Γωνιά" in (spare.home / ".env").read_text()
        with spare.up():
            with spare.sign_in("maria", people["maria"]["pin"]) as phone:
                assert len(phone.get("/api/orders/my").json()) == open_orders
            kitchen.wait_for_ticket("καλοψημένο", STARTS_WITHIN_S)
            said = spare.pos(*shlex.split(doctor)[1:])
            assert "The site runs and answers" in said.stdout, said.stdout + said.stderr
