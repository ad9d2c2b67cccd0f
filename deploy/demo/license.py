"""The demo taverna's licence, signed by a vendor of its own that lives in the data folder."""

import os
from pathlib import Path

from kernel.clock import utc_now
from kernel.lease import Lease, SigningKey, key_set_text, sign
from kernel.license_file import LicenseFile, StoredLease
from kernel.powered_clock import powered_clock
from kernel.secret_file import ensure_secret_file
from kernel.settings import SiteSettings

LONGEST_OFFLINE_HOURS = 720


def ensure_license(settings: SiteSettings, data_dir: Path) -> None:
    """Sign a month's lease at each start, and let the processes to come believe its key."""
    seed = ensure_secret_file(data_dir / "secrets", "demo-vendor", 32)
    vendor = SigningKey.from_seed(bytes.fromhex(seed))
    os.environ["LICENSE_KEYS"] = key_set_text({vendor.kid: vendor.public})
    now = powered_clock()()
    lease = Lease(
        site_id=settings.site_id,
        serial=1,
        server_time=utc_now(),
        licensed=True,
        locked=False,
        offline_hours=LONGEST_OFFLINE_HOURS,
        next_in=7 * 24 * 3600,
    )
    seal = ensure_secret_file(data_dir / "secrets", "license-seal", 32).encode()
    stored = StoredLease(lease=sign(lease, vendor), age_s=0.0, boot_id=now.boot_id, up_s=now.up_s)
    LicenseFile(data_dir / "license_state.json", seal).write(stored, twice=True)
