"""One process for all printers of a box: starts, keeps and stops their agents as the printers come and go."""

import queue
import threading
from contextlib import AbstractContextManager, nullcontext

from pydantic import ValidationError

from kernel.errors import CannotStart
from kernel.logging import get_logger
from kernel.messages import PrinterCheckStop, PrinterSettings
from kernel.mqtt_link import BrokerEndpoint, Incoming, MqttLink
from kernel.service_credentials import ensure_secret, printers_elsewhere
from kernel.topics import Topics, agent_user
from printer_agents.agent import EXIT_FAILED, PrinterAgent
from printer_agents.check.desk import CHECK_MESSAGES, CheckDesk, printer_asked_for
from printer_agents.settings import AgentSettings
from printer_agents.spool_file import printers_with_open_jobs

HOST_USER = "printer-agents"
_RETRY_S = 15.0
_LOOK_ELSEWHERE_S = 1.0
"""How soon a credential that was handed out, or taken back, moves a printer."""

log = get_logger("host")


class AgentHost:
    """Agents by printer, learned from the retained settings; none for a printer whose agent runs elsewhere.

    Args:
        settings: of the process.
        secret: of the broker user `printer-agents`.
    """

    def __init__(self, settings: AgentSettings, secret: str) -> None:
        self._settings = settings
        self._topics = Topics(settings.site_id)
        self._agents: dict[str, PrinterAgent] = {}
        self._wanted: dict[str, bool] = {}
        self._elsewhere: set[str] = set()
        self._known: dict[str, PrinterSettings] = {}
        self._news: queue.Queue[tuple[str, bool]] = queue.Queue()
        self._link = MqttLink(
            BrokerEndpoint.parse(settings.broker_url, settings.mqtt_ca_file),
            HOST_USER,
            secret,
            "host",
            subscriptions=[self._topics.settings("+"), self._topics.check_requests],
            on_message=self._received,
        )
        self._desk = CheckDesk(
            settings,
            lambda: dict(self._known),
            self._borrowed,
            lambda report: self._link.publish(self._topics.check_reports, report),
        )

    def run(self, stop: threading.Event) -> int:
        """Serve until `stop`; 1 when an agent failed: a disk all share, or a bug; a fresh start is best."""
        for printer in printers_with_open_jobs(self._settings.data_dir):
            self._wanted[printer] = True  # a start without a broker still prints what was accepted
        self._elsewhere = printers_elsewhere(self._settings.data_dir)
        self._link.start()
        self._desk.start()
        status = 0
        self._arrange()
        next_try_s = _RETRY_S
        waited_s = looked_s = 0.0
        while not stop.is_set() and status == 0:
            try:
                printer, is_wanted = self._news.get(timeout=0.25)
                self._wanted[printer] = is_wanted
                self._arrange_one(printer)
            except queue.Empty:
                waited_s += 0.25
                looked_s += 0.25
            if looked_s >= _LOOK_ELSEWHERE_S:
                looked_s = 0.0
                self._look_elsewhere()
            if waited_s >= next_try_s:
                waited_s = 0.0
                self._arrange()
            status = self._look_after()
        self._desk.stop()
        self._link.stop()
        self._stop_all()
        return status

    def _received(self, incoming: Incoming) -> None:
        try:
            if incoming.topic == self._topics.check_requests:
                self._asked(incoming.payload)
            else:
                self._learn(self._topics.level(incoming.topic, 1), incoming.payload)
        except ValidationError as error:
            log.error("message_refused", topic=incoming.topic, faults=error.error_count())

    def _asked(self, payload: bytes) -> None:
        """For a check, or for the end of one; of a printer whose agent is elsewhere, that agent does it."""
        asked = CHECK_MESSAGES.validate_json(payload)
        if isinstance(asked, PrinterCheckStop):
            self._desk.cancel(asked.request_id)
            for printer in self._away():
                self._link.publish(self._topics.check_requests_of(printer), asked)
            return
        known = None if asked.step == "discover" else printer_asked_for(asked, self._known)
        if known is not None and known.printer_id in self._away():
            named = asked.model_copy(update={"printer_id": known.printer_id})
            self._link.publish(self._topics.check_requests_of(known.printer_id), named)
        else:
            self._desk.ask(asked)

    def _away(self) -> set[str]:
        """Printers that nobody here prints on any more."""
        return printers_elsewhere(self._settings.data_dir) - self._agents.keys()

    def _learn(self, printer: str, payload: bytes) -> None:
        """A printer's settings, or that it is gone."""
        known = PrinterSettings.model_validate_json(payload) if payload else None
        if known is not None:
            self._known[printer] = known
        else:
            self._known.pop(printer, None)
        self._news.put((printer, known is not None and known.is_active))

    def _borrowed(self, printer: PrinterSettings) -> AbstractContextManager[bool]:
        """A printer of ours for a check. An active one without an agent here has its agent on another machine."""
        agent = self._agents.get(printer.printer_id)
        if agent is None:
            return nullcontext(not printer.is_active)
        return agent.borrowed(self._settings.check_patience_s)

    def _look_elsewhere(self) -> None:
        """Let go of printers whose agents run on other machines now, and take up those that came back."""
        elsewhere = printers_elsewhere(self._settings.data_dir)
        moved = elsewhere ^ self._elsewhere | elsewhere & self._agents.keys()
        self._elsewhere = elsewhere
        for printer in moved & self._wanted.keys():
            self._arrange_one(printer)

    def _is_wanted(self, printer: str) -> bool:
        """Whether an agent of ours shall have it. What this machine took it prints before it lets go: nothing is lost
        on the way, and nothing comes out on both."""
        if not self._wanted[printer]:
            return False
        folder = self._settings.data_dir
        return printer not in printers_elsewhere(folder) or printer in printers_with_open_jobs(folder)

    def _arrange(self) -> None:
        for printer in list(self._wanted):
            self._arrange_one(printer)

    def _arrange_one(self, printer: str) -> None:
        """Make what runs be what is wanted."""
        running = self._agents.get(printer)
        is_wanted = self._is_wanted(printer)
        if is_wanted and running is None:
            try:
                secret = ensure_secret(self._settings.data_dir, agent_user(printer))
                agent = PrinterAgent(printer, self._settings, secret)
            except CannotStart as error:
                log.error("agent_not_started", printer_id=printer, hint=error.detail)
                return
            self._agents[printer] = agent
            agent.start()
            log.info("agent_started", printer_id=printer)
        elif not is_wanted and running is not None:
            del self._agents[printer]
            running.stop()
            log.info("agent_stopped", printer_id=printer)

    def _look_after(self) -> int:
        """Clear away agents that ended by themselves; the status that ends this process, or 0."""
        for printer, agent in list(self._agents.items()):
            ended = agent.wait(0.0)
            if ended is None:
                continue
            del self._agents[printer]
            agent.stop()
            if ended == EXIT_FAILED:
                return EXIT_FAILED
        return 0

    def _stop_all(self) -> None:
        stopping = [threading.Thread(target=agent.stop) for agent in self._agents.values()]
        for thread in stopping:
            thread.start()
        for thread in stopping:
            thread.join()
