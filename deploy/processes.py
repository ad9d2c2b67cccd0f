"""How each process is started. Every import waits inside its function: a broker has no use for a web framework.

The supervisor runs `python -m deploy.processes NAME` rather than `pos NAME`, which spares each process the 6 MB of
the command line's library.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from kernel.errors import PosError

SUPERVISOR_PID = "POS_SUPERVISOR_PID"
"""Environment: who our parent is when a supervisor started us."""

RESTORE_SIGNAL = signal.SIGUSR1
"""To the supervisor: stop the house, carry out the restore that was asked for on the screen, start again."""

CANNOT_START = 2
"""Exit status of a process that is configured wrongly."""

_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


def broker() -> int:
    """The embedded MQTT broker."""
    from broker.app import run
    from broker.settings import BrokerSettings
    from kernel.settings import read_settings

    return run(read_settings(BrokerSettings))


def order_service() -> int:
    """The relay to the printers and what belongs to it, beside the API."""
    from kernel.settings import read_settings
    from order_service.app import run
    from order_service.settings import OrderServiceSettings

    return run(read_settings(OrderServiceSettings))


def api() -> int:
    """HTTP for the web apps; hosts the order service unless that runs beside it."""
    from api.app import run
    from api.settings import ApiSettings
    from kernel.settings import read_settings

    return run(read_settings(ApiSettings))


def license_daemon() -> int:
    """Asks the licence service how this site stands, and tells the house."""
    from kernel.settings import read_settings
    from license_daemon.app import run
    from license_daemon.settings import LicenseDaemonSettings

    return run(read_settings(LicenseDaemonSettings))


def printer_agents() -> int:
    """One agent for each printer of this site, in one process."""
    from kernel.settings import read_settings
    from printer_agents.app import run_host
    from printer_agents.settings import AgentSettings

    return run_host(read_settings(AgentSettings))


def printer_agent(name: str, broker: str | None = None, credential: Path | None = None) -> int:
    """One printer's agent; `broker` and `credential` when the site is on another machine."""
    from printer_agents.app import start_agent

    return start_agent(name, broker, credential)


def virtual_printer() -> int:
    """The demo's two printers and the page that shows their paper."""
    from deploy.settings import VirtualPrinterSettings
    from kernel.logging import configure_logging
    from kernel.settings import read_settings
    from printer_agents.virtual_printer.app import run

    settings = read_settings(VirtualPrinterSettings)
    configure_logging("virtual-printer", level=settings.log_level)
    ports = {"kitchen": settings.demo_kitchen_port, "bar": settings.demo_bar_port}
    return run(ports, settings.demo_paper_port, "127.0.0.1")


def demo_cloud() -> int:
    """The demo's own licence service, with the sysadmin console."""
    from deploy.demo.cloud import run_demo_cloud

    return run_demo_cloud()


def mosquitto_files(folder: Path, printers: list[str], host: str) -> int:
    """Configuration, rights and passwords for Mosquitto, the same as the embedded broker's."""
    from broker.mosquitto_files import write_mosquitto_files
    from kernel.settings import SiteSettings, read_settings

    print(write_mosquitto_files(read_settings(SiteSettings), folder.resolve(), printers, host=host))
    return 0


def backups() -> int:
    """A backup every few minutes."""
    from deploy.backups.app import run
    from deploy.backups.settings import BackupSettings
    from kernel.settings import read_settings

    return run(read_settings(BackupSettings))


def cloud() -> int:
    """One worker of the vendor's server: licences of all sites, and the sysadmin console."""
    from cloud_license.app import run
    from cloud_license.settings import CloudSettings
    from kernel.settings import read_settings

    return run(read_settings(CloudSettings))


def cloud_keys() -> int:
    """Print the public keys that boxes pin."""
    from cloud_license.settings import CloudSettings
    from cloud_license.signing import open_keys
    from kernel.settings import read_settings

    print(f"LICENSE_KEYS={open_keys(read_settings(CloudSettings).data_dir).text}")
    return 0


def cloud_rotate_key() -> int:
    """Let the spare key sign from now on, and say what to do next."""
    from cloud_license.app import rotate_signing_key
    from cloud_license.settings import CloudSettings
    from kernel.settings import read_settings

    keys = rotate_signing_key(read_settings(CloudSettings))
    print(f"{keys.signing.kid} signs from now on. Start every worker again, then give boxes, in their own time:")
    print(f"LICENSE_KEYS={keys.text}")
    return 0


STARTS: dict[str, Callable[[], int]] = {
    "broker": broker,
    "order-service": order_service,
    "api": api,
    "printer-agents": printer_agents,
    "license-daemon": license_daemon,
    "backups": backups,
    "virtual-printer": virtual_printer,
    "demo-cloud": demo_cloud,
    "cloud": cloud,
}
"""What a supervisor may start, by the name it has everywhere."""


def start(process: Callable[[], int]) -> int:
    """Run a process to its end; a failure that a person can act on becomes one sentence.

    Returns:
        the exit status: CANNOT_START after a failure that a person can act on.
    """
    _die_with_the_supervisor()
    try:
        return process()
    except PosError as error:
        print(sentence_of(error), file=sys.stderr)
        return CANNOT_START


def sentence_of(error: PosError) -> str:
    """What went wrong, and what to do when that says more than "try again"."""
    return error.detail if error.hint == PosError.hint else f"{error.detail} {error.hint}"


def supervisor() -> int | None:
    """Process id of the supervisor that started this process; None for one that was started by itself."""
    known = os.environ.get(SUPERVISOR_PID, "")
    return int(known) if known and int(known) == os.getppid() else None


def _die_with_the_supervisor() -> None:
    """Ask the kernel for a SIGTERM when the supervisor is gone, killed or not: no process stays behind alone."""
    if SUPERVISOR_PID not in os.environ:
        return
    try:
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0)
    except AttributeError:  # not Linux: the supervisor's own clean stop must do
        return
    if supervisor() is None:  # it was gone before we asked
        sys.exit(f"The supervisor of {Path(sys.argv[0]).name} is gone.")


if __name__ == "__main__":
    # structlog loads rich, if it can, for colours that no log file shows: 4.5 MB and 80 ms a process, measured.
    sys.modules["rich"] = None  # type: ignore[assignment]
    sys.exit(start(STARTS[sys.argv[1]]))
