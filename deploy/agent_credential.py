"""`pos agent-credential`: whose agents run on other machines, and what these need to sign in at the box's broker."""

from pathlib import Path
from typing import Final

from sqlalchemy import select

from kernel.agent_credential import AgentCredential, write_credential
from kernel.database import open_database
from kernel.errors import CannotStart
from kernel.service_credentials import hand_out, printers_elsewhere, take_back
from kernel.settings import read_settings, usable_data_dir
from kernel.trust import Trust, authority_text, read_trust
from order_service.settings import OrderServiceSettings
from order_service.store.tables import printers as printer_table

MOSQUITTO: Final = "Mosquitto learns of it by: pos mosquitto-files FOLDER --printer ..., then SIGHUP."


def give(printer: str, target: Path | None, broker: str | None) -> int:
    """Hand a printer's agent to another machine, or give it a new secret; the credential it had counts no more.

    Args:
        printer: its id.
        target: the file to write, `PRINTER.agent` in this folder if None.
        broker: how the other machine reaches this one; the first name of the box's certificate if None.

    Raises:
        CannotStart: no such printer, no certificate for the broker yet, or a folder that can't be written.
    """
    settings = read_settings(OrderServiceSettings)
    data_dir = usable_data_dir(settings.data_dir)
    _need_printer(settings, printer)
    trust = read_trust(data_dir)
    if trust is None:
        raise CannotStart("The box has nothing to prove itself by yet. First: pos trust ADDRESS-OF-THIS-MACHINE.")
    path = target or Path(f"{printer}.agent")
    credential = AgentCredential(
        printer=printer,
        site=settings.site_id,
        broker=broker or _own_door(trust, settings.mqtt_agents_port),
        secret="",
        authority=authority_text(data_dir),
        license_keys=settings.license_keys,
    )
    endpoint = credential.endpoint()
    if endpoint.host not in trust.hosts:
        raise CannotStart(
            f"The box's certificate is for {', '.join(trust.hosts)}, not for {endpoint.host}. "
            f"Add it: pos trust {' '.join(trust.hosts)} {endpoint.host}."
        )
    write_credential(path, credential)  # a folder that can't be written is found out before an older secret is gone
    write_credential(path, credential.model_copy(update={"secret": hand_out(data_dir, printer)}))
    print(
        f"{path.absolute()} lets one machine run the agent of {printer}; what was written before counts no more.\n"
        "Bring it there as carefully as a key, and then:\n"
        f"  sudo pos install --agent --credential {path.name}\n"
        "This box lets go of the printer when it has printed what it took."
    )
    if settings.mqtt_url:
        print(MOSQUITTO)
    elif not settings.mqtt_agents_host:
        print("The door for it is shut still: write MQTT_AGENTS_HOST=0.0.0.0 into .env, and restart the site.")
    return 0


def take(printer: str) -> int:
    """Let the box print there again, and nobody else.

    Raises:
        CannotStart: nothing was handed out, or the folder can't be written.
    """
    settings = read_settings(OrderServiceSettings)
    if not take_back(usable_data_dir(settings.data_dir), printer):
        raise CannotStart(f"The agent of '{printer}' runs on this box already.")
    print(
        f"The agent of {printer} runs on this box again. The other machine is shown out within seconds; stop it there."
    )
    if settings.mqtt_url:
        print(MOSQUITTO)
    return 0


def list_them() -> int:
    """Print the printers whose agents run on other machines."""
    found = sorted(printers_elsewhere(read_settings(OrderServiceSettings).data_dir))
    print("\n".join(found) if found else "The agents of all printers run on this box.")
    return 0


def _need_printer(settings: OrderServiceSettings, printer: str) -> None:
    database = open_database(settings.database_url, settings.database_path)
    try:
        p = printer_table.c
        with database.reading() as connection:
            ids = sorted(connection.scalars(select(p.id).where(p.deleted_at.is_(None))))
    finally:
        database.close()
    if printer not in ids:
        raise CannotStart(f"There is no printer '{printer}'. There are: {', '.join(ids) or 'none'}.")


def _own_door(trust: Trust, port: int) -> str:
    host = trust.hosts[0]
    return f"mqtts://{f'[{host}]' if ':' in host else host}:{port}"
