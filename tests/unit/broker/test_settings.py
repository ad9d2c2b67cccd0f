import pytest

from broker.settings import BrokerSettings, is_loopback
from kernel.errors import CannotStart
from kernel.settings import read_settings


@pytest.fixture(autouse=True)
def _no_surroundings(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # no .env
    for name in ("MQTT_HOST", "MQTT_PORT", "MQTT_URL", "MQTT_TLS_CERT_FILE", "MQTT_TLS_KEY_FILE", "POS_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)


def test_the_broker_keeps_to_this_machine_unless_told():
    settings = read_settings(BrokerSettings)
    assert (settings.mqtt_host, settings.mqtt_port, settings.data_dir.name) == ("127.0.0.1", 1883, "data")
    assert settings.tls_context() is None


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "::", "pos-box", ""])
def test_an_address_others_can_reach_needs_tls(host):
    settings = read_settings(BrokerSettings, mqtt_host=host)
    with pytest.raises(CannotStart, match="MQTT_TLS_CERT_FILE"):
        settings.tls_context()


def test_a_private_container_network_may_do_without_tls(monkeypatch):
    monkeypatch.setenv("MQTT_NETWORK_IS_PRIVATE", "true")
    assert read_settings(BrokerSettings, mqtt_host="0.0.0.0").tls_context() is None


def test_half_a_key_pair_is_refused(tmp_path):
    with pytest.raises(CannotStart, match="belong together"):
        read_settings(BrokerSettings, tls_cert_file=tmp_path / "cert.pem").tls_context()


def test_files_that_are_no_certificate_are_named(tmp_path):
    wrong = tmp_path / "cert.pem"
    with pytest.raises(CannotStart, match=r"cert\.pem"):
        read_settings(BrokerSettings, tls_cert_file=wrong, tls_key_file=wrong).tls_context()
    wrong.write_text("no certificate")
    with pytest.raises(CannotStart, match=r"cert\.pem"):
        read_settings(BrokerSettings, tls_cert_file=wrong, tls_key_file=wrong).tls_context()


@pytest.mark.parametrize(
    ("host", "expected"), [("127.0.0.2", True), ("::1", True), ("localhost", True), ("10.0.0.1", False)]
)
def test_loopback_is_recognised(host, expected):
    assert is_loopback(host) is expected


def test_a_wrong_setting_is_named(monkeypatch):
    monkeypatch.setenv("MQTT_PORT", "70000")
    with pytest.raises(CannotStart, match="MQTT_PORT"):
        read_settings(BrokerSettings)
