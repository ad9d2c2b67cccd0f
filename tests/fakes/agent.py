"""A printer's agent that does as a test tells it: silent, slow, twice, out of order. It uses the real link."""

import queue
import threading
from collections.abc import Sequence
from datetime import UTC, datetime

from kernel.messages import AgentCommand, AgentHello, JobState, JobStates, PrinterSettings, PrintJob, Reason
from kernel.mqtt_link import BrokerEndpoint, Incoming, MqttLink
from kernel.presence import PresencePulse, new_boot_id
from kernel.topics import Topics, agent_user

PATIENCE_S = 20.0


class ScriptedAgent:
    """Hears jobs and commands; answers only what `answer` says, or `habit` if it has one.

    Attributes:
        habit: states that it answers every job with, at once.
        jobs, commands: everything heard, in order.
    """

    def __init__(
        self, endpoint: BrokerEndpoint, topics: Topics, printer: str, secret: str, *, habit: Sequence[str] = ()
    ) -> None:
        self.printer = printer
        self.habit = list(habit)
        self.jobs: list[PrintJob] = []
        self.commands: list[AgentCommand] = []
        self.settings: list[PrinterSettings] = []
        self._new_jobs: queue.Queue[PrintJob] = queue.Queue()
        self._new_commands: queue.Queue[AgentCommand] = queue.Queue()
        self._topics = topics
        self._boot_id = new_boot_id()
        self._hello: AgentHello | None = None
        self._seq: dict[str, int] = {}
        self._lock = threading.Lock()
        user = agent_user(printer)
        self._pulse = PresencePulse(topics, user, self._boot_id)
        self.link = MqttLink(
            endpoint,
            user,
            secret,
            "scripted",
            subscriptions=[topics.jobs("+", printer), topics.commands(printer), topics.settings(printer)],
            on_message=self._received,
            on_ready=self._ready,
            will=self._pulse.will,
        )
        self._pulse.attach(self.link)

    def start(self) -> None:
        """Connect and say hello."""
        self.link.start()
        self._pulse.start()
        assert self.link.wait_ready(PATIENCE_S)

    def stop(self) -> None:
        """Say goodbye."""
        self._pulse.stop()
        self.link.stop()

    def tell(self, reason: Reason) -> None:
        """Say why the printer prints nothing."""
        self._pulse.tell(reason)

    def say_hello(self, connection: int = 1) -> None:
        """As after each SUBACK."""
        self._hello = AgentHello(printer_id=self.printer, boot_id=self._boot_id, connection=connection, version="test")
        self.link.publish(self._topics.hello(self.printer), self._hello)

    def next_job(self) -> PrintJob:
        """Wait for a job."""
        return self._new_jobs.get(timeout=PATIENCE_S)

    def next_command(self) -> AgentCommand:
        """Wait for a command."""
        return self._new_commands.get(timeout=PATIENCE_S)

    def rings_of(self, job_id: str) -> int:
        """How often a job was heard."""
        return sum(job.job_id == job_id for job in self.jobs)

    def marks_since_hello(self) -> dict[str, str]:
        """Of each job that was rung after the last hello, its copy mark."""
        return {job.job_id: job.copy_mark for job in self.jobs if self._hello and job.after_hello == self._hello.name}

    def answer(self, job_id: str, *states: str, reason: str = "", attempt: int | None = None) -> None:
        """Say these states, one message each, in this order."""
        for state in states:
            with self._lock:
                self._seq[job_id] = self._seq.get(job_id, 0) + 1
            tries = (0 if state in ("accepted", "cancelled") else 1) if attempt is None else attempt
            said = {"job_id": job_id, "state": state, "reason": reason, "seq": self._seq[job_id], "attempt": tries}
            one = JobState.model_validate(said | {"at": datetime.now(UTC)})
            self.repeat(JobStates(printer_id=self.printer, boot_id=self._boot_id, states=(one,)))

    def repeat(self, message: JobStates) -> None:
        """Say exactly this."""
        assert self.link.publish(self._topics.states(self.printer), message)

    def _ready(self, connection: int) -> None:
        self._pulse.beat()
        self.say_hello(connection)

    def _received(self, incoming: Incoming) -> None:
        if self._topics.level(incoming.topic, 4) == "jobs":
            job = PrintJob.model_validate_json(incoming.payload)
            if self._hello is None or job.after_hello != self._hello.name:
                return
            self.jobs.append(job)
            self._new_jobs.put(job)
            self.answer(job.job_id, *self.habit)
        elif incoming.topic == self._topics.commands(self.printer):
            command = AgentCommand.model_validate_json(incoming.payload)
            if command.action == "hello" and self._hello is not None:
                self.say_hello(self._hello.connection)
                return
            self.commands.append(command)
            self._new_commands.put(command)
        elif incoming.payload:
            self.settings.append(PrinterSettings.model_validate_json(incoming.payload))
