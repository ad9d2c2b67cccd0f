"""`pos agent-credential` on a box: what it hands out, makes anew, takes back, and when it refuses."""

import shutil
from pathlib import Path

import pytest

from broker.in_thread import BrokerThread
from broker.network_door import NetworkDoor
from deploy.agent_credential import give, list_them, take
from deploy.agents_door import look_at_the_door
from deploy.settings import HouseSettings
from deploy.trust.acts import trust_box
from kernel.agent_credential import read_credential
from kernel.errors import CannotStart
from kernel.service_credentials import hand_out, secret_elsewhere
from kernel.settings import read_settings
from tests.ports import free_port

USER = "agent.kitchen"


@pytest.fixture
def box(tmp_path: Path, taverna: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a book, and an empty folder to be in."""
    shutil.copytree(taverna, tmp_path / "data")
    for name, value in {"POS_DATA_DIR": str(tmp_path / "data"), "LICENSE_KEYS": "the vendor's"}.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "data"


def test_it_hands_out_all_that_the_other_machine_needs_and_anew_each_time(
    box: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trust_box(["192.168.1.10", "pos.lan"])
    capsys.readouterr()
    assert give("kitchen", None, None) == 0
    said = capsys.readouterr().out
    assert "pos install --agent --credential kitchen.agent" in said
    assert "MQTT_AGENTS_HOST=0.0.0.0" in said
    first = read_credential(Path("kitchen.agent"), "kitchen")
    assert (first.site, first.broker, first.license_keys) == ("local", "mqtts://192.168.1.10:8883", "the vendor's")
    assert first.secret == secret_elsewhere(box, USER)
    assert first.secret not in said
    first.endpoint().tls_context()
    assert give("kitchen", Path("other.agent"), "mqtts://pos.lan") == 0
    second = read_credential(Path("other.agent"), "kitchen")
    assert second.broker == "mqtts://pos.lan"
    assert first.secret != second.secret == secret_elsewhere(box, USER)
    capsys.readouterr()
    list_them()
    assert capsys.readouterr().out == "kitchen\n"
    assert take("kitchen") == 0
    assert secret_elsewhere(box, USER) is None
    with pytest.raises(CannotStart, match="runs on this box already"):
        take("kitchen")


def test_it_refuses_what_could_not_work(box: Path) -> None:
    with pytest.raises(CannotStart, match="There are: bar, kitchen"):
        give("terrace", None, None)
    with pytest.raises(CannotStart, match="pos trust"):
        give("kitchen", None, None)
    trust_box(["192.168.1.10"])
    with pytest.raises(CannotStart, match=r"pos trust 192\.168\.1\.10 10\.0\.0\.7"):
        give("kitchen", None, "mqtts://10.0.0.7")
    with pytest.raises(CannotStart, match="over TLS"):
        give("kitchen", None, "mqtt://192.168.1.10")
    with pytest.raises(CannotStart, match="can't be written"):
        give("kitchen", Path("no-such-folder/kitchen.agent"), None)
    assert secret_elsewhere(box, USER) is None


def test_the_doctor_knocks_at_the_door_as_an_agent_would(box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def says() -> list[tuple[str, str]]:
        return [(one.state, one.code) for one in look_at_the_door(read_settings(HouseSettings))]

    assert says() == []
    hand_out(box, "kitchen")
    assert says() == [("bad", "agents-door-shut")]
    monkeypatch.setenv("MQTT_AGENTS_HOST", "0.0.0.0")  # read, not listened on
    monkeypatch.setenv("MQTT_AGENTS_PORT", str(port := free_port()))
    assert says() == [("bad", "agents-door-no-certificate")]
    trust_box(["192.168.1.10"])
    assert says() == [("bad", "agents-door-not-open")]
    with BrokerThread(box, agents_door=NetworkDoor(box, "127.0.0.1", port)):
        assert says() == [("ok", "agents-door-open")]
