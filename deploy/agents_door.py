"""Whether printers' agents on other machines find the box's broker, tried the way they do."""

import socket

from deploy.settings import HouseSettings
from kernel.broker_trouble import why_not_reached
from kernel.checkup import Finding
from kernel.errors import CannotStart
from kernel.mqtt_link import BrokerEndpoint
from kernel.service_credentials import printers_elsewhere
from kernel.trust import authority_text, read_trust

PATIENCE_S = 5.0


def look_at_the_door(settings: HouseSettings) -> list[Finding]:
    """Knock at the running broker's door to the network; nothing to say where nobody needs it."""
    elsewhere = sorted(printers_elsewhere(settings.data_dir))
    if not settings.mqtt_agents_host:
        if not elsewhere or settings.mqtt_url:
            return []
        says = f"The agents of {', '.join(elsewhere)} run on other machines, and the broker's door for them is shut."
        do = "Write MQTT_AGENTS_HOST=0.0.0.0 into .env and restart the site."
        return [Finding("agents-door", "bad", "agents-door-shut", says, do)]
    trust, port = read_trust(settings.data_dir), settings.mqtt_agents_port
    if trust is None:
        says = "The broker's door for agents on other machines has no certificate."
        return [Finding("agents-door", "bad", "agents-door-no-certificate", says, "pos trust ADDRESS-OF-THIS-MACHINE")]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.mqtt_agents_host, settings.mqtt_agents_host)  # noqa: S104  # compared
    try:
        context = BrokerEndpoint.parse(f"mqtts://{host}", ca_text=authority_text(settings.data_dir)).tls_context()
        with (
            socket.create_connection((host, port), PATIENCE_S) as knock,
            context.wrap_socket(knock, server_hostname=trust.hosts[0]),
        ):
            pass
    except (OSError, CannotStart) as error:
        says = error.detail if isinstance(error, CannotStart) else why_not_reached(error, host, port)
        do = "broker.log says more; agents on other machines can't sign in."
        return [Finding("agents-door", "bad", "agents-door-not-open", says, do)]
    who = ", ".join(elsewhere) or "nobody yet"
    says = f"The broker's door for agents on other machines is open on port {port} ({who})."
    return [Finding("agents-door", "ok", "agents-door-open", says)]
