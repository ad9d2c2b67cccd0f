"""Settings of the cloud; a vendor's server has its own `.env`."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from kernel.web.built_apps import built_web_apps


class CloudSettings(BaseSettings):
    """Where it listens, who may sign in, what it signs with."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", use_attribute_docstrings=True, env_ignore_empty=True, populate_by_name=True
    )

    data_dir: Path = Field(Path("cloud-data"), validation_alias="CLOUD_DATA_DIR")
    """Folder of the signing keys (and of the database while that is SQLite); all workers read the same one."""

    database_url: str = Field("", validation_alias="DATABASE_URL")
    """`postgresql://user@host/name`; empty means SQLite in the data folder, which is for development."""

    host: str = Field("127.0.0.1", validation_alias="CLOUD_HOST")
    """Address the cloud listens on; nginx stands in front of it and speaks HTTPS."""

    port: int = Field(8001, ge=1, le=65535, validation_alias="CLOUD_PORT")
    """Port of the cloud API and the console; each worker has its own."""

    public_url: str = Field("", pattern=r"^(https?://[^\s/?#]+)?/?$", validation_alias="CLOUD_PUBLIC_URL")
    """Address by which boxes reach the cloud, `https://licence.example.com`; it goes into each site's `.env`."""

    trusted_proxies: str = Field("", validation_alias="CLOUD_TRUSTED_PROXIES")
    """Addresses of our own nginx, with commas between: only they may say whose request they hand on."""

    secret_key: SecretStr = Field(SecretStr(""), validation_alias="SECRET_KEY")
    """Signs the console's sessions, 32 characters or more; empty means one made and kept in the data folder."""

    session_minutes: int = Field(60, ge=5, le=24 * 60, validation_alias="ACCESS_TOKEN_EXPIRE_MINUTES")
    """How long a sign-in to the console lasts."""

    admin_username: str = Field("", max_length=40, validation_alias="ADMIN_USERNAME")
    """Name of the first sysadmin; needed on the first start only."""

    admin_password: SecretStr = Field(SecretStr(""), validation_alias="ADMIN_PASSWORD")
    """Password of the first sysadmin, 12 characters or more; needed on the first start only, then take it away."""

    web_dir: Path = Field(built_web_apps() / "sysadmin" / "dist", validation_alias="CLOUD_WEB_DIR")
    """Folder with the built console."""

    log_level: str = Field("info", pattern="^(debug|info|warning|error)$", validation_alias="POS_LOG_LEVEL")
    """Least severe log records that are written."""
