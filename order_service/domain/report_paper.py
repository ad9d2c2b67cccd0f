"""A day's report as its paper: what an owner staples to the cash, not all that the screen shows."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kernel.messages import Report, ReportRow, ReportSection
from kernel.money import to_wire
from order_service.domain.house_rules import HouseRules
from order_service.domain.pricing import quantity_text
from order_service.domain.report_words import Language, said

_TOTALS = (("gross", 1), ("voids", -1), ("comps", -1), ("discounts", -1), ("net", 1), ("vat", 1), ("takings", 1))
_SOLD_BY = (("category", "categories"), ("waiter", "waiters"), ("section", "sections"), ("item", "items"))
MOST_ITEMS = 150
"""Rows of dishes on one paper; who needs more takes the file."""


def report_paper(report: dict[str, Any], rules: HouseRules, language: Language) -> Report:
    """Lay out an X or a Z as `day_report` made it. Amounts are decimal strings."""
    number = "" if report["z_number"] is None else f" {report['z_number']}"
    return Report(
        title=f"{said(report['kind'], language)}{number}",
        restaurant=rules.restaurant_name,
        details=rules.restaurant_details,
        period=f"{_clock(report['opened_at'], rules.zone)} - {_clock(report['made_at'], rules.zone)}",
        sections=tuple(section for section in _sections(report, language) if section.rows),
    )


def _sections(report: dict[str, Any], language: Language) -> list[ReportSection]:
    totals = report["totals"]
    figures = tuple(
        ReportRow(
            label=said("vat_within" if name == "vat" else name, language),
            amount=to_wire(sign * totals[name]),
            is_total=name in ("net", "takings"),
        )
        for name, sign in _TOTALS
    )
    counts = tuple(ReportRow(label=said(name, language), count=str(totals[name])) for name in ("orders", "covers"))
    return [
        ReportSection(title=said("day", language), rows=(ReportRow(label=report["day"]),)),
        ReportSection(rows=figures + counts),
        ReportSection(
            title=said("tender", language),
            rows=tuple(_counted(said(row["key"], language), row) for row in report["tenders"]),
        ),
        ReportSection(title=said("vat", language), rows=tuple(_rate(row) for row in report["vat_rates"])),
        *(
            ReportSection(title=said(by, language), rows=tuple(_sold(row) for row in report[rows][:MOST_ITEMS]))
            for by, rows in _SOLD_BY
        ),
        ReportSection(title=said("cash_ups", language), rows=tuple(_purse(row) for row in report["cash_ups"])),
        ReportSection(
            title=said("adjustments", language),
            rows=tuple(_adjustment(row, language) for row in report["adjustments"][:MOST_ITEMS]),
        ),
        ReportSection(
            title=said("open_tables", language),
            rows=tuple(
                ReportRow(label=f"{row['table_label']} {row['waiter']}", amount=to_wire(row["unpaid"]))
                for row in report["open_tables"]
            ),
        ),
    ]


def _counted(label: str, row: dict[str, Any]) -> ReportRow:
    return ReportRow(label=label, count=str(row["count"]), amount=to_wire(row["net"]))


def _rate(row: dict[str, Any]) -> ReportRow:
    rate = f"{int(row['key']) / 100:g} %".replace(".", ",")
    return ReportRow(label=rate, count=to_wire(row["vat"]), amount=to_wire(row["net"]))


def _sold(row: dict[str, Any]) -> ReportRow:
    return ReportRow(label=row["name"] or "-", count=quantity_text(row["quantity_milli"]), amount=to_wire(row["net"]))


def _purse(row: dict[str, Any]) -> ReportRow:
    return ReportRow(label=row["waiter"], count=to_wire(row["difference"]), amount=to_wire(row["counted"]))


def _adjustment(row: dict[str, Any], language: Language) -> ReportRow:
    label = f"{row['table_label']} {said(row['kind'], language)}: {row['item']}"
    return ReportRow(label=f"{label} ({row['reason']})" if row["reason"] else label, amount=to_wire(row["amount"]))


def _clock(at: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(at).astimezone(zone).strftime("%d/%m %H:%M")
