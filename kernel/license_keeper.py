"""What one service knows of the licence: the best lease, checked by itself, kept by itself, judged by itself."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from kernel.errors import CannotStart
from kernel.lease import KeySet, Lease, LeaseRefused, read_key_set, verify
from kernel.license_file import LicenseFile, StoredLease
from kernel.logging import get_logger
from kernel.messages import LicenseState
from kernel.powered_clock import PoweredClock, powered_clock
from kernel.secret_file import ensure_secret_file
from kernel.settings import SiteSettings
from kernel.verdict import NEVER_REGISTERED, STATE_LOST, Verdict, verdict

DAEMON = "license-daemon"
SAVE_EVERY_S = 60.0
_SHIPPED_KEYS = Path(__file__).with_name("vendor_keys.txt")

log = get_logger("license")


class LicenseKeeper:
    """Answers from memory at any time, from any thread.

    Only a lease that verifies changes anything, and only for a better one: a greater serial, or the same serial signed
    later. The same lease heard again never makes it younger, so a replay gains nothing, after a restart neither.

    Args:
        own: this service's file.
        others: files of other services on this box; read at the start, never written.
        site_id, keys: whose leases are believed.
        most_hours: see `verdict`.
        clock: powered-on time.
        save_every_s: how often the age is written down.
    """

    def __init__(
        self,
        own: LicenseFile,
        others: Sequence[LicenseFile],
        site_id: str,
        keys: KeySet,
        *,
        most_hours: float | None = None,
        clock: PoweredClock,
        save_every_s: float = SAVE_EVERY_S,
    ) -> None:
        self._own = own
        self._site_id = site_id
        self._keys = keys
        self._most_hours = most_hours
        self._clock = clock
        self._save_every_s = save_every_s
        self._lock = threading.Lock()
        self._file_lock = threading.Lock()
        self._lease: Lease | None = None
        self._stored: StoredLease | None = None
        self._next_save_s: float | None = None
        self._missing = NEVER_REGISTERED
        self.trouble = ""
        """Why the daemon hears nothing from the cloud, in words for a person; '' when all is well."""
        for file in (own, *others):
            for stored in file.read():
                self._recall(stored)
        if self._lease is None:
            if any(path.exists() for file in (own, *others) for path in file.copies):
                self._missing = STATE_LOST
            log.error("license_not_known", site_id=site_id, keys=sorted(keys), why=self._missing.cause)

    @property
    def lease(self) -> Lease | None:
        """The best one known."""
        return self._lease

    @property
    def token(self) -> str:
        """The best one as it was signed; '' when there is none."""
        return self._stored.lease if self._stored else ""

    @property
    def serial(self) -> int:
        """Of the best one; 0 when there is none."""
        return self._lease.serial if self._lease else 0

    @property
    def age_s(self) -> float:
        """Powered-on seconds since the best one was signed; 0 when there is none."""
        stored = self._stored
        return stored.age_at(self._clock()) if stored else 0.0

    def verdict(self) -> Verdict:
        """What holds now."""
        with self._lock:
            lease, stored = self._lease, self._stored
        if lease is None or stored is None:
            return self._missing
        return verdict(lease, stored.age_at(self._clock()), self._most_hours)

    @property
    def high_water(self) -> tuple[int, datetime] | None:
        """The serial known, and the cloud's time by its count: neither ever goes back. None without a lease."""
        lease = self._lease
        return None if lease is None else (lease.serial, lease.server_time + timedelta(seconds=self.age_s))

    def not_before(self, serial: int, cloud_time: datetime) -> None:
        """Once at the start: what a witness outside these files remembers of `high_water`.

        Files put back to an older state hold an older lease, or an age that was passed already: the one is forgotten,
        the other made good.
        """
        lease = self._lease
        if lease is None:
            self._missing = STATE_LOST
        elif lease.serial < serial:
            log.error("license_rolled_back", serial=lease.serial, known_serial=serial)
            with self._lock:
                self._lease = self._stored = None
                self._missing = STATE_LOST
        elif (age_s := (cloud_time - lease.server_time).total_seconds()) > self.age_s:
            log.warning("license_age_made_good", by_s=round(age_s - self.age_s))
            self._age(age_s)

    def answered(self, token: str, nonce: str) -> Lease:
        """Take the cloud's own answer to a question that carried `nonce`: it is as young as can be.

        Raises:
            LeaseRefused: nothing changed.
        """
        lease = verify(token, self._keys, site_id=self._site_id, nonce=nonce, serial=self.serial)
        self._keep(lease, token, 0.0)
        return lease

    def hear(self, told: LicenseState) -> None:
        """Take what the daemon told: its lease if that is better than ours, and why it hears nothing."""
        self.trouble = told.trouble
        if not told.lease:
            return
        try:
            lease = verify(told.lease, self._keys, site_id=self._site_id, serial=self.serial)
        except LeaseRefused as refused:
            log.error("license_refused", why=refused.why, source="broker")
            return
        if self._lease is None or lease.order > self._lease.order:
            self._keep(lease, told.lease, told.age_s)
        elif lease.order == self._lease.order and told.age_s > self.age_s:
            self._age(told.age_s)

    def save_in_time(self) -> None:
        """Call about once a second: writes the age down each minute, and mends a damaged copy at the start.

        A disk that refuses is told in the log.
        """
        now_s = self._clock().up_s
        is_first = self._next_save_s is None
        if self._stored is not None and (self._next_save_s is None or now_s >= self._next_save_s):
            self._next_save_s = now_s + self._save_every_s
            self._age(self.age_s)
            self._write(twice=is_first)

    def _recall(self, stored: StoredLease) -> None:
        try:
            lease = verify(stored.lease, self._keys, site_id=self._site_id)
        except LeaseRefused as refused:
            log.error("license_refused", why=refused.why, source="file")
            return
        now = self._clock()
        known = self._lease
        if known is None or (lease.order, stored.age_at(now)) > (known.order, self.age_s):
            self._lease = lease
            self._stored = StoredLease(lease=stored.lease, age_s=stored.age_at(now), boot_id=now.boot_id, up_s=now.up_s)

    def _keep(self, lease: Lease, token: str, age_s: float) -> None:
        is_new = self._lease is None or lease.serial != self._lease.serial
        now = self._clock()
        with self._lock:
            self._lease = lease
            self._stored = StoredLease(lease=token, age_s=age_s, boot_id=now.boot_id, up_s=now.up_s)
        if is_new:
            log.info("license_changed", serial=lease.serial, locked=lease.locked, licensed=lease.licensed)
        self._write(twice=True)

    def _age(self, age_s: float) -> None:
        now = self._clock()
        with self._lock:
            if self._stored is not None:
                self._stored = StoredLease(lease=self._stored.lease, age_s=age_s, boot_id=now.boot_id, up_s=now.up_s)

    def _write(self, *, twice: bool) -> None:
        try:
            with self._file_lock:
                if self._stored is not None:
                    self._own.write(self._stored, twice=twice)
        except OSError as error:  # a full disk shuts nobody: memory goes on, the next minute tries again
            log.error("license_file_not_written", error=str(error))


def pinned_keys(text: str) -> KeySet:
    """The key set of the setting LICENSE_KEYS, or the one shipped in `vendor_keys.txt`.

    Raises:
        CannotStart: not a key set.
    """
    try:
        return read_key_set(text or _SHIPPED_KEYS.read_text("ascii"))
    except ValueError as error:
        raise CannotStart(f"LICENSE_KEYS is wrong: {error}. Copy it again from the registration.") from None


def open_keeper(settings: SiteSettings, service: str, *, save_every_s: float = SAVE_EVERY_S) -> LicenseKeeper:
    """The keeper of `service` on this box.

    Raises:
        CannotStart: the data folder can't be written, or LICENSE_KEYS is no key set.
    """
    folder = settings.data_dir
    key = ensure_secret_file(folder / "secrets", "license-seal", 32).encode()
    daemons = LicenseFile(folder / "license_state.json", key)
    own = daemons if service == DAEMON else LicenseFile(folder / "license" / f"{service}.json", key)
    return LicenseKeeper(
        own,
        () if own is daemons else (daemons,),
        settings.site_id,
        pinned_keys(settings.license_keys),
        most_hours=settings.license_grace_hours,
        clock=powered_clock(settings.license_drill_hours * 3600),
        save_every_s=save_every_s,
    )
