"""Start a whole site: look, write the supervisor's orders, become the supervisor."""

import os
import sys
from typing import NoReturn

from deploy.before_start import (
    Port,
    need_book_of_no_newer_version,
    need_free_ports,
    need_no_half_restore,
    need_sound_book,
    need_web_apps,
    take_the_site,
)
from deploy.processes import SUPERVISOR_PID
from deploy.settings import DemoSettings, HouseSettings
from deploy.supervisor import LOCK_DESCRIPTOR, Plan, configuration
from kernel.logging import configure_logging
from kernel.settings import read_settings, usable_data_dir


def run_site() -> NoReturn:
    """`pos up`: never returns, this process becomes the supervisor.

    Raises:
        CannotStart: something a person must change first.
    """
    settings = read_settings(HouseSettings)
    _become_the_supervisor("up", settings, plan_of(settings), ports_of(settings))


def run_demo() -> NoReturn:
    """`pos demo`: the same with a seeded taverna and two virtual printers."""
    settings = read_settings(DemoSettings)
    _become_the_supervisor("demo", settings, plan_of(settings), ports_of(settings))


def plan_of(settings: HouseSettings) -> Plan:
    """Which processes these settings ask for."""
    ground = [] if settings.mqtt_url else ["broker"]
    if isinstance(settings, DemoSettings):
        ground += ["virtual-printer", "demo-cloud"]
    beside = ["order-service"] if settings.order_service == "beside" else []
    return Plan(ground=tuple(ground), house=("printer-agents", *beside, "api", "license-daemon", "backups"))


def ports_of(settings: HouseSettings) -> list[Port]:
    """Which ports those processes listen on."""
    ports = [Port("API_PORT", settings.host, settings.port)]
    if not settings.mqtt_url:
        ports.append(Port("MQTT_PORT", settings.mqtt_host, settings.mqtt_port))
    if isinstance(settings, DemoSettings):
        ports += [
            Port("DEMO_KITCHEN_PORT", "127.0.0.1", settings.demo_kitchen_port),
            Port("DEMO_BAR_PORT", "127.0.0.1", settings.demo_bar_port),
            Port("DEMO_PAPER_PORT", "127.0.0.1", settings.demo_paper_port),
            Port("CLOUD_PORT", "127.0.0.1", settings.demo_cloud_port),
        ]
    return ports


def _become_the_supervisor(command: str, settings: HouseSettings, plan: Plan, ports: list[Port]) -> NoReturn:
    data_dir = usable_data_dir(settings.data_dir.absolute())
    run_dir = data_dir / "run"
    for folder in (run_dir, data_dir / "logs"):
        folder.mkdir(mode=0o700, exist_ok=True)
    lock = take_the_site(run_dir)
    if (run_dir / "restore.json").exists():
        from deploy.backups.go_back import finish_after_cut
        from deploy.backups.settings import BackupSettings

        finish_after_cut(read_settings(BackupSettings))
    need_no_half_restore(data_dir)
    need_free_ports(ports)
    if not settings.database_url:
        need_sound_book(data_dir / "pos.db")
        need_book_of_no_newer_version(data_dir / "pos.db")
    need_web_apps(settings.web_dir)
    if isinstance(settings, DemoSettings):
        from deploy.demo.cloud import ensure_cloud
        from deploy.demo.seed import ensure_taverna

        os.environ["POS_ALLOW_LOOPBACK_PRINTERS"] = "1"  # the demo's printers are on this machine

        configure_logging("demo", level="warning")
        ensure_taverna(settings, data_dir)
        ensure_cloud(settings, data_dir)

    orders = run_dir / "supervisord.conf"
    orders.write_text(configuration(plan, data_dir), "utf-8")
    os.environ |= {"POS_DATA_DIR": str(data_dir), SUPERVISOR_PID: str(os.getpid()), "PYTHONUNBUFFERED": "1"}
    if lock != LOCK_DESCRIPTOR:
        os.dup2(lock, LOCK_DESCRIPTOR)
        os.close(lock)
    os.set_inheritable(LOCK_DESCRIPTOR, True)
    _show_the_panel_later(settings)
    os.execv(sys.executable, [sys.executable, "-m", "deploy.supervisor", str(orders), command])


def _show_the_panel_later(settings: HouseSettings) -> None:
    """A child of ours, soon of the supervisor's: waits until all answer, speaks once, and is gone."""
    supervisor = os.getpid()
    if os.fork():
        return
    os.close(LOCK_DESCRIPTOR)
    from deploy.panel import show

    try:
        sys.exit(show(settings, supervisor))
    except KeyboardInterrupt:  # Ctrl-C before all was up: the supervisor is stopping
        sys.exit(0)
