"""The demo's vendor: a real licence server beside the taverna, at which the taverna is registered."""

import json
import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import TypedDict

from sqlalchemy import select

from cloud_license.app import run
from cloud_license.commands.first_admin import ensure_admin
from cloud_license.commands.register_site import NewSite, register_site
from cloud_license.commands.who import Who
from cloud_license.sessions import hash_password
from cloud_license.settings import CloudSettings
from cloud_license.signing import open_keys
from cloud_license.store.book import Book, UnitOfWork
from cloud_license.store.migrate import migrate
from cloud_license.store.tables import admins
from deploy.demo.credentials import add_console
from deploy.settings import DemoSettings
from kernel.database import open_database
from kernel.settings import read_settings, usable_data_dir
from kernel.whole_file import write_whole

SYSADMIN = "admin"
LICENSED_FOR = timedelta(days=365)
FIRST_RETRY_S = "0.3"
"""Taverna and licence server start at the same moment here."""


class Registration(TypedDict):
    """What the vendor gave the taverna, and how he signs in himself."""

    site_id: str
    site_key: str
    username: str
    password: str


def ensure_cloud(settings: DemoSettings, data_dir: Path) -> None:
    """Register the taverna once; hand what it was given to the processes to come, as its `.env` would."""
    cloud = _settings(settings, data_dir)
    kept = cloud.data_dir / "registration.json"
    if not kept.exists():
        write_whole(kept, json.dumps(_register(cloud), indent=2))
    known: Registration = json.loads(kept.read_text("utf-8"))
    os.environ |= {
        "SITE_ID": known["site_id"],
        "SITE_KEY": known["site_key"],
        "CLOUD_URL": f"http://127.0.0.1:{settings.demo_cloud_port}",
        "LICENSE_KEYS": open_keys(cloud.data_dir).text,
        "LICENSE_FIRST_RETRY_S": FIRST_RETRY_S,
    }
    address = f"http://localhost:{settings.demo_cloud_port}/"
    add_console(data_dir, {"address": address, "username": known["username"], "password": known["password"]})


def run_demo_cloud() -> int:
    """One worker, with the sysadmin console, on this machine only."""
    settings = read_settings(DemoSettings)
    return run(_settings(settings, settings.data_dir))


def _settings(settings: DemoSettings, data_dir: Path) -> CloudSettings:
    """The taverna's own DATABASE_URL and SECRET_KEY are none of the vendor's."""
    folder = usable_data_dir(data_dir / "demo-cloud")
    return read_settings(
        CloudSettings,
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'cloud.db'}",
        secret_key="",
        host="127.0.0.1",
        port=settings.demo_cloud_port,
        public_url=f"http://127.0.0.1:{settings.demo_cloud_port}",
    )


def _register(cloud: CloudSettings) -> Registration:
    open_keys(cloud.data_dir)
    book = Book(open_database(cloud.database_url, cloud.data_dir / "cloud.db"), on_change=lambda _site: None)
    migrate(book.database)
    password = secrets.token_urlsafe(12)

    def work(unit: UnitOfWork) -> Registration:
        ensure_admin(unit, SYSADMIN, password, hash_password)
        vendor = unit.connection.execute(select(admins.c.id, admins.c.username)).first()
        assert vendor is not None
        new = NewSite(
            name="Ταβέρνα Επίδειξης",
            owner_name="Ελένη",
            contact_email="demo@example.com",
            contact_phone="",
            note="",
            time_zone="Europe/Athens",
            licensed_until=(unit.now + LICENSED_FOR).date(),
            offline_hours=24,
        )
        secret = register_site(unit, Who(vendor.id, vendor.username, ""), new)
        return {"site_id": secret.site_id, "site_key": secret.key, "username": SYSADMIN, "password": password}

    try:
        return book.keep(work)
    finally:
        book.close()
