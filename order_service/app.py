"""`pos order-service`: the loops in a process of their own, beside the API."""

import signal
import threading

from kernel.database import open_database
from kernel.license_keeper import open_keeper
from kernel.logging import configure_logging, get_logger
from kernel.messages import Event
from kernel.mqtt_link import BrokerEndpoint
from kernel.service_credentials import ensure_secret
from kernel.settings import usable_data_dir
from kernel.topics import Topics
from order_service.bootstrap import SERVICE, OrderServiceLoops
from order_service.settings import OrderServiceSettings
from order_service.store.migrate import migrate
from order_service.store.writer import Writer

log = get_logger("order_service")


def run(settings: OrderServiceSettings) -> int:
    """Work until SIGTERM or SIGINT; returns the exit status.

    Raises:
        CannotStart: wrong settings, unwritable folder, unreadable database.
    """
    configure_logging(SERVICE, level=settings.log_level)
    usable_data_dir(settings.data_dir)
    endpoint = BrokerEndpoint.parse(settings.broker_url, settings.mqtt_ca_file)
    secret = ensure_secret(settings.data_dir, SERVICE)
    database = open_database(settings.database_url, settings.database_path)
    migrate(database, settings.data_dir)
    topics = Topics(settings.site_id)

    def committed(events: list[Event], owes: bool) -> None:
        if owes:
            loops.wake()
        for event in events:
            loops.link.publish(topics.event(event.kind), event, qos=0)

    writer = Writer(database, on_commit=committed)
    loops = OrderServiceLoops(
        database,
        writer,
        topics,
        endpoint,
        secret,
        "loops",
        open_keeper(settings, SERVICE),
        rules=settings.house_rules,
        alert_after_s=settings.alert_after_s,
    )
    writer.start()
    loops.start()
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    log.info("order_service_started")
    stopped.wait()
    loops.stop()
    writer.stop()
    database.close()
    log.info("order_service_stopped")
    return 0
