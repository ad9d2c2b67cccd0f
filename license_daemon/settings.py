"""Settings of the licence daemon. SITE_ID, SITE_KEY, CLOUD_URL and LICENSE_KEYS are given together, at registration."""

from pathlib import Path

from pydantic import Field, SecretStr

from kernel.settings import SiteSettings


class LicenseDaemonSettings(SiteSettings):
    """Who this site is at the cloud, and how patiently it is asked."""

    site_key: SecretStr = Field(SecretStr(""), max_length=200, validation_alias="SITE_KEY")
    """The site's secret, shown once at registration."""

    cloud_url: str = Field("", validation_alias="CLOUD_URL")
    """Where the licence service is, `https://licence.example.com`; plain http only on this very machine."""

    cloud_ca_file: Path | None = Field(None, validation_alias="CLOUD_CA_FILE")
    """Certificate authority of the licence service; none means those that browsers trust."""

    first_retry_s: float = Field(5.0, gt=0, le=900, validation_alias="LICENSE_FIRST_RETRY_S")
    """Wait after the first failed heartbeat; each further one waits twice as long, up to 15 minutes."""

    answer_timeout_s: float = Field(30.0, gt=0, le=120, validation_alias="LICENSE_ANSWER_TIMEOUT_S")
    """How long an answer may take, from the first byte to the last."""

    api_host: str = Field("127.0.0.1", validation_alias="API_HOST")
    """Where the API listens: its health goes to the licence service, without a word about the business."""

    api_port: int = Field(8000, ge=1, le=65535, validation_alias="API_PORT")
    """Port of the API."""

    @property
    def is_registered(self) -> bool:
        """There is somebody to ask, and something to prove who asks."""
        return bool(self.cloud_url and self.site_key.get_secret_value())

    @property
    def health_url(self) -> str:
        """Where the API says how it is."""
        host = "127.0.0.1" if self.api_host in ("0.0.0.0", "::", "") else self.api_host  # noqa: S104  # compared
        return f"http://{f'[{host}]' if ':' in host else host}:{self.api_port}/api/system/health"
