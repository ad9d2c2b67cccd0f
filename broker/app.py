"""`pos broker`: the embedded broker as a process."""

import asyncio
import signal
import sys

from broker.broker import EmbeddedBroker
from broker.settings import BrokerSettings
from kernel.errors import CannotStart
from kernel.logging import configure_logging
from kernel.settings import usable_data_dir


def run(settings: BrokerSettings) -> int:
    """Serve until SIGTERM or SIGINT.

    Returns:
        0 after a signal; 2 when it can't start, with one sentence on standard error.
    """
    configure_logging("broker", level=settings.log_level)
    try:
        usable_data_dir(settings.data_dir)
        asyncio.run(_serve(settings))
    except CannotStart as error:
        print(error.detail, file=sys.stderr)
        return 2
    return 0


async def _serve(settings: BrokerSettings) -> None:
    asked_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked_to_stop.set)
    broker = EmbeddedBroker(
        settings.data_dir,
        site=settings.site_id,
        host=settings.mqtt_host,
        port=settings.mqtt_port,
        limits=settings.limits,
        tls=settings.tls_context(),
        agents_door=settings.agents_door,
    )
    async with broker:
        await asked_to_stop.wait()
