"""Which processes a site is made of, and which ports they need."""

from deploy.house import plan_of, ports_of
from deploy.settings import DemoSettings, HouseSettings


def settings(kind=HouseSettings, **given):
    return kind(_env_file=None, **given)


def test_a_site_is_a_broker_agents_an_api_a_licence_daemon_and_backups():
    plan = plan_of(settings())
    assert plan.ground == ("broker",)
    assert plan.house == ("printer-agents", "api", "license-daemon", "backups")


def test_an_external_broker_replaces_ours(monkeypatch):
    site = settings(mqtt_url="mqtt://192.168.1.5:1883")
    assert plan_of(site).ground == ()
    assert "MQTT_PORT" not in {port.setting for port in ports_of(site)}


def test_the_order_service_runs_beside_the_api_when_asked():
    assert plan_of(settings(order_service="beside")).house == (
        "printer-agents",
        "order-service",
        "api",
        "license-daemon",
        "backups",
    )


def test_a_demo_adds_virtual_printers_and_their_ports():
    demo = settings(DemoSettings)
    assert plan_of(demo).ground == ("broker", "virtual-printer", "demo-cloud")
    ports = {port.setting: port.number for port in ports_of(demo)}
    assert ports == {
        "API_PORT": 8000,
        "MQTT_PORT": 1883,
        "DEMO_KITCHEN_PORT": 9101,
        "DEMO_BAR_PORT": 9102,
        "DEMO_PAPER_PORT": 9180,
        "CLOUD_PORT": 8001,
    }


def test_virtual_printers_are_never_on_the_network():
    hosts = {port.host for port in ports_of(settings(DemoSettings)) if port.setting.startswith("DEMO_")}
    assert hosts == {"127.0.0.1"}
