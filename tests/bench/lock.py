"""A click in the vendor's console to the site's 423, and back: cloud, nginx, daemon, broker and API are real."""

import time
from collections.abc import Callable

import httpx

from tests.bench.figures import median, note, percentile, table
from tests.bench.machine import LoadMeter
from tests.bench.rig import Rig
from tests.nginx import NGINX
from tests.postgres import Postgres, PostgresMissing
from tests.site import Site
from tests.vendor import Vendor

CLICKS, QUICK_CLICKS = 50, 20
PATIENCE_S = 120.0
LOOK_S = 0.005


class _LicensedSite(Site):
    """With the daemon that hears of a click."""

    @property
    def names(self) -> list[str]:
        return [*super().names, "license-daemon"]


def run(rig: Rig) -> None:
    """Promise P16: lock and unlock act within 5 s (p99) while the box is on line."""
    note("lock at the cloud -> 423 at the site")
    if NGINX is None:
        rig.book.fault("nginx is not installed: the cloud's lock was not measured")
        return
    try:
        server = Postgres()
    except PostgresMissing as missing:
        rig.book.fault(f"the cloud's lock was not measured: {missing}")
        return
    try:
        with (
            Vendor(rig.place("lock-vendor") / "place", server) as vendor,
            _LicensedSite(rig.place("lock-site"), rig.template, environment=vendor.register()) as site,
        ):
            _click(rig, vendor, site)
    finally:
        server.remove()


def _click(rig: Rig, vendor: Vendor, site: Site) -> None:
    clicks = QUICK_CLICKS if rig.is_quick else CLICKS
    path = f"/api/sites/{site.environment['SITE_ID']}"
    ms: dict[str, list[float]] = {"lock to 423": [], "unlock to 200": []}
    meter = LoadMeter()
    with httpx.Client(base_url=site.url, headers={"Authorization": f"Bearer {site.token_of('maria')}"}) as phone:
        for number in range(1, clicks + 1):  # the brake asks to confirm from the eleventh on
            lock = {"reason": "Call us.", "confirm_locks": number}
            ms["lock to 423"].append(_until(phone, 423, lambda lock=lock: vendor.ask("POST", f"{path}/lock", lock)))
            ms["unlock to 200"].append(_until(phone, 200, lambda: vendor.ask("POST", f"{path}/unlock", {})))
    load = meter.read()
    rows = [
        [name, str(len(some)), f"{median(some):.0f}", f"{percentile(some, 0.99):.0f}", f"{max(some):.0f}"]
        for name, some in ms.items()
    ]
    table(f"Click to effect (other load {load.others:.0%})", ["", "n", "p50 ms", "p99 ms", "longest ms"], rows)
    rig.book.keep("lock", load, **{name.replace(" ", "_"): [round(one) for one in some] for name, some in ms.items()})
    for name, some in ms.items():
        rig.book.judge("P16", f"{name}, p99", percentile(some, 0.99) / 1000, 5, None, "s", load)


def _until(phone: httpx.Client, status: int, act: Callable[[], object]) -> float:
    """Milliseconds from before the click until a waiter's call is answered so."""
    began = time.monotonic()
    act()
    while (answered := phone.get("/api/tables/").status_code) != status:
        if time.monotonic() - began > PATIENCE_S:
            raise AssertionError(f"Still {answered}, {PATIENCE_S:.0f} s after the click")
        time.sleep(LOOK_S)
    return (time.monotonic() - began) * 1000
