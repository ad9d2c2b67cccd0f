"""What a container engine asks a process now and then: exit status 0 when it does its work.

A process without a door beats to the API, which tells; in another container API_HOST says where that is.
"""

import os
import socket
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ValidationError

from kernel.backup_state import read_backup_state
from kernel.clock import utc_now

PATIENCE_S = 5.0


class _Health(BaseModel):
    order_service: str
    license_daemon: str
    printers: int
    agents_running: int


def _broker() -> bool:
    socket.create_connection(("127.0.0.1", int(os.environ.get("MQTT_PORT", "1883"))), PATIENCE_S).close()
    return True


def _api() -> bool:
    return bool(_ask_api("127.0.0.1"))


def _told() -> _Health:
    return _Health.model_validate_json(_ask_api(os.environ.get("API_HOST", "127.0.0.1")))


def _order_service() -> bool:
    return _told().order_service != "silent"


def _license_daemon() -> bool:
    return _told().license_daemon == "running"


def _printer_agents() -> bool:
    """One that is heard will do: others may be on machines elsewhere, which are not this container's to answer for."""
    told = _told()
    return told.agents_running > 0 or told.printers == 0


def _backups() -> bool:
    state = read_backup_state(Path(os.environ.get("POS_DATA_DIR", "data")))
    return state is not None and not state.is_late(utc_now())


def _cloud() -> bool:
    return bool(_get("127.0.0.1", os.environ.get("CLOUD_PORT", "8001"), "/health"))


CHECKS: dict[str, Callable[[], bool]] = {
    "broker": _broker,
    "api": _api,
    "order-service": _order_service,
    "printer-agents": _printer_agents,
    "license-daemon": _license_daemon,
    "backups": _backups,
    "cloud": _cloud,
}


def is_well(name: str) -> bool:
    """Whether a process of this container does its work; a bad answer, or none, is no."""
    try:
        return CHECKS[name]()
    except (OSError, ValidationError):
        return False


def _ask_api(host: str) -> bytes:
    return _get(host, os.environ.get("API_PORT", "8000"), "/api/system/health")


def _get(host: str, port: str, path: str) -> bytes:
    url = f"http://{host}:{port}{path}"
    with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:  # http, and hosts of our own
        body: bytes = answer.read()
        return body


if __name__ == "__main__":
    sys.exit(0 if is_well(sys.argv[1]) else 1)
