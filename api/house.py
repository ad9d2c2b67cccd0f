"""Everything the routes work with, wired once: the book, its writer, the screens, the broker."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from api.box_facts import BoxFactsMemory
from api.checks import CheckBoard
from api.license_gate import HouseLicense
from api.live import LiveHub
from api.pace import Pace
from api.sessions import Sessions
from kernel.clock import monotonic_s, utc_now
from kernel.database import READERS, Database
from kernel.errors import Unavailable
from kernel.license_keeper import DAEMON
from kernel.logging import get_logger
from kernel.messages import Event, LicenseState, Presence, PrinterCheckReport, Wake
from kernel.mqtt_link import BrokerEndpoint, Incoming, MqttLink
from kernel.presence import PresenceBoard, PresencePulse, new_boot_id
from kernel.printer_doors import PrinterDoors
from kernel.restore_state import read_restore, write_restore
from kernel.topics import Topics
from order_service.bootstrap import SERVICE as ORDER_SERVICE
from order_service.bootstrap import OrderServiceLoops
from order_service.commands.edit_printer import remember_mac
from order_service.commands.note_restore import note_restore
from order_service.domain.house_rules import HouseRules
from order_service.store.box_lock import box_lock
from order_service.store.house_book import rules_by_the_book
from order_service.store.images import ImageFolder
from order_service.store.license_mark import license_mark, mark_license
from order_service.store.menu import MenuCache
from order_service.store.staff import Account, account_by_id, signed_in_versions
from order_service.store.unit_of_work import UnitOfWork
from order_service.store.writer import Writer

T = TypeVar("T")

log = get_logger("house")

ACCOUNT_CACHE_S = 0.9
"""A deactivated person is out within a second."""
LICENSE_MARK_S = 600.0
LICENSE_LOOK_S = 1.0
"""How late a lock that was set for a time, or the end of a licence, may close the open screens."""


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
    license: HouseLicense
    facts: BoxFactsMemory
    data_dir: Path
    """Folder of everything that must survive."""
    test_pages: Pace = field(default_factory=lambda: Pace(4, 15.0))
    check_pace: Pace = field(default_factory=lambda: Pace(12, 30.0))
    checks: CheckBoard = field(default_factory=CheckBoard)
    public_url: str = ""
    """The address that phones use, if the owner set one."""
    menus: MenuCache = field(default_factory=MenuCache)
    _accounts: dict[int, _CachedAccount] = field(default_factory=dict)
    _people_changed: asyncio.Event = field(default_factory=asyncio.Event)
    _loop: asyncio.AbstractEventLoop | None = None
    _license_changed: asyncio.Event = field(default_factory=asyncio.Event)
    _watches: list[asyncio.Task[None]] = field(default_factory=list)
    _fresh: frozenset[str] = frozenset()
    _readers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(READERS, "reader"))

    def start(self) -> None:
        """Start the writer, then everything that may write."""
        self._loop = loop = asyncio.get_running_loop()
        self.hub.attach(loop)
        with self.database.reading() as connection:
            self.license.box_lock = box_lock(connection)
            self.rules = rules_by_the_book(connection, self.rules)
            if (mark := license_mark(connection)) is not None:
                self.license.keeper.not_before(*mark)
        self._watches = [loop.create_task(self._watch_people()), loop.create_task(self._watch_license())]
        self.writer.start()
        if self.loops is not None:
            self.loops.start()
        self.link.start()
        self.pulse.start()
        self._end_restore()

    def _end_restore(self) -> None:
        """The house works on a book that was just put back: write that into it."""
        restore = read_restore(self.data_dir)
        if restore is None or restore.step != "starting":
            return

        def noted(done: "Future[None]") -> None:
            if (error := done.exception()) is not None:  # the next start tries again
                log.error("restore_not_noted", restore_id=restore.id, error=str(error))
                return
            log.warning("restored", restore_id=restore.id, backup=restore.name, undo=restore.undo, by=restore.user_name)
            write_restore(self.data_dir, restore.model_copy(update={"step": "done", "ended_at": utc_now()}))

        self.writer.submit(lambda unit: note_restore(unit, restore)).add_done_callback(noted)

    def stop(self) -> None:
        """Stop in the other order; what is queued is still kept."""
        for watch in self._watches:
            watch.cancel()
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
        """Run a command if the licence lets it in; returns after its commit reached the disk.

        Raises:
            SiteLocked, NotLicensed: since the request passed the gate; nothing was done.
        """

        def _admitted(unit: UnitOfWork) -> T:
            self.license.require_licensed()
            return command(unit)

        return await asyncio.wrap_future(self.writer.submit(_admitted))

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
            self._tell_who_fell_silent()
            if not self.hub.is_watched:
                continue
            try:
                self.hub.put_out(await self.read(signed_in_versions))
            except Unavailable:  # nobody is put out because the database is away
                continue

    async def read_box_lock(self) -> None:
        """The box's own lock may have turned: know it before the next request is looked at."""
        self.license.box_lock = await self.read(box_lock)
        self.license_changed()

    def license_changed(self) -> None:
        """A lease was heard, or the box's own lock turned: look at once. Any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._license_changed.set)

    async def _watch_license(self) -> None:
        """Tell open screens when the house shuts or opens, whatever the reason; keep the lease's age on disk."""
        known = None
        marked: tuple[int, float] = (0, 0.0)
        while True:
            marked = self._mark_license(*marked)
            verdict = self.license.verdict()
            now = (verdict.state, verdict.cause, self.license.box_lock)
            if known is not None and now != known:
                log.warning("license_verdict_changed", state=verdict.state, cause=verdict.cause, why=verdict.sentence)
                event = Event(kind="licence", id=verdict.state, rev=self.license.keeper.serial)
                if self.license.is_open:
                    self.hub.tell([event])
                else:
                    self.hub.shut(event)
            known = now
            await asyncio.get_running_loop().run_in_executor(None, self.license.keeper.save_in_time)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._license_changed.wait(), LICENSE_LOOK_S)
            self._license_changed.clear()

    def _mark_license(self, serial: int, again_at_s: float) -> tuple[int, float]:
        """Let the book remember how far the licence has come: each new serial, and the time every few minutes."""
        mark = self.license.keeper.high_water
        if mark is None or (mark[0] == serial and monotonic_s() < again_at_s):
            return serial, again_at_s
        self.writer.submit_lazily(lambda unit: mark_license(unit, *mark))
        return mark[0], monotonic_s() + LICENSE_MARK_S

    @property
    def license_daemon(self) -> str:
        """Whether the daemon lives: `online`, or how it went; `unknown` while nothing was heard of it."""
        heard = self.board.heard.get(DAEMON)
        if heard is None:
            return "unknown"
        is_gone = heard.state == "online" and not self.board.is_fresh(DAEMON, monotonic_s())
        return "offline" if is_gone else heard.state

    def _tell_who_fell_silent(self) -> None:
        """An agent whose pulse stops says nothing itself: screens are told when it goes stale, and when it is back."""
        now_s = monotonic_s()
        fresh = frozenset(service for service in list(self.board.heard) if self.board.is_fresh(service, now_s))
        changed = fresh ^ self._fresh
        self._fresh = fresh
        self.hub.tell([Event(kind="printer", id=name.removeprefix("agent."), rev=0) for name in sorted(changed)])

    @property
    def order_service_place(self) -> str:
        """Where what is owed is paid: `inside`, `beside`, or `silent` when nobody does."""
        if self.loops is not None and self.loops.is_acting:
            return "inside"
        return "beside" if self.board.is_fresh(ORDER_SERVICE, monotonic_s()) else "silent"


def as_screens_see(presence: Presence | None) -> tuple[object, ...]:
    """What of it a screen shows: a pulse that says the same again is no news."""
    if presence is None:
        return ()
    return presence.boot_id, presence.state, presence.reason, presence.is_paper_low, presence.is_acting


def build_house(
    database: Database,
    rules: HouseRules,
    sessions: Sessions,
    endpoint: BrokerEndpoint,
    topics: Topics,
    credential: Callable[[str], str],
    images: ImageFolder,
    printer_doors: PrinterDoors,
    license_: HouseLicense,
    data_dir: Path,
    *,
    loops_inside: bool,
    alert_after_s: float,
) -> House:
    """Wire a house; nothing runs yet.

    Args:
        credential: the broker password of one of our services.
        images: pictures of dishes.
        printer_doors: where printers may be.
        license_: what may shut the house.
        data_dir: whose disk must not be full.
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

    checks = CheckBoard()

    def checked(report: PrinterCheckReport) -> None:
        """Keep how far a check is; what it saw of our printers' network cards is remembered."""
        if not checks.hear(report):
            return
        hub.tell([Event(kind="printer_check", id=report.request_id, rev=report.seq)])
        seen = {one.printer_id: one.mac for one in report.found if one.printer_id and one.mac}
        if report.mac and (printer_id := checks.printer_of(report.request_id)):
            seen[printer_id] = report.mac
        for printer_id, mac in seen.items() if report.is_final else ():
            writer.submit_lazily(partial(remember_mac, printer_id=printer_id, mac=mac))

    def received(incoming: Incoming) -> None:
        if incoming.topic == topics.license_state:
            if incoming.payload:
                license_.keeper.hear(LicenseState.model_validate_json(incoming.payload))
                house.license_changed()
        elif topics.level(incoming.topic, 2) == "check-reports":
            checked(PrinterCheckReport.model_validate_json(incoming.payload))
        elif topics.level(incoming.topic, 0) == "services":
            if incoming.payload:
                presence = Presence.model_validate_json(incoming.payload)
                before = as_screens_see(board.heard.get(presence.service))
                board.hear(presence, retained=incoming.retained, at_s=monotonic_s())
                if not incoming.retained and as_screens_see(presence) != before:
                    hub.tell([Event(kind="printer", id=presence.service.removeprefix("agent."), rev=presence.seq)])
        else:
            hub.tell([Event.model_validate_json(incoming.payload)])

    writer = Writer(database, on_commit=committed)
    pulse = PresencePulse(topics, "api", new_boot_id())
    link = MqttLink(
        endpoint,
        "api",
        credential("api"),
        "live",
        subscriptions=[
            topics.event("+"),
            topics.presence("+"),
            topics.license_state,
            topics.check_reports,
            topics.check_reports_of("+"),
        ],
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
            license_.keeper,
            rules=rules,
            alert_after_s=alert_after_s,
        )
    house = House(
        database,
        writer,
        rules,
        sessions,
        hub,
        topics,
        link,
        pulse,
        board,
        loops,
        images,
        printer_doors,
        license_,
        BoxFactsMemory(data_dir),
        data_dir,
        checks=checks,
    )
    return house
