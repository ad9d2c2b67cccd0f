"""One printer's agent: takes jobs from MQTT to its spool, has them printed, says what became of them."""

import socket
import threading
from contextlib import AbstractContextManager
from datetime import timedelta

from pydantic import ValidationError

from kernel.clock import Monotonic, Now, monotonic_s, utc_now
from kernel.license_keeper import open_keeper
from kernel.logging import get_logger
from kernel.messages import (
    AgentCommand,
    AgentHello,
    JobState,
    JobStates,
    LicenseState,
    Presence,
    PrinterSettings,
    PrintJob,
    Reason,
    hello_name,
)
from kernel.mqtt_link import BrokerEndpoint, Incoming, MqttLink
from kernel.presence import PresencePulse, new_boot_id
from kernel.topics import Topics, agent_user
from kernel.version import VERSION
from printer_agents.check.desk import CheckDesk
from printer_agents.drain import Drain
from printer_agents.press import Press
from printer_agents.settings import AgentSettings
from printer_agents.spool import Spool
from printer_agents.spool_file import open_spool
from printer_agents.spool_writer import AfterCommit, SpoolWriter
from printer_agents.teller import Teller
from printer_agents.tenure import Tenure

LICENSE_SAVE_S = 600.0
"""Rarer than the API's: a box with many printers should not wear its card out for this."""
EXIT_OK, EXIT_FAILED, EXIT_REFUSED = 0, 1, 3
_RESAY = timedelta(minutes=10)
"""States this young are said again at each hello: their message may have died with the broker."""


class PrinterAgent:
    """Wiring of one printer's spool, press, MQTT link and presence.

    Args:
        printer: its slug.
        settings: of the process.
        secret: of the broker user `agent.{printer}`.
        endpoint: the broker, when it is on another machine; else the settings say where.

    Raises:
        AlreadyRunning: another process on this machine has the printer.
        CannotStart: the spool or the broker's address is unusable.
    """

    def __init__(
        self,
        printer: str,
        settings: AgentSettings,
        secret: str,
        endpoint: BrokerEndpoint | None = None,
        *,
        now: Now = utc_now,
        clock: Monotonic = monotonic_s,
    ) -> None:
        self.printer = printer
        self._now = now
        self._clock = clock
        self._topics = Topics(settings.site_id)
        self._log = get_logger("agent").bind(printer_id=printer)
        self.boot_id = new_boot_id()
        self._trouble: Reason = ""
        self._ended = threading.Event()
        self._exit_status = EXIT_OK
        self._lock = threading.Lock()
        self._tenure = Tenure(self.boot_id, settings.settle_s, settings.rival_patience_s)
        endpoint = endpoint or BrokerEndpoint.parse(settings.broker_url, settings.mqtt_ca_file)
        keep_ids = timedelta(days=settings.keep_ids_days)
        self._spool = open_spool(settings.data_dir, printer, now(), keep_ids)
        self._license = open_keeper(settings, agent_user(printer), save_every_s=LICENSE_SAVE_S)
        self._drain = Drain(self._license, clock)
        self._known_printer = self._spool.settings
        self._is_paused = self._spool.is_paused
        self._teller = Teller(printer, self.boot_id, settings.tell_gather_s, self._publish_states, self._told)
        self._writer = SpoolWriter(self._spool, self._teller.say, self._disk_failed, keep_ids, now, clock)
        self._press = Press(printer, self._writer, settings, self._felt, self._crashed, self._saw_paper, now, clock)
        self._pulse = PresencePulse(self._topics, agent_user(printer), self.boot_id, VERSION, is_acting=False)
        self._link = MqttLink(
            endpoint,
            agent_user(printer),
            secret,
            f"agent-{self.boot_id}",  # a second agent shall be heard and refused, not throw the first one out
            subscriptions=[
                self._topics.jobs("+", printer),
                self._topics.commands(printer),
                self._topics.settings(printer),
                self._topics.check_requests_of(printer),
                self._topics.presence(agent_user(printer)),
                self._topics.license_state,
            ],
            on_message=self._received,
            on_ready=self._ready,
            on_fatal=self._disk_failed,
            will=self._pulse.will,
        )
        self._pulse.attach(self._link)
        self._settings = settings
        self._desk: CheckDesk | None = None

    def start(self) -> None:
        """Begin; what the spool holds prints even without a broker."""
        if self._known_printer is None:
            self._log.warning(
                "agent_waits_for_settings", hint=f"Nothing is known about the printer '{self.printer}' yet. Add it."
            )
        self._writer.start()
        self._teller.start()
        self._press.configure(self._known_printer)
        self._press.start()
        self._link.start()
        self._pulse.start()

    def stop(self) -> None:
        """Let a ticket on its way come out, write and say what is known, say goodbye."""
        if self._desk is not None:
            self._desk.stop()
        self._press.stop()
        self._writer.stop()
        self._teller.stop()
        self._pulse.stop()
        self._link.stop()
        self._ended.set()

    def wait(self, timeout_s: float | None = None) -> int | None:
        """Block until the agent ended by itself; its exit status, None after `timeout_s`."""
        return self._exit_status if self._ended.wait(timeout_s) else None

    def borrowed(self, timeout_s: float) -> AbstractContextManager[bool]:
        """The printer for somebody else, between two tickets; whether it was to be had within `timeout_s`."""
        return self._press.loan.borrowed(timeout_s)

    @property
    def commits(self) -> int:
        """Spool transactions so far."""
        return self._writer.commits

    def _ready(self, _connection: int) -> None:
        self._pulse.beat()
        if self._tenure.standing == "held":
            self._say_hello()

    def _decide_at(self, moment_s: float) -> None:
        timer = threading.Timer(max(0.0, moment_s - self._clock()) + 0.005, self._decide)
        timer.daemon = True
        timer.start()

    def _decide(self) -> None:
        with self._lock:
            if self._tenure.standing != "waiting" or self._tenure.decide(self._clock()) is not None:
                return  # decided, or put off: then there is a later timer
        self._say_hello()

    def _received(self, incoming: Incoming) -> None:
        topics = self._topics
        try:
            if incoming.topic == topics.presence(agent_user(self.printer)):
                self._heard(Presence.model_validate_json(incoming.payload), incoming.retained)
            elif incoming.topic == topics.settings(self.printer):
                known = PrinterSettings.model_validate_json(incoming.payload) if incoming.payload else None
                self._configure(known)
            elif incoming.topic == topics.commands(self.printer):
                self._obey(AgentCommand.model_validate_json(incoming.payload))
            elif incoming.topic == topics.license_state:
                if incoming.payload:
                    self._license.hear(LicenseState.model_validate_json(incoming.payload))
                    self._drain.look()
                self._license.save_in_time()
            elif incoming.topic == topics.check_requests_of(self.printer):
                self._check(incoming.payload)
            elif topics.level(incoming.topic, 4) == "jobs":
                self._offered(incoming)
        except ValidationError as error:
            self._log.error("message_refused", topic=incoming.topic, faults=error.error_count())

    def _offered(self, incoming: Incoming) -> None:
        """Take a job; before our hello of this connection, what is older may be missing: all is rung again after it."""
        with self._lock:
            if self._tenure.standing != "held":
                return
        if incoming.retained:
            self._log.error("retained_job_ignored", topic=incoming.topic)
            return
        job = PrintJob.model_validate_json(incoming.payload)
        if job.printer_id != self.printer:
            self._log.error("job_of_another_printer_ignored", job_id=job.job_id, for_printer=job.printer_id)
            return
        if job.after_hello not in ("", hello_name(self.boot_id, self._link.connection)):
            self._log.info("ring_before_hello_passed_over", job_id=job.job_id)
            return
        if not self._drain.takes(job):
            self._log.warning("job_waits_for_the_licence", job_id=job.job_id)
            self._writer.submit(lambda spool: spool.say_again((job.job_id,)))  # answers for those it knows
            return
        payload, now = incoming.payload, self._now()
        if job.lasts_s is not None:  # who judges is the order service; our clock may be an hour off
            job = job.model_copy(update={"stale_after": now + timedelta(seconds=job.lasts_s)})
            payload = job.to_payload()
        self._writer.submit(lambda spool: spool.accept(job, payload, now))
        self._press.prepare(job)

    def _obey(self, command: AgentCommand) -> None:
        if self._tenure.standing != "held":
            return
        if command.action == "hello":
            self._say_hello()
            return
        now = self._now()

        def step(spool: Spool) -> None:
            if not spool.obey_once(command.command_id, now):
                spool.say_again(command.job_ids)
                return
            match command.action:
                case "cancel":
                    spool.cancel(command.job_ids, now)
                case "report" if command.job_ids:
                    spool.say_again(command.job_ids)
                case "report":
                    spool.say_open()
                case "pause" | "resume":
                    spool.pause(command.action == "pause")

        self._writer.submit(step)
        if command.action in ("pause", "resume"):
            self._is_paused = command.action == "pause"
            self._felt(self._trouble)

    def _check(self, payload: bytes) -> None:
        """What the box's host of agents was asked and can't do: it is not beside this printer."""
        if self._tenure.standing != "held":
            return
        if self._desk is None:
            reports = self._topics.check_reports_of(self.printer)
            self._desk = CheckDesk(
                self._settings,
                lambda: {self.printer: self._known_printer} if self._known_printer else {},
                lambda _printer: self.borrowed(self._settings.check_patience_s),
                lambda report: self._link.publish(reports, report),
                self._now,
            )
            self._desk.start()
        self._desk.obey(payload)

    def _configure(self, printer: PrinterSettings | None) -> None:
        if printer is not None and printer.printer_id != self.printer:
            self._log.error("settings_of_another_printer_ignored", for_printer=printer.printer_id)
            return
        if printer != self._known_printer:
            self._known_printer = printer
            self._log.info("printer_settings_changed", rev=printer.rev if printer else None)
            self._writer.submit(lambda spool: spool.keep_settings(printer))
            self._press.configure(printer)
            if printer is not None and printer.is_paused != self._is_paused:
                self._is_paused = is_paused = printer.is_paused
                self._writer.submit(lambda spool: spool.pause(is_paused))
                self._felt(self._trouble)

    def _heard(self, presence: Presence, retained: bool) -> None:
        if self._ended.is_set():
            return
        with self._lock:
            before_s = self._tenure.decide_at_s
            must_answer = self._tenure.hear(presence, retained=retained, now_s=self._clock())
            decide_at_s = self._tenure.decide_at_s
        if self._tenure.standing == "refused":
            self._log.error(
                "agent_refused",
                hint=f"The printer '{self.printer}' has another agent, on {self._tenure.rival_host}. Stop one.",
            )
            self._end(EXIT_REFUSED)
            return
        if must_answer:
            self._pulse.beat()
        if decide_at_s is not None and decide_at_s != before_s:
            self._decide_at(decide_at_s)

    def _say_hello(self) -> None:
        """Who we are and what we hold; then every state that the order service may have missed."""
        self._pulse.act()
        since = self._now() - _RESAY

        def step(spool: Spool) -> AfterCommit:
            spool.say_untold(since)
            hello = AgentHello(
                printer_id=self.printer,
                boot_id=self.boot_id,
                connection=self._link.connection,
                version=VERSION,
                counts=spool.counts(),
                host=socket.gethostname(),
            )
            return lambda: self._say(hello)

        self._writer.submit(step)

    def _say(self, hello: AgentHello) -> None:
        self._link.publish(self._topics.hello(self.printer), hello)

    def _publish_states(self, states: JobStates) -> bool:
        return self._link.publish(self._topics.states(self.printer), states)

    def _told(self, states: list[JobState]) -> None:
        self._writer.submit(lambda spool: spool.told(states), lazily=True)

    def _felt(self, trouble: Reason) -> None:
        """The press says why nothing prints; accepted jobs and our presence repeat it."""
        self._trouble = trouble
        self._spool.trouble = trouble
        self._pulse.tell(trouble or ("paused" if self._is_paused else ""))

    def _saw_paper(self, is_low: bool) -> None:
        self._pulse.tell_paper(is_low)

    def _disk_failed(self, error: BaseException) -> None:
        self._log.critical(
            "agent_stops",
            error=str(error),
            hint="The spool can't be written. Look at the disk; nothing unwritten was accepted.",
        )
        self._end(EXIT_FAILED)

    def _crashed(self, error: BaseException) -> None:
        self._log.critical("agent_stops", error=repr(error), hint="This is a bug; the agent starts again by itself.")
        self._end(EXIT_FAILED)

    def _end(self, status: int) -> None:
        self._exit_status = self._exit_status or status
        self._ended.set()
