"""What starting a whole site needs to know beyond what its processes read for themselves."""

from pydantic import Field

from api.settings import ApiSettings
from kernel.settings import SiteSettings


class HouseSettings(ApiSettings):
    """A site on one box: `pos up`. It opens the API's door, so it knows what the API knows."""


class VirtualPrinterSettings(SiteSettings):
    """The demo's printers: `pos virtual-printer`."""

    demo_kitchen_port: int = Field(9101, ge=1, le=65535, validation_alias="DEMO_KITCHEN_PORT")
    """Port of the virtual kitchen printer."""

    demo_bar_port: int = Field(9102, ge=1, le=65535, validation_alias="DEMO_BAR_PORT")
    """Port of the virtual bar printer."""

    demo_paper_port: int = Field(9180, ge=1, le=65535, validation_alias="DEMO_PAPER_PORT")
    """Port of the page that shows what the virtual printers printed."""


class DemoSettings(HouseSettings, VirtualPrinterSettings):
    """A demo taverna with two virtual printers and a licence service of its own: `pos demo`."""

    demo_cloud_port: int = Field(8001, ge=1, le=65535, validation_alias="CLOUD_PORT")
    """Port of the demo's licence service and its console."""
