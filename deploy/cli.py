"""The command `pos`: a whole site, a demo, or one process of either."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from deploy import processes

app = typer.Typer(
    name="pos",
    help="Simple POS: a restaurant's orders, from the waiter's phone to the kitchen's printer.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.command()
def up() -> None:
    """Run a site: every process, restarted when it dies, until Ctrl-C."""
    from deploy.house import run_site

    sys.exit(processes.start(run_site))


@app.command()
def demo() -> None:
    """Run a demo taverna with two virtual printers, until Ctrl-C."""
    from deploy.house import run_demo

    sys.exit(processes.start(run_demo))


@app.command()
def broker() -> None:
    """Run the embedded MQTT broker."""
    sys.exit(processes.start(processes.broker))


@app.command("order-service")
def order_service() -> None:
    """Run the relay to the printers beside the API (POS_ORDER_SERVICE=beside)."""
    sys.exit(processes.start(processes.order_service))


@app.command("printer-agents")
def printer_agents() -> None:
    """Run one agent for each of this site's printers, in one process."""
    sys.exit(processes.start(processes.printer_agents))


@app.command("printer-agent")
def printer_agent(
    name: Annotated[str, typer.Argument(help="The printer's id, as in the manager's list: kitchen")],
    broker: Annotated[
        str | None, typer.Option(help="Where the site's broker is, when not here: mqtts://192.168.1.10:8883")
    ] = None,
    credential: Annotated[
        Path | None, typer.Option(help='On another machine than the site\'s: what "pos agent-credential" wrote there')
    ] = None,
) -> None:
    """Run the agent of one printer, on this machine or on another one than the site's."""
    sys.exit(processes.start(lambda: processes.printer_agent(name, broker, credential)))


@app.command("agent-credential")
def agent_credential(
    printer: Annotated[str, typer.Argument(help="The printer's id; none lists those whose agents run elsewhere")] = "",
    target: Annotated[Path | None, typer.Argument(help="The file to write; here, PRINTER.agent, if none")] = None,
    broker: Annotated[
        str | None, typer.Option(help="How that machine reaches this one: mqtts://192.168.1.10:8883")
    ] = None,
    back: Annotated[bool, typer.Option("--back", help="Take it back: the agent runs on this box again")] = False,
) -> None:
    """Let a printer's agent run on another machine: write what it needs to sign in here; again makes it anew."""
    from deploy.agent_credential import give, list_them, take

    if not printer:
        sys.exit(processes.start(list_them))
    sys.exit(processes.start(lambda: take(printer) if back else give(printer, target, broker)))


@app.command("license-daemon")
def license_daemon() -> None:
    """Run the process that asks the licence service how this site stands."""
    sys.exit(processes.start(processes.license_daemon))


@app.command()
def api() -> None:
    """Run the API and serve the web apps."""
    sys.exit(processes.start(processes.api))


@app.command()
def backups() -> None:
    """Run the process that makes a backup every few minutes."""
    sys.exit(processes.start(processes.backups))


@app.command()
def backup() -> None:
    """Make a backup now, and examine it."""
    from deploy.backups.acts import backup_now

    sys.exit(processes.start(backup_now))


@app.command()
def restore(
    name: Annotated[str | None, typer.Argument(help="Which one, 20261126T184500Z; the newest if none is named")] = None,
    place: Annotated[
        Path | None, typer.Option("--from", help="Folder of the backups, when it is not BACKUP_DIR")
    ] = None,
    show: Annotated[bool, typer.Option("--list", help="Only list the backups that are there")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask")] = False,
) -> None:
    """Put a backup back; on a blank box this makes it the site. What was there is kept aside."""
    from deploy.backups.acts import list_backups, restore_one

    sys.exit(processes.start(lambda: list_backups(place) if show else restore_one(name, place, ask=not yes)))


@app.command()
def rollback(yes: Annotated[bool, typer.Option("--yes", help="Don't ask")] = False) -> None:
    """Put back the book of before the last upgrade, for the version that ran then."""
    from deploy.backups.acts import roll_back_one

    sys.exit(processes.start(lambda: roll_back_one(ask=not yes)))


@app.command("move-to-postgresql")
def move_to_postgresql(
    url: Annotated[str, typer.Argument(help="An empty database: postgresql://user:password@host/name")],
) -> None:
    """Copy this site's book from its file into a PostgreSQL database, whole or not at all (docs/scale.md)."""
    from deploy.move import move_to_postgresql as move

    sys.exit(processes.start(lambda: move(url)))


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="For programs")] = False) -> None:
    """Say whether this box is fit for an evening, and what to do if not; exit status 0, 1 (see to it) or 2."""
    from deploy.doctor import run

    sys.exit(processes.start(lambda: run(as_json=as_json)))


@app.command("support-bundle")
def support_bundle(
    target: Annotated[Path | None, typer.Argument(help="The zip file; here, named by the time, if none")] = None,
) -> None:
    """Write one file for whoever helps: checks, settings, logs, without anybody's names, words or secrets."""
    from deploy.support_bundle import run

    sys.exit(processes.start(lambda: run(target)))


@app.command()
def person(
    name: Annotated[str, typer.Argument(help="The name to sign in with")],
    role: Annotated[str, typer.Option(help="waiter, manager or sysadmin")] = "manager",
) -> None:
    """Hire somebody, or give a forgotten PIN anew; prints it. Works beside a running site."""
    from deploy.people import DIGITS, give_sign_in

    if role not in DIGITS:
        raise typer.BadParameter(f"{role} is none of {', '.join(DIGITS)}")
    sys.exit(processes.start(lambda: give_sign_in(name, role)))


HOME = Annotated[Path, typer.Option(help="Folder of settings and data")]
UNITS = Annotated[Path, typer.Option(help="systemd's folder of units")]
COMMAND = Annotated[Path, typer.Option(help="What to type from then on")]
USER = Annotated[str, typer.Option(help="User that the site runs as; made if need be")]
NO_START = Annotated[bool, typer.Option("--no-start", help="Only write files")]

STANDARD_HOME = Path("/var/lib/simple-pos")
STANDARD_UNITS = Path("/etc/systemd/system")
STANDARD_COMMAND = Path("/usr/local/bin/pos")


@app.command()
def install(
    manager: Annotated[str, typer.Option(help="Name of the first manager")] = "manager",
    printer: Annotated[
        list[str] | None, typer.Option(help="kitchen=192.168.1.50, once for each; none looks for them and asks")
    ] = None,
    agent: Annotated[bool, typer.Option("--agent", help="Only printers' agents, for a site elsewhere")] = False,
    credential: Annotated[
        Path | None, typer.Option(help='With --agent: what "pos agent-credential" wrote on the box; starts that agent')
    ] = None,
    home: HOME = STANDARD_HOME,
    units: UNITS = STANDARD_UNITS,
    command: COMMAND = STANDARD_COMMAND,
    user: USER = "simple-pos",
    no_start: NO_START = False,
) -> None:
    """Make this machine a site under systemd, or bring it to this version (Debian, Raspberry Pi OS)."""
    from deploy.installer import Place
    from deploy.installer import install as set_up

    if credential is not None and not agent:
        raise typer.BadParameter("--credential belongs to --agent")
    place = Place(home, units, command, user)

    def act() -> int:
        return set_up(place, manager, agent=agent, credential=credential, start=not no_start, printers=printer or [])

    sys.exit(processes.start(act))


@app.command()
def uninstall(
    home: HOME = STANDARD_HOME,
    units: UNITS = STANDARD_UNITS,
    command: COMMAND = STANDARD_COMMAND,
    user: USER = "simple-pos",
    no_stop: Annotated[bool, typer.Option("--no-stop", help="Only remove files")] = False,
) -> None:
    """Take the site off this machine; data and settings stay."""
    from deploy.installer import Place
    from deploy.installer import uninstall as take_off

    sys.exit(processes.start(lambda: take_off(Place(home, units, command, user), stop=not no_stop)))


@app.command()
def trust(
    hosts: Annotated[
        list[str] | None,
        typer.Argument(help="What phones call the box: pos.lan 192.168.1.10; those of last time if none"),
    ] = None,
) -> None:
    """Give this box a certificate that phones can trust, or renew it (docs/installation.md, HTTPS)."""
    from deploy.trust.acts import trust_box

    sys.exit(processes.start(lambda: trust_box(hosts or [])))


@app.command()
def nginx(
    what: Annotated[str, typer.Argument(help="site or cloud")],
    name: Annotated[str, typer.Argument(help="Of the vendor's server: licence.example.com")] = "",
    worker: Annotated[
        list[str] | None, typer.Option(help="Where one of the cloud's workers listens, once for each: 127.0.0.1:8001")
    ] = None,
) -> None:
    """Print the configuration with which nginx speaks HTTPS in front of a site or the cloud."""
    from deploy.nginx_files import print_cloud, print_site

    if what not in ("site", "cloud"):
        raise typer.BadParameter(f"{what} is neither site nor cloud")
    sys.exit(processes.start(print_site if what == "site" else lambda: print_cloud(name, worker or [])))


@app.command("virtual-printer")
def virtual_printer() -> None:
    """Run the demo's two printers; a page shows their paper and can pull their plugs."""
    sys.exit(processes.start(processes.virtual_printer))


@app.command()
def cloud() -> None:
    """Run one worker of the vendor's licence server, with the sysadmin console."""
    sys.exit(processes.start(processes.cloud))


@app.command("cloud-keys")
def cloud_keys() -> None:
    """Print the public keys that boxes pin (LICENSE_KEYS)."""
    sys.exit(processes.start(processes.cloud_keys))


@app.command("cloud-rotate-key")
def cloud_rotate_key() -> None:
    """Sign leases with the spare key from now on; docs/licence.md says when."""
    sys.exit(processes.start(processes.cloud_rotate_key))


@app.command("printer-check")
def printer_check(
    place: Annotated[str, typer.Argument(help="A printer's id or address, like kitchen or 192.168.1.50")] = "",
    step: Annotated[list[str] | None, typer.Option(help="Only this one; give it once for each")] = None,
    pages: Annotated[str, typer.Option(help="Code pages to print")] = "0-60",
    encoding: Annotated[str, typer.Option(help="Characters of the code pages: cp737, cp1253, ...")] = "",
    mute: Annotated[bool, typer.Option(help="It is of a kind that never answers")] = False,
) -> None:
    """Find the printers of this network (without a name), or find out what one can do."""
    from deploy.printer_check import run_from_words

    sys.exit(processes.start(lambda: run_from_words(place, step or [], pages, encoding, mute)))


@app.command()
def export(folder: Annotated[Path, typer.Argument(help="An empty or new folder")]) -> None:
    """Write orders, items, reports, menu and audit trail as CSV and JSON, whatever the licence says."""
    from deploy.export import export_all

    sys.exit(processes.start(lambda: export_all(folder)))


staff = typer.Typer(help="People who look after the box.", no_args_is_help=True)
app.add_typer(staff, name="staff")


@staff.command("add-sysadmin")
def add_sysadmin(
    username: Annotated[str, typer.Argument(help="What they sign in with")],
    name: Annotated[str, typer.Option(help="What others see; the username if none is given")] = "",
) -> None:
    """Make a local sysadmin, who may lock and unlock the box; shows the PIN once."""
    from deploy.staff import add_sysadmin as make

    sys.exit(processes.start(lambda: make(username, name)))


@staff.callback()
def _staff() -> None:
    """Keep `add-sysadmin` a word of its own."""


@app.command("mosquitto-files")
def mosquitto_files(
    folder: Annotated[Path, typer.Argument(help="Where mosquitto.conf, acl and passwords go")],
    printer: Annotated[list[str] | None, typer.Option(help="Id of a printer; give it once for each")] = None,
    host: Annotated[str, typer.Option(help="Address Mosquitto listens on, for the site's own processes")] = "127.0.0.1",
) -> None:
    """Write the files with which Mosquitto stands in for the embedded broker (then set MQTT_URL)."""
    sys.exit(processes.start(lambda: processes.mosquitto_files(folder, printer or [], host)))


if __name__ == "__main__":
    app()
