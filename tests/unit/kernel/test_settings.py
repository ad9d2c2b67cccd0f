"""Settings, read once and refused in a sentence."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.settings import ApiSettings
from kernel.errors import CannotStart
from kernel.settings import SiteSettings, read_settings, usable_data_dir
from order_service.settings import OrderServiceSettings


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("POS_DATA_DIR", "SITE_ID", "MQTT_URL", "MQTT_PORT", "MQTT_HOST", "POS_LOG_LEVEL", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_nothing_set_gives_a_site_on_loopback() -> None:
    settings = read_settings(SiteSettings)
    assert settings.broker_url == "mqtt://127.0.0.1:1883"
    assert settings.data_dir == Path("data")


def test_a_value_set_to_nothing_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MQTT_PORT", "")
    monkeypatch.setenv("MQTT_URL", "")
    assert read_settings(SiteSettings).mqtt_port == 1883


def test_the_command_line_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POS_DATA_DIR", "/from/environment")
    monkeypatch.setenv("MQTT_PORT", "2000")
    settings = read_settings(SiteSettings, data_dir=Path("/from/command-line"), mqtt_port=None)
    assert (settings.data_dir, settings.mqtt_port) == (Path("/from/command-line"), 2000)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MQTT_PORT", "many"),
        ("MQTT_PORT", "0"),
        ("MQTT_PORT", "70000"),
        ("SITE_ID", "My Site"),
        ("POS_LOG_LEVEL", "loud"),
        ("POS_TIMEZONE", "Europe/Atlantis"),
        ("POS_TIMEZONE", "../../etc/passwd"),
        ("POS_DAY_STARTS_AT_HOUR", "24"),
        ("POS_TICKET_STALE_AFTER_S", "1"),
        ("POS_ORDER_SERVICE", "elsewhere"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(CannotStart) as refusal:
        read_settings(OrderServiceSettings)
    assert name in refusal.value.detail
    assert "\n" not in refusal.value.detail


def test_every_wrong_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MQTT_PORT", "x")
    monkeypatch.setenv("POS_LOG_LEVEL", "x")
    with pytest.raises(CannotStart, match=r"MQTT_PORT.*POS_LOG_LEVEL"):
        read_settings(SiteSettings)


def test_a_secret_is_never_quoted_in_a_refusal_or_a_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "correct horse battery staple 123456")
    monkeypatch.setenv("API_PORT", "none")
    with pytest.raises(CannotStart) as refusal:
        read_settings(ApiSettings)
    assert "horse" not in refusal.value.detail
    monkeypatch.setenv("API_PORT", "8000")
    assert "horse" not in repr(read_settings(ApiSettings))


def test_processes_that_start_in_one_moment_find_the_same_folder_usable(tmp_path: Path) -> None:
    def start(_: int) -> None:
        for _again in range(500):
            usable_data_dir(tmp_path / "data")

    with ThreadPoolExecutor(4) as starts:
        assert list(starts.map(start, range(4))) == [None] * 4


def test_a_data_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = usable_data_dir(tmp_path / "a" / "data")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert list(folder.iterdir()) == []


def test_a_data_folder_that_can_t_be_written_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotStart, match="POS_DATA_DIR"):
        usable_data_dir(tmp_path / "file" / "data")
