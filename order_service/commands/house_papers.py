"""Papers of no order: a day's report on a printer of choice, and the page that tries a printer."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select

from kernel.ids import new_ulid
from kernel.messages import TicketDocument
from order_service.commands.second_paper import PrinterNotFound
from order_service.domain.business_day import local_stamp
from order_service.domain.house_rules import HouseRules
from order_service.domain.permissions import Staff, require_manager
from order_service.domain.report_paper import report_paper
from order_service.domain.report_words import Language
from order_service.domain.ticket import MAX_DOCUMENT_BYTES, TicketTooLong
from order_service.store.audit import record
from order_service.store.business_days import running_day
from order_service.store.print_jobs import JobOrigin, NewJob, next_numbers, owe
from order_service.store.tables import printers, zones
from order_service.store.unit_of_work import UnitOfWork

TEST_LASTS = timedelta(seconds=60)
"""Nobody waits longer before a printer, and a page that comes out tomorrow morning tries nothing."""


def print_report(
    unit: UnitOfWork,
    printer_id: str,
    report: dict[str, Any],
    language: Language,
    by: Staff,
    rules: HouseRules,
    correlation_id: str,
) -> str:
    """Owe a printer the paper of a day's report, an X or a Z as screens show it; returns the id of the job.

    Raises:
        ManagersOnly, PrinterNotFound, TicketTooLong.
    """
    require_manager(by)
    facts = {"kind": report["kind"], "day": report["day"], "z_number": report["z_number"]}
    document = {"ticket_kind": "report", "report": report_paper(report, rules, language), "language": language}
    return _owe(unit, printer_id, document, by, rules, correlation_id, rules.stale_after, "report_printed", facts)


def print_test(
    unit: UnitOfWork, printer_id: str, language: Language, by: Staff, rules: HouseRules, correlation_id: str
) -> str:
    """Owe a printer its test page; returns the id of the job. It comes out there even while another one stands in.

    Raises:
        ManagersOnly, PrinterNotFound.
    """
    require_manager(by)
    document = {"ticket_kind": "test", "language": language}
    return _owe(unit, printer_id, document, by, rules, correlation_id, TEST_LASTS, "printer_tested", {})


def _owe(
    unit: UnitOfWork,
    printer_id: str,
    says: dict[str, Any],
    by: Staff,
    rules: HouseRules,
    correlation_id: str,
    lasts: timedelta,
    action: str,
    facts: dict[str, Any],
) -> str:
    printer = usable_printer(unit, printer_id)
    day = running_day(unit, rules)
    [number] = next_numbers(unit, [printer.id], day)
    document = TicketDocument.model_validate(
        {
            "zone_name": printer.zone_name,
            "number": number,
            "previous_number": number - 1 if number > 1 else None,
            "table_label": "",
            "waiter": by.name,
            "fired_at_local": local_stamp(unit.now, rules.zone),
            **says,
        }
    )
    if len(document.to_payload()) > MAX_DOCUMENT_BYTES:
        raise TicketTooLong("This report is too long for one paper.")
    origin = JobOrigin(None, None, day, correlation_id or f"paper-{new_ulid(unit.now)}", by.id)
    [job_id] = owe(unit, origin, [NewJob(printer.id, printer.zone_id, number, document, ())], lasts)
    record(unit, by.id, action, f"printer:{printer.id}", {"job": job_id, **facts}, correlation_id=correlation_id)
    unit.announce("print_job", job_id)
    return job_id


def usable_printer(unit: UnitOfWork, printer_id: str) -> Row[Any, Any, Any]:
    """A printer in use: its id, zone and the zone's name. Raises PrinterNotFound."""
    printer = unit.connection.execute(
        select(printers.c.id, printers.c.zone_id, zones.c.name.label("zone_name"))
        .join(zones, zones.c.id == printers.c.zone_id)
        .where(printers.c.id == printer_id, printers.c.is_active, printers.c.deleted_at.is_(None))
    ).one_or_none()
    if printer is None:
        raise PrinterNotFound(f"There is no printer '{printer_id}' in use.")
    return printer
