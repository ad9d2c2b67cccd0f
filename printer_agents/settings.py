"""Settings of the printer agents: `POS_AGENT_*`. What concerns one printer comes over MQTT, not from here."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from kernel.settings import SiteSettings


class AgentSettings(SiteSettings):
    """Waits and limits of an agent; the defaults are for printers on the restaurant's own network."""

    model_config = SettingsConfigDict(env_prefix="POS_AGENT_")

    mqtt_password: str = Field("", validation_alias="MQTT_PASSWORD", repr=False)
    """Broker secret of agents that don't share the site's data folder; empty means the one in it. An agent on another
    machine takes its own from `--credential`."""

    connect_timeout_s: float = Field(2.0, gt=0)
    """Longer than a lost ARP reply, shorter than a cook's patience."""

    status_timeout_s: float = Field(1.0, gt=0)
    """How long a printer may take to answer a status request."""

    status_tries: int = Field(2, ge=1, le=5)
    """How often a status question is asked before the printer counts as silent."""

    send_stall_s: float = Field(5.0, gt=0)
    """A send without progress for this long is a broken link."""

    fence_wait_s: float = Field(10.0, gt=0)
    """How long a printer that says "ready" may owe the fence's answer, for a ticket of text."""

    fence_wait_with_pictures_s: float = Field(20.0, gt=0)
    """The same for a ticket with raster lines."""

    poll_s: float = Field(1.0, gt=0)
    """Between two status requests while a printer is waited for."""

    unanswered_polls: int = Field(3, ge=1)
    """So many in a row mean that the link is lost."""

    backoff_s: tuple[float, ...] = Field((1.0, 2.0, 5.0, 10.0, 15.0), min_length=1)
    """Waits between attempts to reach a printer that nobody waits for."""

    backoff_with_tickets_s: float = Field(1.0, gt=0)
    """Longest such wait while a ticket waits: a printer that is back prints within 2 s."""

    backoff_jitter: float = Field(0.1, ge=0, lt=1)
    """Part of each wait that is random, so that agents don't knock in step."""

    keep_connection_s: float = Field(5.0, ge=0)
    """So old, a connection is given up between two tickets: most printers serve one client, another may wait."""

    linger_s: float = Field(0.2, ge=0)
    """How long a connection outlives the last ticket of a queue."""

    health_check_s: float = Field(60.0, gt=0)
    """Without traffic for this long the printer is asked how it is."""

    trouble_check_s: float = Field(5.0, gt=0)
    """The same while it is out of paper or open and no ticket waits: screens follow the hand that loads a roll."""

    keepalive_idle_s: int = Field(5, ge=1)
    """A connection without traffic for this long is probed (TCP keepalive)."""

    keepalive_interval_s: int = Field(2, ge=1)
    """Between two such probes."""

    keepalive_probes: int = Field(3, ge=1)
    """So many without an answer break the connection."""

    goodbye_s: float = Field(1.0, ge=0)
    """How long a printer may take to close its side, so that its unread answers are not met with a reset."""

    user_timeout_s: float = Field(8.0, gt=0)
    """Sent bytes unacknowledged for this long break the connection (TCP_USER_TIMEOUT)."""

    tell_printing_after_s: float = Field(2.0, gt=0)
    """A ticket in flight for this long is told as `printing`."""

    tell_gather_s: float = Field(0.01, ge=0)
    """States wait this long for company before they are sent in one message."""

    stop_grace_s: float = Field(5.0, ge=0)
    """On SIGTERM a ticket on its way gets this long to come out."""

    keep_ids_days: float = Field(7.0, gt=0)
    """How long the spool remembers what it printed, to recognise a job that comes again."""

    search_patience_s: float = Field(1.0, gt=0)
    """How long an address may take to answer a search for printers: longer than two lost packets."""

    check_patience_s: float = Field(10.0, ge=0)
    """How long a printer check waits for the printer's agent to finish a ticket."""

    check_pause_s: float = Field(1.5, ge=0)
    """Between two beeps of a printer check, so that a person can tell them apart."""

    check_line_s: float = Field(0.5, ge=0)
    """Between two numbered lines of a trial by hand, so that the hand gets to the cover in the midst of them."""

    check_hands_s: float = Field(90.0, gt=0)
    """How long a printer check waits for each thing that it asks a person to do."""

    check_idle_s: float = Field(60.0, gt=0)
    """How long a printer check leaves a connection alone, to see whether the printer closes it."""

    settle_s: float = Field(0.5, ge=0)
    """At the start, once the broker passed on that we are here: time for another agent of the printer to answer."""

    rival_patience_s: float = Field(12.0, ge=0)
    """How long an old "online" of another agent is given to prove itself alive (it beats every 10 s)."""
