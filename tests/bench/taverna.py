"""A Site whose printers are lean and whose phones are counted on."""

import json
import random
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.bench.street import Counter, LeanPrinter, Paper, Street
from tests.evening import PEOPLE
from tests.site import Broker, Place, Site

ROUNDS = {
    "two dishes and a beer": ("Μουσακάς", "Τζατζίκι", "Μπίρα μαύρη 330 ml"),
    "one dish": ("Μουσακάς",),
}
"""What is tapped: the issue's round (a ticket in the kitchen, one at the bar), and the smallest one."""
TABLES = 20
_SHORT = {"order-service": "orders", "printer-agents": "agents"}


class BenchSite(Site):
    """`with BenchSite(street, folder, template) as site:`, as Site."""

    def __init__(
        self,
        street: Street,
        folder: Path,
        template: Path,
        *,
        broker: Broker = "amqtt",
        order_service: Place = "inside",
        environment: dict[str, str] | None = None,
    ) -> None:
        settings = {"POS_DAY_STARTS_AT_HOUR": str(_far_hour()), "POS_LOG_LEVEL": "info", **(environment or {})}
        super().__init__(folder, template, broker=broker, order_service=order_service, environment=settings)
        self.paper = Paper()
        self.kitchen = LeanPrinter(street, self.paper, "kitchen")  # type: ignore[assignment]  # same start, stop, port
        self.bar = LeanPrinter(street, self.paper, "bar")  # type: ignore[assignment]

    def counter(self, name: str, dishes: str = "two dishes and a beer") -> Counter:
        """Where rounds of these dishes are sent: all tables in turn, each by the person whose table it is."""
        waiter = self.waiter("maria")
        body = json.dumps({"lines": [waiter.line(dish) for dish in ROUNDS[dishes]]}).encode()
        orders = [
            (f"/api/tables/{self.table_id(table)}/rounds", self.token_of(PEOPLE[table % len(PEOPLE)]), body)
            for table in range(1, TABLES + 1)
        ]
        random.Random(7).shuffle(orders)
        processes = {_SHORT.get(process, process): self.pid(process) for process in self.names}
        return Counter(name, self.api_port, self.paper, orders, processes)

    def pids(self) -> set[int]:
        """Of the processes that a site would run."""
        return {process.pid for process in self._running.values()}


def _far_hour() -> int:
    """An hour far from now: ticket numbers must not begin again in the middle of a run."""
    return (datetime.now(ZoneInfo("Europe/Athens")).hour + 12) % 24
