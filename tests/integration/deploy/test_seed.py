"""The taverna in a real book."""

import json
import stat

import pytest
from sqlalchemy import func, select

from deploy.demo.credentials import credentials_file, draft_file, read_credentials
from deploy.demo.seed import ensure_taverna
from deploy.settings import DemoSettings
from kernel.database import open_database
from order_service.store import tables as t
from order_service.store.menu import read_menu
from order_service.store.pins import pin_matches, pin_pepper
from order_service.store.printers import printer_settings


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "run").mkdir()
    return DemoSettings(_env_file=None, data_dir=tmp_path, demo_kitchen_port=9101, demo_bar_port=9102)


@pytest.fixture
def reading(settings):
    def read(question):
        database = open_database("", settings.database_path)
        try:
            with database.reading() as connection:
                return question(connection)
        finally:
            database.close()

    return read


def count(table):
    return lambda connection: connection.scalar(select(func.count()).select_from(table))


def test_a_new_demo_has_floor_menu_staff_and_printers(settings, reading, tmp_path):
    ensure_taverna(settings, tmp_path)
    assert reading(count(t.tables)) == 20
    assert reading(count(t.table_groups)) == 2
    assert reading(count(t.users)) == 4
    menu = reading(lambda connection: read_menu(connection, 1))
    assert len(menu.products) >= 45
    assert [p.name for p in menu.products.values() if not p.zone_ids] == ["Κουβέρ και ψωμί"]
    assert {zone.id: zone.printer_id for zone in menu.zones.values()} == {"kitchen": "kitchen", "bar": "bar"}
    addresses = {
        one.printer_id: (one.address, one.port)
        for one in reading(lambda connection: printer_settings(connection, None))
    }
    assert addresses == {"kitchen": ("127.0.0.1", 9101), "bar": ("127.0.0.1", 9102)}


def test_everybody_can_sign_in_with_the_pin_in_the_file(settings, reading, tmp_path):
    ensure_taverna(settings, tmp_path)
    file = credentials_file(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    people = json.loads(file.read_text())
    assert {name: one["role"] for name, one in people.items()} == {
        "maria": "waiter",
        "nikos": "waiter",
        "giorgos": "waiter",
        "eleni": "manager",
    }
    hashes = dict(reading(lambda connection: connection.execute(select(t.users.c.username, t.users.c.pin_hash)).all()))
    pepper = pin_pepper(tmp_path)
    assert all(pin_matches(one["pin"], hashes[name], pepper) for name, one in people.items())


def test_a_second_start_changes_nothing(settings, reading, tmp_path):
    ensure_taverna(settings, tmp_path)
    people = read_credentials(tmp_path)
    ensure_taverna(settings, tmp_path)
    assert read_credentials(tmp_path) == people
    assert reading(count(t.users)) == 4


def test_printers_follow_the_ports_of_this_start(settings, reading, tmp_path):
    ensure_taverna(settings, tmp_path)
    ensure_taverna(settings.model_copy(update={"demo_bar_port": 9999}), tmp_path)
    assert {one.printer_id: one.port for one in reading(lambda connection: printer_settings(connection, None))} == {
        "kitchen": 9101,
        "bar": 9999,
    }


def test_a_power_cut_after_the_commit_loses_no_pin(settings, tmp_path):
    ensure_taverna(settings, tmp_path)
    people = read_credentials(tmp_path)
    credentials_file(tmp_path).rename(draft_file(tmp_path))  # as if cut between the commit and the last rename
    ensure_taverna(settings, tmp_path)
    assert read_credentials(tmp_path) == people


def test_a_deleted_book_is_filled_again_with_new_pins(settings, reading, tmp_path):
    ensure_taverna(settings, tmp_path)
    before = read_credentials(tmp_path)
    for file in tmp_path.glob("pos.db*"):
        file.unlink()
    ensure_taverna(settings, tmp_path)
    assert reading(count(t.users)) == 4
    assert read_credentials(tmp_path) != before
