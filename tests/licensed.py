"""Licences for tests: a vendor of our own, whose leases are as real as any."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kernel.lease import Lease, SigningKey, key_set_text, sign
from kernel.license_file import LicenseFile, StoredLease
from kernel.license_keeper import LicenseKeeper, open_keeper
from kernel.powered_clock import powered_clock
from kernel.secret_file import ensure_secret_file
from kernel.settings import SiteSettings

VENDOR = SigningKey.from_seed(b"the vendor of our tests, 32 byte")
KEYS = key_set_text({VENDOR.kid: VENDOR.public})
"""What the boxes of our tests are told to believe (LICENSE_KEYS)."""

FORGER = SigningKey.from_seed(b"anybody who can make a key pair!")


def a_lease(site_id: str = "local", **changes: Any) -> Lease:
    """One that lets a house work for a month without a cloud."""
    known: dict[str, Any] = {
        "site_id": site_id,
        "serial": 1,
        "server_time": datetime.now(UTC),
        "licensed": True,
        "locked": False,
        "offline_hours": 720,
        "next_in": 6 * 24 * 3600,
    }
    return Lease(**known | changes)


def signed(site_id: str = "local", key: SigningKey = VENDOR, **changes: Any) -> str:
    """The same, as it travels."""
    return sign(a_lease(site_id, **changes), key)


def seal_of(data_dir: Path) -> bytes:
    """This box's key of its licence files."""
    return ensure_secret_file(data_dir / "secrets", "license-seal", 32).encode()


def licensed_keeper(data_dir: Path, site_id: str = "local", **changes: Any) -> LicenseKeeper:
    """What a service of a licensed box knows."""
    license_box(data_dir, site_id, **changes)
    return open_keeper(SiteSettings(data_dir=data_dir, site_id=site_id, license_keys=KEYS), "some-service")


def license_box(data_dir: Path, site_id: str = "local", **changes: Any) -> None:
    """Leave in a box's folder what its daemon would have left there after a heartbeat."""
    now = powered_clock()()
    stored = StoredLease(lease=signed(site_id, **changes), age_s=0.0, boot_id=now.boot_id, up_s=now.up_s)
    LicenseFile(data_dir / "license_state.json", seal_of(data_dir)).write(stored, twice=True)
