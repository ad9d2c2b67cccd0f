"""Is the box fit for an evening? Pure judgements over what was measured.

`pos doctor` and the manager's check before service share them.

A judgement has a code that the web apps translate with its facts, and a sentence with what to do for everybody else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

from kernel.backup_state import BackupState, Trouble

State = Literal["ok", "warn", "bad"]
"""`warn`: the evening works, but see to it. `bad`: it will not."""

Facts = dict[str, str | int]

DISK_BAD_BYTES = 200 * 1024**2
DISK_WARN_BYTES = 1024**3
LICENCE_ENDS_SOON: Final = timedelta(days=14)
CERTIFICATE_ENDS_SOON: Final = timedelta(days=30)
OLDEST_CLOCK: Final = datetime.fromisoformat("2026-11-01T00:00:00+00:00")
"""Nothing of this software ran before; a clock that says so was never set."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        topic: what was looked at: `disk`, `clock`, `printer`, ...
        code: which judgement, stable: `disk-nearly-full`.
        says, do: English sentences; `do` is '' when nothing has to be done.
        subject: which one, where there are several: a printer's name.
        facts: values for a translation of `says`.
    """

    topic: str
    state: State
    code: str
    says: str
    do: str = ""
    subject: str = ""
    facts: Facts = field(default_factory=dict)


def worst(findings: Iterable[Finding]) -> State:
    """The state of the whole."""
    states = {finding.state for finding in findings}
    return "bad" if "bad" in states else "warn" if "warn" in states else "ok"


def judge_disk(free: int, total: int) -> Finding:
    """Room on the disk of the data folder, in bytes."""
    facts: Facts = {"free_mb": free // 1024**2, "total_mb": total // 1024**2}
    says = f"{free // 1024**2} MB of {total // 1024**2} MB are free."
    do = "Free some space: old logs, other programs' files, old backups on the same disk."
    if free < DISK_BAD_BYTES:
        return Finding("disk", "bad", "disk-full", says, do, facts=facts)
    if free < DISK_WARN_BYTES:
        return Finding("disk", "warn", "disk-nearly-full", says, do, facts=facts)
    return Finding("disk", "ok", "disk-ok", says, facts=facts)


def judge_clock(now: datetime, newest_entry: datetime | None, is_synchronised: bool | None) -> Finding:
    """The box's clock.

    Args:
        now: what it says.
        newest_entry: latest time in the book; a clock behind it went back.
        is_synchronised: whether the kernel says so; None when it can't be asked.
    """
    facts: Facts = {"says": now.isoformat(timespec="seconds")}
    says = f"The clock says {now:%Y-%m-%d %H:%M} UTC"
    do = "Connect the box to the internet for a minute, or set the clock by hand (sudo date -s)."
    if now < OLDEST_CLOCK:
        return Finding("clock", "bad", "clock-never-set", f"{says}: it was never set.", do, facts=facts)
    if newest_entry is not None and now < newest_entry - timedelta(minutes=1):
        facts["newest_entry"] = newest_entry.isoformat(timespec="seconds")
        behind = f"{says}, earlier than the last entry in the book ({newest_entry:%Y-%m-%d %H:%M} UTC)."
        return Finding("clock", "bad", "clock-went-back", behind, do, facts=facts)
    if is_synchronised is False:
        alone = f"{says}; nothing keeps it right."
        return Finding("clock", "warn", "clock-alone", alone, do, facts=facts)
    return Finding("clock", "ok", "clock-ok", f"{says}.", facts=facts)


def judge_database(answer: str, warning: str) -> Finding:
    """The book itself.

    Args:
        answer: `ok`, or what is wrong with it; '' when it does not answer.
        warning: what health says of the way it is kept.
    """
    if not answer:
        do = "Restart the site; if it stays, see the log of the API."
        return Finding("database", "bad", "database-silent", "The database does not answer.", do)
    if answer != "ok":
        says = f"The database is damaged: {answer[:200]}"
        do = 'Stop the site and restore the last backup ("pos restore").'
        return Finding("database", "bad", "database-damaged", says, do)
    if warning:
        do = "Orders are safe; tell whoever looks after this system."
        return Finding("database", "warn", "database-slow-mode", warning, do)
    return Finding("database", "ok", "database-ok", "The database is whole.")


_TROUBLE: Final[dict[Trouble, tuple[str, str]]] = {
    "medium-missing": ("The backup medium is not there.", "Plug it in again; backups go on by themselves."),
    "medium-full": ("The backup medium is full.", "Remove other files from it, or plug in a larger one."),
    "medium-read-only": (
        "The backup medium can't be written.",
        "Replace it: worn-out cards and sticks turn read-only.",
    ),
    "copy-damaged": ("The last backup was damaged when it was read back.", "Replace the backup medium."),
    "failed": ("The last backup failed.", "See the log of the backups (backups.log)."),
}


def judge_backup(state: BackupState | None, now: datetime) -> Finding:
    """The newest backup, its age and its place."""
    if state is None or (state.good_at is None and not state.trouble):
        do = "It is made some minutes after the start; if this stays, see backups.log."
        return Finding("backup", "warn", "backup-none", "There is no backup yet.", do)
    age = state.age(now)
    facts: Facts = {"folder": state.folder} | ({} if age is None else {"age_s": int(age.total_seconds())})
    if state.trouble and (state.is_late(now) or state.trouble != "failed"):
        says, do = _TROUBLE[state.trouble]
        return Finding("backup", "bad", f"backup-{state.trouble}", says, do, facts=facts | {"detail": state.detail})
    assert age is not None  # without a good one there is trouble
    says = f"The last backup is {spoken(age)} old."
    if state.is_late(now):
        return Finding("backup", "bad", "backup-late", says, "See whether the backups' process runs.", facts=facts)
    if not state.is_separate:
        do = "Set BACKUP_DIR to a USB stick or a second disk: backups beside the data die with it."
        return Finding(
            "backup", "warn", "backup-same-disk", f"{says} It is on the same disk as the data.", do, facts=facts
        )
    return Finding("backup", "ok", "backup-ok", says, facts=facts)


def judge_broker(is_connected: bool) -> Finding:
    """The way to the printers' agents."""
    if is_connected:
        return Finding("broker", "ok", "broker-ok", "The message broker is connected.")
    do = "It starts again by itself; if this stays, see broker.log."
    return Finding("broker", "bad", "broker-away", "The message broker does not answer: no ticket is printed.", do)


def judge_licence(
    state: str, reason: str, expires_at: datetime | None, hours_left: float | None, now: datetime
) -> Finding:
    """Whether the house may work, and how long still.

    Args:
        state: of the verdict: active, grace, or one that shuts the house.
        reason: the verdict's sentence.
        hours_left: until the box stops when the licence service stays out of reach; None when it is reached.
    """
    facts: Facts = {}
    if expires_at is not None:
        facts = {"expires_at": expires_at.isoformat(timespec="seconds"), "days": max(0, (expires_at - now).days)}
    if state not in ("active", "grace"):
        do = "Call whoever sold you this system; everything that was saved is safe."
        return Finding("licence", "bad", "licence-shut", reason, do, facts=facts)
    if state == "grace":
        facts["hours"] = int(hours_left or 0)
        says = f"The licence service is out of reach; the box works on for {facts['hours']} hours."
        return Finding("licence", "warn", "licence-grace", says, "Connect the box to the internet.", facts=facts)
    if expires_at is None:
        return Finding("licence", "ok", "licence-ok", "The licence is valid.")
    says = f"The licence is valid until {expires_at:%Y-%m-%d}."
    if expires_at - now < LICENCE_ENDS_SOON:
        do = "Have it extended before it ends."
        return Finding("licence", "warn", "licence-ends-soon", says, do, facts=facts)
    return Finding("licence", "ok", "licence-ok", says, facts=facts)


def judge_certificate(valid_until: datetime, served_until: datetime | None, now: datetime) -> Finding:
    """The box's own certificate, by which phones know it on HTTPS.

    Args:
        valid_until: of the file.
        served_until: of what the web server shows, which read the file when it was last reloaded; None when there is
            none.
    """
    facts: Facts = {"valid_until": valid_until.isoformat(timespec="seconds"), "days": max(0, (valid_until - now).days)}
    do = 'Renew it: "sudo pos trust", then "sudo systemctl reload nginx".'
    if valid_until <= now:
        says = f"The certificate ended on {valid_until:%Y-%m-%d}: phones on HTTPS refuse the box."
        return Finding("certificate", "bad", "certificate-ended", says, do, facts=facts)
    if served_until is not None and served_until < valid_until:
        says = (
            f"A new certificate is there, but the web server still shows the one that ends on {served_until:%Y-%m-%d}."
        )
        ended: State = "bad" if served_until <= now else "warn"
        do = 'Let it read the new one: "sudo systemctl reload nginx".'
        return Finding("certificate", ended, "certificate-not-served", says, do, facts=facts)
    says = f"The certificate for HTTPS is valid until {valid_until:%Y-%m-%d}."
    if valid_until - now < CERTIFICATE_ENDS_SOON:
        return Finding("certificate", "warn", "certificate-ends-soon", says, do, facts=facts)
    return Finding("certificate", "ok", "certificate-ok", says, facts=facts)


def judge_order_service(place: str) -> Finding:
    """Who sends tickets to the printers; `inside`, `beside` or `silent`."""
    if place != "silent":
        return Finding("order-service", "ok", "order-service-ok", "Tickets are sent to the printers.")
    do = "Wait half a minute; if this stays, restart the site."
    return Finding("order-service", "bad", "order-service-silent", "Nobody sends tickets to the printers.", do)


_PRINTER_DO: Final = {
    "paper_out": "Put in paper.",
    "cover_open": "Close its cover.",
    "unreachable": "Check its power and its network cable.",
}


def judge_printer(name: str, presence: str, reason: str, waiting: int) -> Finding:
    """One printer, as its agent and the book see it.

    Args:
        presence: of its agent: online, stopped, offline, unknown.
        reason: why it prints nothing; '' when it is ready.
        waiting: tickets for it that are not on paper.
    """
    facts: Facts = {"reason": reason, "waiting": waiting, "presence": presence}
    if presence != "online":
        do = "See whether the printer agents run (printer-agents.log)."
        says = f"{name}: nothing is heard of its agent."
        return Finding("printer", "bad", "printer-agent-away", says, do, name, facts)
    if reason:
        says = f"{name}: {reason.replace('_', ' ')}."
        return Finding("printer", "bad", "printer-not-ready", says, _PRINTER_DO.get(reason, "Look at it."), name, facts)
    if waiting:
        says = f"{name}: {waiting} tickets wait."
        return Finding("printer", "warn", "printer-tickets-wait", says, "Look at the print queue.", name, facts)
    return Finding("printer", "ok", "printer-ok", f"{name}: ready.", "", name, facts)


def spoken(age: timedelta) -> str:
    """`4 minutes`, `3 hours`, `2 days`."""
    seconds = int(age.total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if (count := seconds // length) >= 1:
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return f"{seconds} seconds"
