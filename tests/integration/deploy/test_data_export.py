"""`pos export` and `pos staff add-sysadmin`: what a box does on the spot, whatever its licence says."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from deploy import processes
from deploy.export import export_all
from deploy.staff import add_sysadmin
from kernel.database import open_database
from order_service.queries.export import DATASETS
from order_service.store import tables as t
from order_service.store.pins import pin_matches, pin_pepper


@pytest.fixture
def data_dir(tmp_path: Path, taverna: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A taverna whose licence is gone."""
    folder = tmp_path / "data"
    shutil.copytree(taverna, folder)
    for path in folder.glob("license_state*"):
        path.unlink()
    monkeypatch.setenv("POS_DATA_DIR", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_all_that_the_restaurant_wrote_comes_out_twice_and_no_secret_does(data_dir: Path, tmp_path: Path) -> None:
    database = open_database("", data_dir / "pos.db")
    with database.writer.begin() as connection:
        connection.execute(insert(t.table_groups), {"name": "=1+1", "name_en": "x", "sort_order": 9})
    database.close()
    out = tmp_path / "out"
    assert processes.start(lambda: export_all(out)) == 0
    assert {path.name for path in out.iterdir()} == {f"{n}.{kind}" for n in DATASETS for kind in ("csv", "json")}
    for name in DATASETS:
        assert len(json.loads((out / f"{name}.json").read_text())) == len(table(out, name))
    dishes = json.loads((out / "menu_products.json").read_text())
    assert {"Μουσακάς", "Γεμιστά"} <= {dish["name"] for dish in dishes}
    assert {row["username"] for row in table(out, "staff")} >= {"maria", "eleni"}
    assert table(out, "audit")[-1]["action"] == "demo_seeded"
    assert "'=1+1" in {row["name"] for row in table(out, "table_groups")}, "a spreadsheet would run it"
    everything = b"".join(path.read_bytes() for path in out.iterdir())
    assert b"$2b$" not in everything
    assert b"pin_hash" not in everything


def test_a_folder_that_holds_something_is_left_alone(data_dir: Path, tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "photo.jpg").write_text("x")
    assert processes.start(lambda: export_all(tmp_path / "mine")) == 2
    assert "is not empty" in capsys.readouterr().err


def test_the_first_sysadmin_is_made_on_the_box_and_the_pin_is_shown_once(data_dir: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    assert processes.start(lambda: add_sysadmin("Nikos.Tech", "")) == 0
    pin = capsys.readouterr().out.split("PIN ")[1].split(".")[0]
    database = open_database("", data_dir / "pos.db")
    with database.reading() as connection:
        row = connection.execute(select(t.users).where(t.users.c.username == "nikos.tech")).one()
        trail = connection.execute(select(t.audit_log.c.details).order_by(t.audit_log.c.id.desc())).scalars().first()
    database.close()
    assert row.role == "sysadmin"
    assert pin_matches(pin, row.pin_hash, pin_pepper(data_dir))
    assert trail["by"] == "pos staff add-sysadmin"
    assert pin not in json.dumps(trail)
    assert processes.start(lambda: add_sysadmin("nikos.tech", "")) == 2
    assert "already" in capsys.readouterr().err
