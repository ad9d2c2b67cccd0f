"""A pre-bill -> styled lines that a guest reads; it says on top that it is no receipt. Pure; nothing is truncated.

Its look is that of docs/printing.md, "Pre-bill".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from kernel.messages import Bill, BillLine, CopyMark, PrinterCapabilities, TicketDocument
from printer_agents.paper.bill_words import BillWords, bill_words_of
from printer_agents.paper.kitchen_words import TicketWords, words_of
from printer_agents.paper.styled import Line, Run, wrap
from printer_agents.paper.typesetter import BANNER, BIG, TALL_BOLD, Typesetter, is_bare

_INDENT = " " * 5


def pre_bill(document: TicketDocument, mark: CopyMark = "", printer: PrinterCapabilities | None = None) -> list[Line]:
    """Lay a pre-bill out.

    Args:
        document: with its `bill`; without one the head stands alone.
        mark: why this may not be the only paper of it.
        printer: its columns and letters.

    Returns:
        Lines of at most `printer.columns` columns; the logo above them is the encoder's.
    """
    setter = Typesetter.of(printer or PrinterCapabilities(), document.language)
    return list(_PreBill(document, mark, setter).lines())


@dataclass(frozen=True)
class _PreBill:
    document: TicketDocument
    mark: CopyMark
    setter: Typesetter

    @property
    def words(self) -> BillWords:
        return bill_words_of(self.document.language)

    @property
    def ticket_words(self) -> TicketWords:
        return words_of(self.document.language)

    def lines(self) -> Iterable[Line]:
        bill = self.document.bill or Bill(lines=(), subtotal="0.00", total="0.00")
        rule = self.setter.rule("-")
        yield from self._head(bill)
        yield rule
        for line in bill.lines:
            yield from self._line(line)
        yield rule
        yield from self._totals(bill)
        yield from self.setter.centred(self.words.thanks)

    def _head(self, bill: Bill) -> Iterable[Line]:
        document, words, setter = self.document, self.words, self.setter
        if self.mark:
            yield from setter.centred(self.ticket_words.copy, BANNER)
        yield from setter.centred(bill.restaurant, BIG)
        yield from setter.centred(bill.details)
        part = f" {document.part}/{document.parts}" if document.parts > 1 else ""
        yield from setter.centred(words.bill + part, TALL_BOLD)
        yield from setter.centred(words.no_receipt)
        label = document.table_label.strip()
        place = f"{words.table} {label}" if is_bare(label) else label
        if document.covers:
            covers = self.ticket_words.cover if document.covers == 1 else self.ticket_words.covers
            place += f"  {document.covers} {covers}"
        when = datetime.fromisoformat(document.fired_at_local)
        yield from setter.ends(place, when.strftime("%d/%m %H:%M"))
        yield from setter.ends(f"{words.waiter}: {document.waiter}", f"#{document.number:04d}")

    def _line(self, line: BillLine) -> Iterable[Line]:
        setter = self.setter
        quantity = setter.number(line.quantity).rjust(2)
        amount = setter.number(line.amount)
        parts = wrap(setter.spelt(line.name), setter.columns - len(quantity) - 1)
        for part in parts[:-1]:
            yield Line((Run(f"{quantity} {part}"),))
            quantity = " " * len(quantity)
        last = f"{quantity} {parts[-1]}"
        gap = setter.columns - len(last) - len(amount)
        if gap >= 1:
            yield Line((Run(last + " " * gap + amount),))
        else:
            yield Line((Run(last),))
            yield Line((Run(amount.rjust(setter.columns)),))
        if line.is_free:
            yield from setter.ends(_INDENT + self.words.free, "")
        elif line.quantity != "1":
            yield from setter.ends(f"{_INDENT}{setter.number(line.quantity)} x {setter.number(line.unit_price)}", "")
        for extra in line.extras:
            yield from setter.ends(f"{_INDENT}+ {extra.name}", setter.number(extra.amount))

    def _totals(self, bill: Bill) -> Iterable[Line]:
        words, setter = self.words, self.setter
        if bill.discount or bill.paid:
            yield from setter.ends(words.subtotal, setter.number(bill.subtotal))
        if bill.discount:
            percent = f" {whole}%" if (whole := _whole_percent(bill)) else ""
            yield from setter.ends(words.discount + percent, f"-{setter.number(bill.discount)}")
        if bill.paid:
            yield from setter.ends(words.paid, f"-{setter.number(bill.paid)}")
        yield setter.rule("=")
        size = BIG if setter.is_wide else TALL_BOLD
        yield from setter.ends(f"{words.total} {setter.currency(bill.currency)}", setter.number(bill.total), size)
        yield setter.rule("=")
        if len(bill.parts) > 1:
            yield from setter.ends(words.each.format(people=len(bill.parts)), self._parts(bill.parts))

    def _parts(self, parts: tuple[str, ...]) -> str:
        """`11,43` when all are alike, else `3 x 11,43 + 1 x 11,41`."""
        alike = [(amount, len(list(group))) for amount, group in groupby(sorted(parts, reverse=True))]
        if len(alike) == 1:
            return self.setter.number(parts[0])
        return " + ".join(f"{count} x {self.setter.number(amount)}" for amount, count in alike)


def _whole_percent(bill: Bill) -> int:
    """How many percent of the subtotal the discount is, to the cent; 0 when it is no whole number of them."""
    subtotal, discount = Decimal(bill.subtotal), Decimal(bill.discount)
    percent = round(100 * discount / subtotal) if subtotal else 0
    return percent if (subtotal * percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) == discount else 0
