"""How this worker is, and the public keys."""

from fastapi import APIRouter

from cloud_license.dependencies import TheCloud
from cloud_license.schemas.heartbeat import HealthOut, LicenseKeysOut
from kernel.version import VERSION
from kernel.web.problems import problem_answers

router = APIRouter(tags=["system"])


@router.get("/health", responses=problem_answers())
async def health(cloud: TheCloud) -> HealthOut:
    """For nginx and monitoring: 200 when this worker can answer boxes, 503 when its database does not answer."""
    await cloud.book.answers()
    return HealthOut(status="ok", version=VERSION, database="ok", long_polls=cloud.waiting.count)


@router.get("/api/license-keys", responses=problem_answers())
async def license_keys(cloud: TheCloud) -> LicenseKeysOut:
    """The public keys that boxes pin (LICENSE_KEYS); whoever reads them can check leases, not make them."""
    return LicenseKeysOut(license_keys=cloud.keys.text)
