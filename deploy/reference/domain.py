"""docs/domain.md, from the state table and from what the rules say of themselves."""

import inspect
from types import ModuleType

from order_service.domain import check, line_cut
from order_service.domain.order import ACTIVE, NEXT, STEPS, Status, Step

_STATES: tuple[Status, ...] = ("open", "partially_paid", "paid", "closed", "cancelled")

_RULES = """\
- **Pay** whole lines, parts of lines (1 of 3 beers) or an amount off the check (an equal part, say); several guests at
  once give one payment each. The phone says which revision of the order it saw, unless it names whole lines of which
  nothing is paid; when the order changed meanwhile, the answer says who did what and when (`order-changed`).
- **Take a payment back**: a manager, with a reason. The payment stays in the book, marked; what it paid is owed again.
- **Cancel** a line or a part of it: a manager, with a reason. What is paid is cancelled only after its payment was
  taken back. Every zone that was told of the line gets a slip with the number of its ticket, whatever became of that:
  one that has not left yet may leave in this very moment, one that failed may be printed again.
- **Comp** (served, not charged) and **discount** (of a line or of all that is unpaid, percent or amount): a manager,
  with a reason; waiters on their own tables where `POS_WAITERS_MAY_DISCOUNT` is set. What is paid stays paid. Both are
  undone by charging again.
- **Close** when everything is paid, or when nothing was ever to pay; a manager closes anything with a reason.
- **Cancel an order**: a manager, with a reason; when money was taken, only by saying that the guests got it back.
- **Hold** lines of a round: they count on the check, and no printer hears of them until they are **fired**, by line, by
  course or all at once. Fired lines are a round of their own, at the prices of the tap that held them. An order with
  held lines can't be closed, by force neither.
- **Repeat the last round**: what can still be had of it, at today's prices; the answer names what was left out.
- **Move** a whole order to a free table, payments and all; **move lines** or parts of them to another order, or to a
  free table (a **split**); **join** an order to another, with its guests and waiters. Who does it may act on both
  orders. Of a line only what is unpaid moves, and an order on which money was taken can't end in another. An order
  whose last line moved away is closed. Lines keep the round they were sent in, so their tickets go with them and
  nothing is printed twice; every zone that was told of them gets a slip ("6 -> 9"), and a copy printed later names both
  tables.
- A **pre-bill** says that it is no receipt; it is numbered and watched like every ticket of its printer.
- Every change is a row of the audit log with who, when, what, the reason, and the order's money before and after."""


def domain_page() -> str:
    """The whole page."""
    lines = [
        "# Rules of the restaurant",
        "",
        "Written by `make docs` from `order_service/domain/`; don't edit.",
        "",
        "## An order's life",
        "",
        "A table has one active order at most ("
        + ", ".join(f"`{state}`" for state in _STATES if state in ACTIVE)
        + "),",
        "held by the database itself. The state is always the one that the money calls for: nothing paid is",
        "`open`, all paid is `paid`, what lies between is `partially_paid`. A step that the table does not have is",
        "refused (`not-in-this-state`, `order-already-closed`).",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> open",
        *[f"    {before} --> {after}: {', '.join(steps)}" for (before, after), steps in _arrows().items()],
        *[f"    {state} --> [*]" for state in _STATES if state not in ACTIVE],
        "```",
        "",
        "| step | what happens | " + " | ".join(f"from {_words(state)}" for state in _STATES if state in ACTIVE) + " |",
        "|---|---|---|---|---|",
        *[_row(step, meaning) for step, meaning in STEPS.items()],
        "",
        "## Money",
        "",
        *_sentences(check),
        "",
        *_sentences(line_cut),
        "",
        'Amounts are whole cents inside and decimal strings with two places on the wire (`"12.50"`); VAT is inside the',
        "prices. The price of a line is the menu's at the moment it was sent; no client sends a price.",
        "",
        "## What people do",
        "",
        *_RULES.splitlines(),
    ]
    return "\n".join([*lines, ""])


def _arrows() -> dict[tuple[Status, Status], list[str]]:
    arrows: dict[tuple[Status, Status], list[str]] = {}
    for (before, step), after in NEXT.items():
        arrows.setdefault((before, after), []).append(_words(step))
    return arrows


def _row(step: Step, meaning: str) -> str:
    ends = [NEXT.get((state, step)) for state in _STATES if state in ACTIVE]
    return (
        f"| {_words(step)} | {meaning} | "
        + " | ".join("refused" if end is None else _words(end) for end in ends)
        + " |"
    )


def _words(name: str) -> str:
    return name.replace("_", " ")


def _sentences(module: ModuleType) -> list[str]:
    return (inspect.getdoc(module) or "").splitlines()
