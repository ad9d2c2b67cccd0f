"""Wires the order service's loops: link, lease, relay, results, stuck jobs. Hosted by the API or alone."""

import threading
from concurrent.futures import Future
from functools import partial

from pydantic import ValidationError

from kernel.clock import monotonic_s
from kernel.database import Database
from kernel.license_keeper import LicenseKeeper
from kernel.logging import get_logger
from kernel.messages import AgentHello, JobStates, LicenseState, Presence
from kernel.mqtt_link import BrokerEndpoint, Incoming, MqttLink
from kernel.presence import PresenceBoard, PresencePulse, new_boot_id
from kernel.topics import Topics, agent_user
from order_service.domain.house_rules import HouseRules
from order_service.lease import Lease
from order_service.outbox_relay import OutboxRelay
from order_service.print_results import apply_states
from order_service.printer_watch import PrinterWatch
from order_service.store.alerts import Cause
from order_service.store.answers import forget_old
from order_service.store.printers import house_rev, printer_settings
from order_service.store.writer import Writer
from order_service.stuck_jobs import StuckJobs

SERVICE = "order-service"
SWEEP_S = 1.0
HOUSEKEEPING_S = 3600.0

log = get_logger("order_service")


class OrderServiceLoops:
    """Everything that moves a ticket from the book to an agent and its answer back into the book.

    Args:
        writer: the process's one writer; whoever made it calls `wake()` from its commit listener.
        endpoint, secret: the broker and this service's password there.
        role: last part of the client id; hosts differ, so that one beside another shows up as itself.
        license_: heard here as well; while it shuts the house, what is owed is paid and nothing new comes in (drain).
        rules: of the house, for papers that the loops owe by themselves.
        alert_after_s: how long a ticket may take to paper before its sender is told.
    """

    def __init__(
        self,
        database: Database,
        writer: Writer,
        topics: Topics,
        endpoint: BrokerEndpoint,
        secret: str,
        role: str,
        license_: LicenseKeeper,
        *,
        rules: HouseRules,
        alert_after_s: float,
    ) -> None:
        self._database = database
        self._writer = writer
        self._topics = topics
        self._board = PresenceBoard()
        self._stopping = threading.Event()
        self._kick = threading.Event()
        self._settings_rev = -1
        self._logo = rules.logo
        self._lease = Lease(writer)
        self._license = license_
        self._was_open: bool | None = None
        self._pulse = PresencePulse(topics, SERVICE, new_boot_id())
        self.link = MqttLink(
            endpoint,
            SERVICE,
            secret,
            role,
            subscriptions=[
                topics.states("+"),
                topics.hello("+"),
                topics.presence("+"),
                topics.wake,
                topics.license_state,
            ],
            on_message=self._received,
            on_ready=self._link_ready,
            will=self._pulse.will,
        )
        self._pulse.attach(self.link)
        self.relay = OutboxRelay(
            database,
            writer,
            topics,
            self.link.publish,
            may_act=lambda: self._lease.is_held and self.link.is_ready,
            is_listening=lambda printer: self._board.is_fresh(agent_user(printer), monotonic_s()),
        )
        self._stuck = StuckJobs(
            database, writer, cause_of=self._cause_of, ask=self.relay.ask_after, alert_after_s=alert_after_s
        )
        self._watch = PrinterWatch(database, writer, rules, self._is_ready)
        self._sweeper = threading.Thread(target=self._sweep_forever, name="order-service-sweep", daemon=True)

    @property
    def is_acting(self) -> bool:
        """Holds the lease."""
        return self._lease.is_held

    def start(self) -> None:
        """Start every loop; returns at once, broker or not."""
        self.relay.start()
        self._sweeper.start()
        self.link.start()
        self._pulse.start()

    def stop(self) -> None:
        """Stop every loop, say goodbye, free the lease. The writer stays with its owner."""
        self._stopping.set()
        self._kick.set()
        self._sweeper.join()
        self.relay.stop()
        self._pulse.stop()
        self.link.stop()
        try:
            self._lease.release()
        except Exception as error:  # a sick database at the end: the lease falls to the next by itself
            log.warning("lease_not_released", error=str(error))

    def wake(self) -> None:
        """The book owes something new."""
        self.relay.wake()

    def _link_ready(self, _connection: int) -> None:
        self._pulse.beat()
        self._settings_rev = -1
        self._kick.set()
        self.relay.start_over()

    def _received(self, incoming: Incoming) -> None:
        family = self._topics.level(incoming.topic, 0)
        kind = self._topics.level(incoming.topic, 2)
        try:
            if incoming.topic == self._topics.wake:
                self.relay.wake()
            elif incoming.topic == self._topics.license_state:
                if incoming.payload:
                    self._license.hear(LicenseState.model_validate_json(incoming.payload))
            elif family == "printers" and kind == "states":
                self._take_states(JobStates.model_validate_json(incoming.payload))
            elif family == "printers" and kind == "hello":
                self._take_hello(AgentHello.model_validate_json(incoming.payload))
            elif family == "services" and incoming.payload:
                presence = Presence.model_validate_json(incoming.payload)
                self._board.hear(presence, retained=incoming.retained, at_s=monotonic_s())
        except ValidationError as error:
            log.error("message_unreadable", topic=incoming.topic, error=str(error)[:300])

    def _take_states(self, message: JobStates) -> None:
        done: Future[None] = self._writer.submit_lazily(lambda unit: apply_states(unit, message))
        done.add_done_callback(partial(self._states_kept, message))

    def _states_kept(self, message: JobStates, done: "Future[None]") -> None:
        """Only what the book holds is settled; after a failed write the next ring asks again."""
        if done.exception() is None:
            self.relay.answered([state.job_id for state in message.states])
        else:
            log.error("answer_not_kept", printer_id=message.printer_id, error=str(done.exception()))

    def _take_hello(self, hello: AgentHello) -> None:
        log.info("agent_said_hello", printer_id=hello.printer_id, boot_id=hello.boot_id, connection=hello.connection)
        self.relay.heard_hello(hello.printer_id, hello.name)

    def _cause_of(self, printer_id: str) -> tuple[Cause, str]:
        user = agent_user(printer_id)
        if not self.link.is_ready:
            return "unknown", "unreachable"
        if not self._board.is_fresh(user, monotonic_s()):
            return "agent", "unreachable"
        return "printer", self._board.heard[user].reason

    def _is_ready(self, printer_id: str) -> bool:
        """Its agent lives, has the printer for itself, and says that it can print."""
        user = agent_user(printer_id)
        known = self._board.heard.get(user)
        return known is not None and self._board.is_fresh(user, monotonic_s()) and known.is_acting and not known.reason

    def _sweep_forever(self) -> None:
        next_housekeeping = monotonic_s() + 60.0
        while True:
            self._heed_license()
            try:
                held = self._lease.is_held
                if self._lease.tend():
                    if not held:
                        self.relay.wake()
                    self._publish_settings()
                    self._stuck.sweep()
                    if self.link.is_ready:  # else nothing is known of any printer
                        self._watch.sweep()
                    if monotonic_s() >= next_housekeeping:
                        next_housekeeping = monotonic_s() + HOUSEKEEPING_S
                        self._writer.run(forget_old)
            except Exception as error:  # the database may be away; the next sweep tries again
                log.error("sweep_failed", error=str(error), exc_info=True)
            self._kick.wait(SWEEP_S)
            self._kick.clear()
            if self._stopping.is_set():
                return

    def _heed_license(self) -> None:
        """Decide for ourselves, and say so: a shut house drains, it does not stop in the middle of a ticket."""
        self._license.save_in_time()
        verdict = self._license.verdict()
        if verdict.is_open != self._was_open:
            self._was_open = verdict.is_open
            said = "order_service_works" if verdict.is_open else "order_service_drains"
            log.info(said, state=verdict.state, why=verdict.sentence)

    def _publish_settings(self) -> None:
        """Tell each agent its printer's settings, retained, when they (or the link) are new."""
        if not self.link.is_ready:
            return
        with self._database.reading() as connection:
            rev = house_rev(connection)
            if rev == self._settings_rev:
                return
            settings = printer_settings(connection, self._logo)
        if all(self.link.publish(self._topics.settings(one.printer_id), one, retain=True) for one in settings):
            self._settings_rev = rev
