"""The heartbeat without a database: the same application, whose book is a dictionary."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cloud_license.app import create_app, open_cloud
from cloud_license.cloud import Cloud
from cloud_license.domain.site import Standing
from cloud_license.settings import CloudSettings
from cloud_license.store.asking import Finder, finder_of
from cloud_license.store.lookup import Lookup
from cloud_license.store.presence import PresenceBook
from cloud_license.store.sites import Asking
from kernel.settings import read_settings
from kernel.web.server import listen, serve
from tests.bench.cloud_boxes import key_hash


class _Remembered(Lookup):
    """Answers at once."""

    def __init__(self, finder: Finder) -> None:
        super().__init__(finder)
        self._until = datetime.now(UTC) + timedelta(days=300)
        self._hashes: dict[int, str] = {}

    async def site(self, site_id: str) -> Asking | None:
        number = int(site_id, 16)
        known = self._hashes.setdefault(number, "") or key_hash(number)
        self._hashes[number] = known
        return Asking(Standing(site_id, 1, True, False, None, None, self._until, 24), (known,))


def _build(folder: Path) -> Cloud:
    settings = read_settings(
        CloudSettings, data_dir=folder, admin_username="bench", admin_password="a bench of old wood"
    )
    cloud = open_cloud(settings)
    cloud.lookup = _Remembered(finder_of(cloud.book.database))
    cloud.presence = PresenceBook(lambda _beats: None)
    return cloud


if __name__ == "__main__":
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    sys.exit(serve(create_app(lambda: _build(folder)), listen("127.0.0.1", port, "PORT")))
