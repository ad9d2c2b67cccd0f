"""A printer, a broker, an order service that remembers what it hears, an agent between them: all real, all local."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from broker.in_thread import BrokerThread
from kernel.ids import new_ulid
from kernel.messages import (
    AgentCommand,
    AgentHello,
    JobState,
    JobStates,
    Presence,
    PrinterSettings,
    PrintJob,
    TicketCourse,
    TicketDocument,
    TicketLine,
)
from kernel.mqtt_link import BrokerEndpoint, Incoming, MqttLink
from kernel.service_credentials import ensure_secret
from kernel.topics import Topics, agent_user
from printer_agents.agent import PrinterAgent
from printer_agents.settings import AgentSettings
from printer_agents.virtual_printer.threaded import ThreadedVirtualPrinter
from tests.ports import free_port

SITE = "local"
QUICK = {
    "status_timeout_s": 0.5,
    "poll_s": 0.05,
    "fence_wait_s": 2.0,
    "backoff_s": (0.05, 0.1),
    "backoff_with_tickets_s": 0.1,
    "settle_s": 0.05,
    "rival_patience_s": 1.0,
    "connect_timeout_s": 2.0,
    "user_timeout_s": 1.0,
    "tell_printing_after_s": 0.5,
    "stop_grace_s": 1.0,
    "check_patience_s": 5.0,
    "check_pause_s": 0.0,
}
"""The product's waits, shortened: the rules are the same."""


def a_job(number: int = 42, dish: str = "Μουσακάς", printer: str = "kitchen", **changes: Any) -> PrintJob:
    now = datetime.now(UTC)
    document = TicketDocument(
        zone_name="Κουζίνα",
        number=number,
        table_label="12",
        waiter="Μαρία",
        fired_at_local="2026-06-05T21:47:10",
        courses=(TicketCourse(lines=(TicketLine(quantity="2", name=dish),)),),
        pieces="2",
    )
    return PrintJob(
        **{
            "job_id": new_ulid(now),
            "printer_id": printer,
            "zone_id": "kitchen",
            "document": document,
            "fired_at": now,
            "stale_after": now + timedelta(minutes=30),
            "correlation_id": "tap-1",
        }
        | changes
    )


def settings_of(printer: ThreadedVirtualPrinter, name: str = "kitchen", **changes: Any) -> PrinterSettings:
    return PrinterSettings(
        **{"printer_id": name, "name": name, "zone_id": "kitchen", "address": "127.0.0.1", "port": printer.port}
        | changes
    )


class OrderService:
    """The other end of the wire: sends jobs, remembers answers."""

    def __init__(self, broker: BrokerThread, data_dir: Path) -> None:
        self.topics = Topics(SITE)
        self.states: list[JobState] = []
        self.messages: list[JobStates] = []
        self.hellos: list[AgentHello] = []
        self.presences: list[Presence] = []
        self._changed = threading.Condition()
        self._link = MqttLink(
            BrokerEndpoint.parse(broker.url),
            "order-service",
            ensure_secret(data_dir, "order-service"),
            "test",
            subscriptions=[self.topics.states("+"), self.topics.hello("+"), self.topics.presence("+")],
            on_message=self._heard,
        )
        self._link.start()
        assert self._link.wait_ready(20)

    def close(self) -> None:
        self._link.stop()

    def wait_ready(self) -> None:
        assert self._link.wait_ready(20)

    def _heard(self, incoming: Incoming) -> None:
        with self._changed:
            if incoming.topic.endswith("/states"):
                message = JobStates.model_validate_json(incoming.payload)
                self.messages.append(message)
                self.states += message.states
            elif incoming.topic.endswith("/hello"):
                self.hellos.append(AgentHello.model_validate_json(incoming.payload))
            else:
                self.presences.append(Presence.model_validate_json(incoming.payload))
            self._changed.notify_all()

    def configure(self, settings: PrinterSettings) -> None:
        assert self._link.wait_ready(20)
        assert self._link.publish(self.topics.settings(settings.printer_id), settings, retain=True)

    def forget(self, printer: str) -> None:
        """The printer was deleted: an empty retained payload."""
        self._link._client.publish(self.topics.settings(printer), b"", qos=1, retain=True)

    def send(self, job: PrintJob) -> PrintJob:
        assert self._link.wait_ready(20)
        assert self._link.publish(self.topics.jobs(job.zone_id, job.printer_id), job)
        return job

    def command(self, action: str, *job_ids: str, printer: str = "kitchen", command_id: str = "") -> str:
        made = command_id or new_ulid(datetime.now(UTC))
        command = AgentCommand.model_validate({"command_id": made, "action": action, "job_ids": job_ids})
        assert self._link.publish(self.topics.commands(printer), command)
        return made

    def wait_until(self, holds: Callable[[], Any], timeout_s: float = 20.0) -> None:
        with self._changed:
            assert self._changed.wait_for(holds, timeout_s), self.story()

    def wait_for(self, job: PrintJob, state: str, reason: str | None = None, timeout_s: float = 20.0) -> JobState:
        def found() -> JobState | None:
            return next(
                (
                    one
                    for one in self.states
                    if one.job_id == job.job_id and one.state == state and reason in (None, one.reason)
                ),
                None,
            )

        self.wait_until(found, timeout_s)
        answer = found()
        assert answer is not None
        return answer

    def wait_for_presence(self, state: str, reason: str | None = None, since: int = 0) -> None:
        self.wait_until(
            lambda: any(
                one.state == state and one.service.startswith("agent.") and reason in (None, one.reason)
                for one in self.presences[since:]
            )
        )

    def told(self, job: PrintJob) -> list[str]:
        return [one.state for one in self.states if one.job_id == job.job_id]

    def story(self) -> str:
        return f"states {[(s.job_id[-4:], s.state, s.reason, s.seq) for s in self.states]}, hellos {self.hellos}"


class House:
    """One printer and its surroundings; `agent()` starts one, `tmp_path` outlives it."""

    def __init__(self, folder: Path) -> None:
        self.data_dir = folder / "data"
        self.broker = BrokerThread(self.data_dir, site=SITE)
        self.broker.start()
        self.printer = ThreadedVirtualPrinter("kitchen", free_port()).start()
        self.order_service = OrderService(self.broker, self.data_dir)
        self.order_service.configure(settings_of(self.printer))
        self._agents: list[PrinterAgent] = []
        self._processes: list[subprocess.Popen[str]] = []

    def settings(self, **changes: Any) -> AgentSettings:
        place = {"data_dir": self.data_dir, "mqtt_url": self.broker.url, "allow_loopback_printers": True}
        given = place | QUICK | changes
        return AgentSettings(_env_file=None, **given)

    def agent(self, printer: str = "kitchen", **changes: Any) -> PrinterAgent:
        agent = PrinterAgent(printer, self.settings(**changes), ensure_secret(self.data_dir, agent_user(printer)))
        hellos = len(self.order_service.hellos)
        agent.start()
        self._agents.append(agent)
        self.order_service.wait_until(lambda: len(self.order_service.hellos) > hellos)
        return agent

    def cuts_link_of(self, agent: PrinterAgent, *, forever: bool = False) -> None:
        """Between agent and broker: no goodbye is said, the last will speaks."""
        client = agent._link._client
        if forever:
            client.reconnect_delay_set(60, 60)
        connection = client.socket()
        assert connection is not None
        connection.shutdown(socket.SHUT_RDWR)

    def environment(self, **changes: str) -> dict[str, str]:
        """For an agent in a process of its own."""
        given = {f"POS_AGENT_{name.upper()}": json.dumps(value) for name, value in QUICK.items()}
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parents[3]),
            "POS_DATA_DIR": str(self.data_dir),
            "MQTT_URL": self.broker.url,
            "POS_ALLOW_LOOPBACK_PRINTERS": "1",
            "POS_LOG_LEVEL": "warning",  # nobody reads the pipe while the test runs
            **given,
            **changes,
        }

    def process(self, *arguments: str, **changes: str) -> "subprocess.Popen[str]":
        """`python -m printer_agents` with these arguments; killed at the end of the test."""
        started = subprocess.Popen(
            [sys.executable, "-m", "printer_agents", *arguments],
            env=self.environment(**changes),
            cwd=self.data_dir.parent,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._processes.append(started)
        return started

    def stop(self, agent: PrinterAgent) -> None:
        self._agents.remove(agent)
        agent.stop()

    def close(self) -> None:
        self.printer.heal()
        for agent in self._agents:
            agent.stop()
        for process in self._processes:
            process.kill()
            process.communicate()
        self.order_service.close()
        self.printer.stop()
        self.broker.stop()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.close()
