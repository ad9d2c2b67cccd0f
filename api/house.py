"""Everything the routes work with, wired once: the book, its writer, the screens, the broker."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from api.live import LiveHub
from api.sessions import Sessions
from kernel.clock import monotonic_s
from kernel.database import READERS, Database
from kernel.errors import Unavailable
from kernel.messages import Event, Presence, Wake
from kernel.mqtt_link import BrokerEndpoint, Incoming, MqttLink
from kernel.presence import PresenceBoard, PresencePulse, new_boot_id
from kernel.printer_doors import PrinterDoors
from kernel.topics import Topics
from order_service.bootstrap import SERVICE as ORDER_SERVICE
from order_service.bootstrap import OrderServiceLoops
from order_service.domain.house_rules import HouseRules
from order_service.store.images import ImageFolder
from order_service.store.menu import MenuCache
from order_service.store.staff import Account, account_by_id, signed_in_versions
from order_service.store.unit_of_work import UnitOfWork
from order_service.store.writer import Writer

T = TypeVar("T")

ACCOUNT_CACHE_S = 0.9
"""A deactivated person is out within a second."""


@dataclass
class _CachedAccount:
    account: Account | None
    until: float


@dataclass
class House:
    """The site as the API sees it; made by `build_house`, started and stopped with the application."""

    database: Database
    writer: Writer
    rules: HouseRules
    sessions: Sessions
    hub: LiveHub
    topics: Topics
    link: MqttLink
    pulse: PresencePulse
    board: PresenceBoard
    loops: OrderServiceLoops | None
    images: ImageFolder
    printer_doors: PrinterDoors
    data_dir: Path = Path()
    """Folder of everything that must survive."""
    public_url: str = ""
    """The address that phones use, if the owner set one."""
    menus: MenuCache = field(default_factory=MenuCache)
    _accounts: dict[int, _CachedAccount] = field(default_factory=dict)
    _people_changed: asyncio.Event = field(default_factory=asyncio.Event)
    _watch: asyncio.Task[None] | None = None
    _readers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(READERS, "reader"))

    def start(self) -> None:
        """Start the writer, then everything that may write."""
        self.hub.attach(asyncio.get_running_loop())
        self._watch = asyncio.create_task(self._watch_people())
        self.writer.start()
        if self.loops is not None:
            self.loops.start()
        self.link.start()
        self.pulse.start()

    def stop(self) -> None:
        """Stop in the other order; what is queued is still kept."""
        if self._watch is not None:
            self._watch.cancel()
        self.hub.close()
        self.pulse.stop()
        self.link.stop()
        if self.loops is not None:
            self.loops.stop()
        self.writer.stop()
        self._readers.shutdown()
        self.images.close()
        self.sessions.close()
        self.database.close()

    async def read(self, query: Callable[[Connection], T]) -> T:
        """Run a query on a reader's connection, off the event loop."""

        def _read() -> T:
            with self.database.reading() as connection:
                return query(connection)

        return await asyncio.get_running_loop().run_in_executor(self._readers, _read)

    async def write(self, command: Callable[[UnitOfWork], T]) -> T:
        """Run a command; returns after its commit reached the disk."""
        return await asyncio.wrap_future(self.writer.submit(command))

    async def account(self, user_id: int) -> Account | None:
        """Who that is now, from a memory younger than a second."""
        known = self._accounts.get(user_id)
        if known is None or known.until < monotonic_s():
            account = await self.read(lambda connection: account_by_id(connection, user_id))
            known = self._accounts[user_id] = _CachedAccount(account, monotonic_s() + ACCOUNT_CACHE_S)
        return known.account

    def people_changed(self) -> None:
        """Somebody's rights are others now: look everybody up again, and end the streams of who is out."""
        self._accounts.clear()
        self._people_changed.set()

    async def _watch_people(self) -> None:
        """End the streams of people who were deactivated, even when nothing else happens: one small read a second."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._people_changed.wait(), ACCOUNT_CACHE_S)
            self._people_changed.clear()
            if not self.hub.is_watched:
                continue
            try:
                self.hub.put_out(await self.read(signed_in_versions))
            except Unavailable:  # nobody is put out because the database is away
                continue

    @property
    def order_service_place(self) -> str:
        """Where what is owed is paid: `inside`, `beside`, or `silent` when nobody does."""
        if self.loops is not None and self.loops.is_acting:
            return "inside"
        return "beside" if self.board.is_fresh(ORDER_SERVICE, monotonic_s()) else "silent"


def build_house(
    database: Database,
    rules: HouseRules,
    sessions: Sessions,
    endpoint: BrokerEndpoint,
    topics: Topics,
    credential: Callable[[str], str],
    images: ImageFolder,
    printer_doors: PrinterDoors,
    *,
    loops_inside: bool,
    alert_after_s: float,
) -> House:
    """Wire a house; nothing runs yet.

    Args:
        credential: the broker password of one of our services.
        images: pictures of dishes.
        printer_doors: where printers may be.
        loops_inside: host the order service's loops; else wake them by message.
        alert_after_s: how long a ticket may take to paper before its sender is told.
    """
    hub = LiveHub()
    board = PresenceBoard()
    loops: OrderServiceLoops | None = None

    def committed(events: list[Event], owes: bool) -> None:
        if loops is not None:
            if owes:
                loops.wake()
        elif owes or events:
            link.publish(topics.wake, Wake(), qos=0)
        hub.tell(events)

    def received(incoming: Incoming) -> None:
        if topics.level(incoming.topic, 0) == "services":
            if incoming.payload:
                presence = Presence.model_validate_json(incoming.payload)
                board.hear(presence, retained=incoming.retained, at_s=monotonic_s())
                if not incoming.retained:
                    hub.tell([Event(kind="printer", id=presence.service, rev=presence.seq)])
        else:
            hub.tell([Event.model_validate_json(incoming.payload)])

    writer = Writer(database, on_commit=committed)
    pulse = PresencePulse(topics, "api", new_boot_id())
    link = MqttLink(
        endpoint,
        "api",
        credential("api"),
        "live",
        subscriptions=[topics.event("+"), topics.presence("+")],
        on_message=received,
        on_ready=lambda _connection: pulse.beat(),
        will=pulse.will,
    )
    pulse.attach(link)
    if loops_inside:
        loops = OrderServiceLoops(
            database,
            writer,
            topics,
            endpoint,
            credential(ORDER_SERVICE),
            "loops-in-api",
            rules=rules,
            alert_after_s=alert_after_s,
        )
    return House(database, writer, rules, sessions, hub, topics, link, pulse, board, loops, images, printer_doors)
