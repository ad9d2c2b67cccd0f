"""Settings of backups."""

from pathlib import Path

from pydantic import Field

from order_service.settings import OrderServiceSettings


class BackupSettings(OrderServiceSettings):
    """Where backups go and how often one is made."""

    backup_dir: Path | None = Field(None, validation_alias="BACKUP_DIR")
    """Folder of the backups, on a USB stick or a second disk; empty means `backups` in the data folder."""

    backup_every_min: int = Field(5, ge=1, le=1440, validation_alias="POS_BACKUP_EVERY_MIN")
    """Minutes between two backups: what a dead card costs at most."""

    @property
    def backup_folder(self) -> Path:
        """Absolute."""
        return (self.backup_dir or self.data_dir / "backups").absolute()
