"""A pre-bill -> styled lines that a guest reads; it says on top that it is no receipt. Pure; nothing is truncated.

Its look is that of docs/printing.md, "Pre-bill".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from kernel.messages import Bill, BillLine, CopyMark, TicketDocument
from printer_agents.paper.bill_words import BillWords, bill_words_of
from printer_agents.paper.greek import respell
from printer_agents.paper.kitchen import is_bare
from printer_agents.paper.kitchen_words import TicketWords, words_of
from printer_agents.paper.styled import PLAIN, Line, Run, Style, centred, ends, wrap

_BIG = Style(2, 2, bold=True)
_TITLE = Style(height=2, bold=True)
_BANNER = Style(2, 2, bold=True, inverse=True)
_INDENT = " " * 5


def pre_bill(
    document: TicketDocument, copy_mark: CopyMark = "", *, columns: int = 48, encoding: str = "cp737"
) -> list[Line]:
    """Lay a pre-bill out.

    Args:
        document: with its `bill`; without one the head stands alone.
        copy_mark: why this may not be the only paper of it.
        columns: standard characters across the paper: 48, 42 or 32.
        encoding: the printer's code page; what it lacks is respelt before columns are counted.

    Returns:
        Lines of at most `columns` columns.
    """
    return list(_PreBill(document, copy_mark, columns, encoding).lines())


@dataclass(frozen=True)
class _PreBill:
    document: TicketDocument
    copy_mark: CopyMark
    columns: int
    encoding: str

    @property
    def words(self) -> BillWords:
        return bill_words_of(self.document.language)

    @property
    def ticket_words(self) -> TicketWords:
        return words_of(self.document.language)

    def spelt(self, text: str) -> str:
        return respell(text, self.encoding, self.document.language).text.strip()

    def number(self, text: str) -> str:
        """`8.50` as this language writes it."""
        return self.spelt(text.replace(".", self.words.decimal_sign))

    def lines(self) -> Iterable[Line]:
        bill = self.document.bill or Bill(lines=(), subtotal="0.00", total="0.00")
        rule = Line((Run("-" * self.columns),))
        yield from self._head(bill)
        yield rule
        for line in bill.lines:
            yield from self._line(line)
        yield rule
        yield from self._totals(bill)
        yield from centred(self.spelt(self.words.thanks), PLAIN, self.columns)

    def _head(self, bill: Bill) -> Iterable[Line]:
        document, words, columns = self.document, self.words, self.columns
        if self.copy_mark:
            yield from centred(self.spelt(self.ticket_words.copy), _BANNER, columns)
        if bill.restaurant:
            yield from centred(self.spelt(bill.restaurant), _BIG, columns)
        if bill.details:
            yield from centred(self.spelt(bill.details), PLAIN, columns)
        part = f" {document.part}/{document.parts}" if document.parts > 1 else ""
        yield from centred(self.spelt(words.bill) + part, _TITLE, columns)
        yield from centred(self.spelt(words.no_receipt), PLAIN, columns)
        label = document.table_label.strip()
        place = f"{words.table} {label}" if is_bare(label) else label
        if document.covers:
            covers = self.ticket_words.cover if document.covers == 1 else self.ticket_words.covers
            place += f"  {document.covers} {covers}"
        when = datetime.fromisoformat(document.fired_at_local)
        yield from self._ends(place, when.strftime("%d/%m %H:%M"))
        yield from self._ends(f"{words.waiter}: {document.waiter}", f"#{document.number:04d}")

    def _line(self, line: BillLine) -> Iterable[Line]:
        quantity = self.number(line.quantity).rjust(2)
        amount = self.number(line.amount)
        indent = len(quantity) + 1
        parts = wrap(self.spelt(line.name), self.columns - indent)
        for part in parts[:-1]:
            yield Line((Run(f"{quantity} {part}"),))
            quantity = " " * len(quantity)
        last = f"{quantity} {parts[-1]}"
        gap = self.columns - len(last) - len(amount)
        if gap >= 1:
            yield Line((Run(last + " " * gap + amount),))
        else:
            yield Line((Run(last),))
            yield Line((Run(amount.rjust(self.columns)),))
        if line.is_free:
            yield from self._ends(_INDENT + self.spelt(self.words.free), "")
        elif line.quantity != "1":
            yield from self._ends(f"{_INDENT}{self.number(line.quantity)} x {self.number(line.unit_price)}", "")
        for extra in line.extras:
            yield from self._ends(f"{_INDENT}+ {self.spelt(extra.name)}", self.number(extra.amount))

    def _totals(self, bill: Bill) -> Iterable[Line]:
        words, columns = self.words, self.columns
        if bill.discount or bill.paid:
            yield from self._ends(words.subtotal, self.number(bill.subtotal))
        if bill.discount:
            yield from self._ends(words.discount, f"-{self.number(bill.discount)}")
        if bill.paid:
            yield from self._ends(words.paid, f"-{self.number(bill.paid)}")
        rule = Line((Run("=" * columns),))
        yield rule
        size = _BIG if columns > 32 else _TITLE
        yield from ends(self.spelt(f"{words.total} {bill.currency}"), self.number(bill.total), size, columns)
        yield rule
        if len(bill.parts) > 1:
            yield from self._ends(words.each.format(people=len(bill.parts)), self._parts(bill.parts))

    def _parts(self, parts: tuple[str, ...]) -> str:
        """`11,43` when all are alike, else `3 x 11,43 + 1 x 11,41`."""
        alike = [(amount, len(list(group))) for amount, group in groupby(sorted(parts, reverse=True))]
        if len(alike) == 1:
            return self.number(parts[0])
        return " + ".join(f"{count} x {self.number(amount)}" for amount, count in alike)

    def _ends(self, left: str, right: str) -> list[Line]:
        margin = left[: len(left) - len(left.lstrip())]
        return ends(margin + self.spelt(left), self.spelt(right), PLAIN, self.columns)
