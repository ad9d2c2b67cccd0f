"""Numbers for a monitor (Prometheus), on loopback and on a port of their own: never where phones are.

docs/watch.md says which of them to watch. No label names a guest or a member of staff.
"""

import shutil
from collections.abc import Iterator
from threading import Thread
from time import perf_counter
from wsgiref.simple_server import WSGIServer

from prometheus_client import (
    CollectorRegistry,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    start_http_server,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.house import House
from api.routes.printers import with_presence
from kernel.backup_state import read_backup_state
from kernel.clock import utc_now
from kernel.errors import CannotStart, Unavailable
from kernel.version import VERSION
from order_service.queries.print_queue import printer_list

LOOPBACK = "127.0.0.1"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
"""Seconds. A Send of 50 ms feels immediate, one of 250 ms does not."""
NO_ROUTE = "none"


class Meter:
    """All that is counted, and the server that tells it."""

    def __init__(self, house: House) -> None:
        self.registry = CollectorRegistry()
        self.requests = Histogram(
            "pos_http_request_seconds",
            "Time to the end of an answer.",
            ["method", "route", "status"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.registry.register(_HouseCollector(house))
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self._server: tuple[WSGIServer, Thread] | None = None

    def serve(self, port: int) -> None:
        """Answer on loopback, in a thread of its own.

        Raises:
            CannotStart: the port is taken.
        """
        try:
            self._server = start_http_server(port, LOOPBACK, self.registry)
        except OSError as error:
            raise CannotStart(
                f"Port {port} can't be used for metrics ({error.strerror}). Set POS_METRICS_PORT to another, or to 0."
            ) from error

    def close(self) -> None:
        """Stop answering."""
        if self._server is not None:
            server, thread = self._server
            server.shutdown()
            server.server_close()
            thread.join()


class Metered:
    """Counts and times every answer by its route's template, never by its path: a path can hold anything."""

    def __init__(self, app: ASGIApp, meter: Meter) -> None:
        self._app = app
        self._requests = meter.requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or scope["path"] == "/api/live":  # a stream's end says nothing
            await self._app(scope, receive, send)
            return
        started, status = perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", NO_ROUTE)
            self._requests.labels(scope["method"], route, f"{status // 100}xx").observe(perf_counter() - started)


class _HouseCollector(Collector):
    """Looks at the house when it is asked, so that nothing has to be kept up to date."""

    def __init__(self, house: House) -> None:
        self._house = house

    def collect(self) -> Iterator[Metric]:
        """One scrape."""
        house = self._house
        yield InfoMetricFamily("pos_build", "What runs here.", value={"version": VERSION})
        yield _gauge("pos_broker_connected", "1 while the broker answers.", house.link.is_ready)
        acting = house.order_service_place != "silent"
        yield _gauge("pos_order_service_acting", "1 while somebody sends tickets to printers.", acting)
        yield CounterMetricFamily("pos_commits", "Transactions kept since the start.", value=house.writer.commits)
        yield _gauge("pos_writer_waiting", "Commands that wait to be kept.", house.writer.waiting)
        disk = shutil.disk_usage(house.data_dir)
        yield _gauge("pos_disk_free_bytes", "On the disk of the data folder.", disk.free)
        yield from self._backups()
        yield from self._printers()

    def _backups(self) -> Iterator[Metric]:
        state, now = read_backup_state(self._house.data_dir), utc_now()
        age = None if state is None else state.age(now)
        if state is not None and age is not None:
            yield _gauge(
                "pos_backup_age_seconds", "Of the newest good backup; none while there is none.", age.total_seconds()
            )
            yield _gauge("pos_backup_separate", "1 when it is on another device than the data.", state.is_separate)
        yield _gauge("pos_backup_trouble", "1 when the last try failed.", state is not None and state.trouble != "")

    def _printers(self) -> Iterator[Metric]:
        try:
            with self._house.database.reading() as connection:
                rows = printer_list(connection)
        except Unavailable:
            yield _gauge("pos_database_up", "1 while the database answers.", False)
            return
        yield _gauge("pos_database_up", "1 while the database answers.", True)
        ready = GaugeMetricFamily("pos_printer_ready", "1 while it can print.", labels=["printer"])
        waiting = GaugeMetricFamily("pos_tickets_waiting", "Tickets not on paper.", labels=["printer"])
        for row in rows:
            if row["is_active"]:
                shown = with_presence(self._house, row)
                ready.add_metric([row["id"]], float(shown["presence"] == "online" and not shown["reason"]))
                waiting.add_metric([row["id"]], row["waiting"])
        yield ready
        yield waiting


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=float(value))
