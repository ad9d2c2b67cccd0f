"""The MQTT topic tree, its one home. `docs/mqtt.md` is generated from here and `messages.py`."""

from dataclasses import dataclass
from typing import Literal

EventKind = Literal[
    "table", "order", "print_job", "alert", "menu", "printer", "printer_check", "staff", "licence", "day"
]
"""What a screen may have to read again."""


@dataclass(frozen=True)
class Topics:
    """Topics of one site. Every argument is one topic level (a slug)."""

    site: str

    @property
    def root(self) -> str:
        """`pos/v1/{site}`."""
        return f"pos/v1/{self.site}"

    def jobs(self, zone: str, printer: str) -> str:
        """Relay -> the printer's agent: PrintJob. Never retained."""
        return f"{self.root}/zones/{zone}/printers/{printer}/jobs"

    def states(self, printer: str) -> str:
        """Agent -> order service: JobStates."""
        return f"{self.root}/printers/{printer}/states"

    def hello(self, printer: str) -> str:
        """Agent -> order service, after each of its SUBACKs: AgentHello."""
        return f"{self.root}/printers/{printer}/hello"

    def commands(self, printer: str) -> str:
        """Order service -> agent: AgentCommand."""
        return f"{self.root}/printers/{printer}/commands"

    def settings(self, printer: str) -> str:
        """Order service -> agent, retained: PrinterSettings."""
        return f"{self.root}/printers/{printer}/settings"

    def check_requests_of(self, printer: str) -> str:
        """The agents' host -> an agent of another process or machine: PrinterCheckRequest, PrinterCheckStop."""
        return f"{self.root}/printers/{printer}/check-requests"

    def check_reports_of(self, printer: str) -> str:
        """That agent -> api and `pos printer-check`: PrinterCheckReport. Never retained."""
        return f"{self.root}/printers/{printer}/check-reports"

    def presence(self, service: str) -> str:
        """Each service -> all, retained, also its last will: Presence."""
        return f"{self.root}/services/{service}/presence"

    @property
    def license_state(self) -> str:
        """Licence daemon -> all, retained: LicenseState."""
        return f"{self.root}/license/state"

    def event(self, kind: str) -> str:
        """Order service -> api, QoS 0: Event."""
        return f"{self.root}/events/{kind}"

    @property
    def wake(self) -> str:
        """Api -> order service, QoS 0: Wake. A lost one costs a sweep (1 s), never a ticket."""
        return f"{self.root}/services/order-service/wake"

    @property
    def check_requests(self) -> str:
        """Api, or `pos printer-check` -> the agents' host: PrinterCheckRequest, PrinterCheckStop. Never retained."""
        return f"{self.root}/services/printer-agents/check-requests"

    @property
    def check_reports(self) -> str:
        """The agents' host -> api and `pos printer-check`: PrinterCheckReport. Never retained."""
        return f"{self.root}/services/printer-agents/check-reports"

    def level(self, topic: str, index: int) -> str:
        """Level `index` of `topic` below the root ('' when absent)."""
        levels = topic.removeprefix(f"{self.root}/").split("/")
        return levels[index] if index < len(levels) else ""


def agent_user(printer: str) -> str:
    """The broker user of a printer's agent."""
    return f"agent.{printer}"
