"""Starting points: one agent, or a host with an agent for every configured printer. Each runs until told to stop."""

import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from kernel.agent_credential import AgentCredential, read_credential
from kernel.errors import CannotStart
from kernel.ids import is_slug
from kernel.logging import configure_logging
from kernel.service_credentials import ensure_secret
from kernel.settings import read_settings, usable_data_dir
from kernel.topics import agent_user
from printer_agents.agent import EXIT_REFUSED, PrinterAgent
from printer_agents.host import HOST_USER, AgentHost
from printer_agents.settings import AgentSettings
from printer_agents.spool_file import AlreadyRunning

EXIT_CANNOT_START = 2


def start_agent(printer: str, broker: str | None, credential: Path | None) -> int:
    """Read the settings, and the credential of a machine that is not the site's, and run the agent.

    Args:
        printer: its id.
        broker: where the site's broker is; None means what the credential, or else the settings, say.
        credential: the file that `pos agent-credential` wrote on the box; None on the box itself.

    Raises:
        CannotStart: a setting or the credential is wrong.
    """
    if credential is None:
        return run_agent(printer, read_settings(AgentSettings, mqtt_url=broker))
    known = read_credential(credential, printer)
    settings = read_settings(AgentSettings, mqtt_url=broker, site_id=known.site, license_keys=known.license_keys)
    return run_agent(printer, settings, known)


def run_agent(printer: str, settings: AgentSettings, credential: AgentCredential | None = None) -> int:
    """Run the agent of one printer until SIGTERM or SIGINT.

    Args:
        printer: its id.
        settings: of the process; with a credential, `mqtt_url` is another way to the same box, if any.
        credential: of an agent on another machine than the site's.

    Returns:
        exit status: 0 stopped, 1 the disk failed, or a bug, 2 can't start, 3 the printer has another agent.
    """
    configure_logging(agent_user(printer), level=settings.log_level)
    try:
        if not is_slug(printer):
            raise CannotStart(f"'{printer}' is not a printer's name: small letters, digits and hyphens, at most 32.")
        usable_data_dir(settings.data_dir)
        if credential is not None:
            agent = PrinterAgent(printer, settings, credential.secret, credential.endpoint(settings.mqtt_url))
        else:
            secret = settings.mqtt_password or ensure_secret(settings.data_dir, agent_user(printer))
            agent = PrinterAgent(printer, settings, secret)
    except CannotStart as error:
        return _refuse(error)
    stop = _stop_signal()
    agent.start()
    while not stop.is_set() and agent.wait(0.25) is None:
        pass
    agent.stop()
    return agent.wait(0.0) or 0


def run_host(settings: AgentSettings) -> int:
    """Run an agent for each printer that the order service names, until SIGTERM or SIGINT; exit status as above."""
    configure_logging(HOST_USER, level=settings.log_level)
    try:
        usable_data_dir(settings.data_dir)
        secret = settings.mqtt_password or ensure_secret(settings.data_dir, HOST_USER)
        host = AgentHost(settings, secret)
    except CannotStart as error:
        return _refuse(error)
    return host.run(_stop_signal())


def _refuse(error: CannotStart) -> int:
    sys.stderr.write(f"{error.detail}\n")
    return EXIT_REFUSED if isinstance(error, AlreadyRunning) else EXIT_CANNOT_START


def _stop_signal() -> threading.Event:
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    return stop
