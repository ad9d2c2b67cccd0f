"""P12: a disk that is full or turned read-only, under the whole API. Orders are the last to go, and come back alone."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from kernel.database import open_database
from order_service.store import tables as t
from tests.card import Card, card_in, small_disk_in
from tests.integration.api.conftest import Box
from tests.integration.api.test_images import picture, upload
from tests.site import wait_until


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk_in(tmp_path, 6) as place:
        yield place


@pytest.fixture
def cramped_box(small_disk: Path, quiet_taverna: Path) -> Iterator[Box]:
    shutil.copytree(quiet_taverna, small_disk / "data", ignore=shutil.ignore_patterns("logs", "run"))
    box = Box(small_disk / "data")
    with box:
        yield box


def fill(disk: Path) -> Path:
    """Somebody else's file takes what is left, to the last block."""
    filler = disk / "somebody-elses-file"
    with filler.open("ab", buffering=0) as file:
        for size in (65_536, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return filler


def test_a_full_disk_is_a_507_in_words_loses_nothing_and_ends_by_itself(small_disk: Path, cramped_box: Box) -> None:
    box = cramped_box
    kept = [box.send(7).json()["order_id"]]
    filler = fill(small_disk)
    refused = None
    for number in range(400):  # what is allocated already still takes some orders
        answer = box.send(1 + number % 12, *[box.line(note=f"{number}" + "x" * 150)] * 12, by="eleni")
        if answer.status_code != 201:
            refused = answer
            break
        kept.append(answer.json()["order_id"])
    assert refused is not None
    assert refused.status_code == 507
    assert refused.json()["code"] == "storage-full"
    assert refused.json()["hint"] == "Free some space on the box; orders are taken again by themselves."
    assert box.get("/api/tables/").status_code == 200, "the floor can still be read"
    assert box.get("/api/system/health").status_code == 200
    found = {one["topic"]: one for one in box.get("/api/system/check", "eleni").json()["findings"]}
    assert found["disk"]["code"] == "disk-full"
    filler.unlink()
    wait_until(lambda: box.send(7, by="eleni").status_code == 201, "orders are taken again")
    for order_id in set(kept):
        assert box.get(f"/api/orders/{order_id}", "eleni").status_code == 200
    assert box.one(text("PRAGMA integrity_check")) == "ok"


def test_pictures_stop_before_orders_do(small_disk: Path, cramped_box: Box) -> None:
    answer = upload(cramped_box, picture())
    assert answer.status_code == 507, "a few MB are free, and they are for orders"
    assert cramped_box.send(7).status_code == 201


@pytest.fixture
def worn_card(tmp_path: Path) -> Iterator[Card]:
    """Turns read-only at its first fault, as cards do."""
    with card_in(tmp_path, 24, "ON A CARD THAT TURNS READ-ONLY") as card:
        if not os.access(card.fault, os.W_OK):
            pytest.skip("NOT TESTED ON A CARD THAT TURNS READ-ONLY: this kernel makes no faults")
        yield card


def test_a_card_that_turns_read_only_is_said_and_keeps_every_order_it_answered_for(
    worn_card: Card, quiet_taverna: Path, tmp_path: Path
) -> None:
    shutil.copytree(quiet_taverna, worn_card.place / "data", ignore=shutil.ignore_patterns("logs", "run"))
    box = Box(worn_card.place / "data")
    with box:
        seven = box.table(7)
        kept = [box.send(number).json()["round"]["id"] for number in (1, 2, 3)]
        worn_card.fault.write_text("worn out\n")
        refused = [box.send(7) for _ in range(3)]
        assert {answer.status_code for answer in refused} == {503}
        assert all(answer.json()["hint"] for answer in refused)
        assert box.get("/api/system/health").status_code == 200
        shutil.copytree(worn_card.place / "data", tmp_path / "rescued")
    book = open_database("", tmp_path / "rescued" / "pos.db")
    with book.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert set(kept) <= set(connection.execute(select(t.rounds.c.id)).scalars())
        on_table_7 = select(t.orders.c.id).where(t.orders.c.table_id == seven)
        assert connection.execute(on_table_7).first() is None, "what was refused is not there"
    book.close()
