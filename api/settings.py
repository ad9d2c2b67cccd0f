"""Settings of the API."""

from pathlib import Path

from pydantic import Field, SecretStr

from kernel.web.built_apps import built_web_apps
from order_service.settings import OrderServiceSettings


class ApiSettings(OrderServiceSettings):
    """Where it listens and how long a session lasts."""

    host: str = Field("0.0.0.0", validation_alias="API_HOST")  # noqa: S104  # phones on the LAN must reach it
    """Address the API listens on; phones on the restaurant's network must reach it."""

    port: int = Field(8000, ge=1, le=65535, validation_alias="API_PORT")
    """Port of the API and the web apps."""

    public_url: str = Field("", pattern=r"^(https?://[^\s/?#]+)?/?$", validation_alias="POS_PUBLIC_URL")
    """Address by which phones reach the box, `http://pos.lan:8000`; empty means it is found out."""

    trusted_proxies: str = Field("127.0.0.1", validation_alias="POS_TRUSTED_PROXIES")
    """Addresses of our own nginx, with commas between: only they may say whose request they hand on."""

    metrics_port: int = Field(0, ge=0, le=65535, validation_alias="POS_METRICS_PORT")
    """Port of the numbers for Prometheus, on loopback only; 0 keeps none."""

    secret_key: SecretStr = Field(SecretStr(""), validation_alias="SECRET_KEY")
    """Signs sessions, 32 characters or more; empty means one made on first start and kept in the data folder."""

    session_hours: int = Field(8, ge=1, le=72, validation_alias="POS_SESSION_HOURS")
    """How long a sign-in lasts."""

    license_contact: str = Field("whoever sold you this system", max_length=120, validation_alias="POS_LICENSE_CONTACT")
    """Whom a restaurant calls whose licence has ended: a name and a telephone number."""

    web_dir: Path = Field(built_web_apps(), validation_alias="POS_WEB_DIR")
    """Folder with the built web apps (`waiter/dist`, ...)."""
