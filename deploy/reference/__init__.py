"""Pages of docs/ that are written from the code, so that they can't say something else than it does."""

from collections.abc import Callable
from pathlib import Path

from deploy.reference.api import api_page
from deploy.reference.domain import domain_page
from deploy.reference.errors import errors_page
from deploy.reference.mqtt import mqtt_page
from deploy.reference.settings import settings_page

PAGES: dict[str, Callable[[], str]] = {
    "docs/api.md": api_page,
    "docs/domain.md": domain_page,
    "docs/errors.md": errors_page,
    "docs/mqtt.md": mqtt_page,
    "docs/settings.md": settings_page,
}
"""Path in the project -> who writes it."""

PROJECT = Path(__file__).parents[2]
