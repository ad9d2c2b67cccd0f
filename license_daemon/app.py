"""`pos license-daemon`: wires the daemon and runs it until told to stop."""

import asyncio
import signal

from kernel.clock import utc_now
from kernel.heartbeat import FleetHealth
from kernel.license_keeper import DAEMON, open_keeper
from kernel.logging import configure_logging, get_logger
from kernel.messages import LicenseState
from kernel.mqtt_link import BrokerEndpoint, MqttLink
from kernel.powered_clock import powered_clock
from kernel.presence import PresencePulse, new_boot_id
from kernel.service_credentials import ensure_secret
from kernel.settings import usable_data_dir
from kernel.topics import Topics
from kernel.version import VERSION
from license_daemon.cloud_link import CloudLink
from license_daemon.daemon import LicenseDaemon
from license_daemon.fleet_report import ask_the_api, fleet_health
from license_daemon.settings import LicenseDaemonSettings

log = get_logger("license_daemon")


def run(settings: LicenseDaemonSettings) -> int:
    """Work until SIGTERM or SIGINT; returns the exit status.

    Raises:
        CannotStart: wrong settings, or an unwritable folder.
    """
    configure_logging(DAEMON, level=settings.log_level)
    usable_data_dir(settings.data_dir)
    asyncio.run(_serve(settings))
    return 0


async def _serve(settings: LicenseDaemonSettings) -> None:
    topics = Topics(settings.site_id)
    keeper = open_keeper(settings, DAEMON)
    cloud = None
    if settings.is_registered:
        key = settings.site_key.get_secret_value()
        cloud = CloudLink(
            settings.cloud_url,
            settings.site_id,
            key,
            timeout_s=settings.answer_timeout_s,
            ca_file=settings.cloud_ca_file,
        )

    def tell(state: LicenseState) -> None:
        link.publish(topics.license_state, state, retain=True)

    async def health() -> FleetHealth:
        high_water = keeper.high_water
        return fleet_health(await ask_the_api(settings.health_url), utc_now(), high_water and high_water[1])

    def ready(_connection: int) -> None:
        pulse.beat()
        daemon.tell()

    daemon = LicenseDaemon(keeper, cloud, tell, health, first_retry_s=settings.first_retry_s, clock=powered_clock())
    pulse = PresencePulse(topics, DAEMON, new_boot_id(), VERSION)
    link = MqttLink(
        BrokerEndpoint.parse(settings.broker_url, settings.mqtt_ca_file),
        DAEMON,
        ensure_secret(settings.data_dir, DAEMON),
        "daemon",
        on_ready=ready,
        will=pulse.will,
    )
    pulse.attach(link)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, daemon.stop)
    link.start()
    pulse.start()
    try:
        await daemon.run()
    finally:
        pulse.stop()
        link.stop()
        if cloud is not None:
            await cloud.close()
        log.info("license_daemon_stopped")
