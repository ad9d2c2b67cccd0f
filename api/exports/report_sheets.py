"""Lays reports out as tables. Times are the restaurant's."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from api.exports.sheet import Amount, Cell, Milli, Sheet
from api.schemas.common import Language
from order_service.domain.report_words import said

Report = dict[str, Any]
Column = tuple[str, float, Callable[[Report], Cell]]


class Layout:
    """Sheets in one language and one time zone."""

    def __init__(self, language: Language, zone: ZoneInfo) -> None:
        self.language = language
        self.zone = zone

    def say(self, word: str) -> str:
        """In this language."""
        return said(word, self.language)

    def clock(self, at: str | datetime | None) -> str:
        """`2026-06-05 21:47`, local; '' of nothing."""
        if at is None:
            return ""
        known = datetime.fromisoformat(at) if isinstance(at, str) else at
        return known.astimezone(self.zone).strftime("%Y-%m-%d %H:%M")

    def of_day(self, report: Report) -> list[Sheet]:
        """An X or a Z, everything on it."""
        totals = report["totals"]
        rows: list[tuple[Cell, ...]] = [
            (self.say("gross"), Amount(totals["gross"])),
            (self.say("voids"), Amount(-totals["voids"])),
            (self.say("comps"), Amount(-totals["comps"])),
            (self.say("discounts"), Amount(-totals["discounts"])),
            (self.say("net"), Amount(totals["net"])),
            (self.say("vat_within"), Amount(totals["vat"])),
            (self.say("takings"), Amount(totals["takings"])),
            (self.say("orders"), totals["orders"]),
            (self.say("covers"), totals["covers"]),
        ]
        return [
            Sheet(self.say("totals"), (self.say("totals"), self.say("amount")), rows, (3, 1)),
            self.of_sales("vat", report["vat_rates"]),
            self.of_sales("tender", report["tenders"]),
            self.of_purses(report["cash_ups"]),
            self.of_adjustments(report["adjustments"]),
            self.of_open_tables(report["open_tables"]),
            *(
                self.of_sales(by, report[rows])
                for by, rows in (
                    ("category", "categories"),
                    ("item", "items"),
                    ("waiter", "waiters"),
                    ("section", "sections"),
                    ("hour", "hours"),
                )
            ),
        ]

    def of_sales(self, by: str, rows: list[Report]) -> Sheet:
        """Sales by one dimension."""
        if by == "vat":
            return self._sheet(
                by,
                rows,
                ("rate", 2, lambda row: f"{int(row['key']) / 100:g} %".replace(".", ",")),
                ("net", 1, lambda row: Amount(row["net"])),
                ("without_vat", 1, lambda row: Amount(row["net"] - row["vat"])),
                ("vat_within", 1, lambda row: Amount(row["vat"])),
            )
        if by == "tender":
            return self._sheet(
                by,
                rows,
                ("name", 2, lambda row: self.say(row["key"])),
                ("payments", 1, lambda row: row["count"]),
                ("taken", 1, lambda row: Amount(row["gross"])),
                ("given_back", 1, lambda row: Amount(row["voids"])),
                ("net", 1, lambda row: Amount(row["net"])),
            )
        return self._sheet(
            by,
            rows,
            ("name", 3, lambda row: f"{row['key']}:00" if by == "hour" else row["name"] or "—"),
            ("quantity", 1, lambda row: Milli(row["quantity_milli"])),
            ("gross", 1.1, lambda row: Amount(row["gross"])),
            ("voids", 1.1, lambda row: Amount(row["voids"])),
            ("comps", 1.1, lambda row: Amount(row["comps"])),
            ("discounts", 1.1, lambda row: Amount(row["discounts"])),
            ("net", 1.1, lambda row: Amount(row["net"])),
        )

    def of_adjustments(self, rows: list[Report]) -> Sheet:
        """What was taken off, and why."""
        return self._sheet(
            "adjustments",
            rows,
            ("time", 1.8, lambda row: self.clock(row["at"])),
            ("kind", 1.2, lambda row: self.say(row["kind"])),
            ("table", 0.9, lambda row: row["table_label"]),
            ("dish", 2.2, lambda row: row["item"]),
            ("amount", 1, lambda row: Amount(row["amount"])),
            ("reason", 2.2, lambda row: row["reason"]),
            ("by", 1.3, lambda row: row["by"]),
        )

    def of_purses(self, rows: list[Report]) -> Sheet:
        """Counted purses."""

        def money(name: str) -> Callable[[Report], Cell]:
            return lambda row: None if row[name] is None else Amount(row[name])

        return self._sheet(
            "cash_ups",
            rows,
            ("name", 2, lambda row: row["waiter"]),
            ("float", 1, money("float")),
            ("expected", 1.2, money("expected")),
            ("counted", 1.2, money("counted")),
            ("difference", 1, money("difference")),
            ("note", 2.2, lambda row: row["note"]),
        )

    def of_open_tables(self, rows: list[Report]) -> Sheet:
        """What carries over."""
        return self._sheet(
            "open_tables",
            rows,
            ("table", 1, lambda row: row["table_label"]),
            ("name", 2, lambda row: row["waiter"]),
            ("opened", 2, lambda row: self.clock(row["opened_at"])),
            ("total", 1, lambda row: Amount(row["total"])),
            ("unpaid", 1, lambda row: Amount(row["unpaid"])),
        )

    def of_orders(self, rows: list[Report]) -> Sheet:
        """The order history."""
        return self._sheet(
            "orders",
            rows,
            ("order", 1, lambda row: row["id"]),
            ("day", 1.4, lambda row: row["business_day"]),
            ("table", 1, lambda row: row["table_label"]),
            ("name", 1.6, lambda row: row["opened_by"]["name"]),
            ("status", 1.4, lambda row: self.say(row["status"])),
            ("opened", 1.9, lambda row: self.clock(row["opened_at"])),
            ("closed_at", 1.9, lambda row: self.clock(row["closed_at"])),
            ("covers", 0.8, lambda row: row["covers"]),
            ("total", 1, lambda row: Amount(row["total"])),
            ("unpaid", 1, lambda row: Amount(row["unpaid_total"])),
        )

    def of_trail(self, trail: Report) -> Sheet:
        """What happened at a table."""
        return self._sheet(
            "trail",
            trail["entries"],
            ("time", 1.6, lambda row: row["at"].astimezone(self.zone).strftime("%Y-%m-%d %H:%M:%S")),
            ("who", 1.3, lambda row: row["who"]),
            ("what", 2, lambda row: self.say(row["what"])),
            ("reason", 2, lambda row: row["reason"]),
            ("order", 0.9, lambda row: row["order_id"]),
        )

    def _sheet(self, title: str, rows: list[Report], *columns: Column) -> Sheet:
        return Sheet(
            self.say(title),
            tuple(self.say(word) for word, _, _ in columns),
            [tuple(cell(row) for _, _, cell in columns) for row in rows],
            tuple(width for _, width, _ in columns),
        )
