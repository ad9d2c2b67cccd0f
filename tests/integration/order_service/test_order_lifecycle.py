"""An evening that hypothesis makes up, against the real commands on a real SQLite file: the money always adds up."""

from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from kernel.errors import Refused
from order_service.commands.close_order import CloseOrder, close_order
from order_service.commands.comp_line import ChargeAgain, Comp, Discount, charge_again, comp_line, discount
from order_service.commands.fire_round import FireRound, fire_round
from order_service.commands.move_lines import MoveLines, move_lines
from order_service.commands.pay_lines import Pay, TakeBack, pay_lines, take_payment_back
from order_service.commands.pre_bill import RequestBill, request_bill
from order_service.commands.set_covers import SetCovers, set_covers
from order_service.commands.void_line import CancelOrder, VoidLine, cancel_order, void_line
from order_service.domain.check import equal_parts
from order_service.domain.order import ACTIVE
from order_service.domain.payment import Share
from order_service.domain.permissions import Staff
from order_service.store import tables as t
from order_service.store.answers import Answer, RequestKey, recall, remember
from order_service.store.audit import GENESIS, row_hash
from order_service.store.check_lines import as_money, is_live
from order_service.store.unit_of_work import UnitOfWork
from tests.builders import Book, copy_of_book

Command = Callable[[UnitOfWork], object]

DISHES = ("Μουσακάς", "Μπίρα μαύρη 330 ml", "Τζατζίκι")
TABLES = (7, 8, 9)
pick = st.integers(0, 1000)
"""Which of what there is: taken modulo how many there are."""


class Evening(RuleBasedStateMachine):
    """Waiters and managers at three tables; `folder` and `template` are set by the test."""

    template: Path
    folder: Path
    evenings = 0

    def __init__(self) -> None:
        super().__init__()
        Evening.evenings += 1
        self.book: Book = copy_of_book(self.template, self.folder / str(Evening.evenings))
        self.people: dict[str, Staff] = {name: self.book.staff(name) for name in ("maria", "eleni")}
        self.taps: list[tuple[RequestKey, Command]] = []
        self.sold: dict[int, tuple[int, int]] = {}
        """Line as acknowledged -> quantity and price."""
        self.paid: dict[int, int] = {}
        """Payment as acknowledged -> its cents."""

    def teardown(self) -> None:
        self.book.close()

    # ---------------------------------------------------------------- taps

    def tap(self, make: Callable[[str], Command]) -> object:
        """Send a command under a key of its own; None when a rule refuses it, and then nothing may have changed."""
        key = f"tap-{len(self.taps):06d}"
        request = RequestKey(1, "evening", key, key)
        command = make(key)
        before = self.everything()
        try:
            done, answer = self.book.writer.run(lambda unit: self._once(unit, request, command))
        except Refused:
            assert self.everything() == before
            return None
        assert not answer.replayed
        self.taps.append((request, command))
        return done

    @staticmethod
    def _once(unit: UnitOfWork, request: RequestKey, command: Command) -> tuple[object, Answer]:
        if (known := recall(unit, request)) is not None:
            return None, known
        done = command(unit)
        answer = Answer(200, request.key)
        remember(unit, request, answer)
        return done, answer

    def everything(self) -> list[Any]:
        """Orders as they are, and how many rows there are of what is only ever added to."""
        with self.book.database.reading() as connection:
            grown = (t.order_items, t.payments, t.audit_log, t.print_jobs, t.idempotency_keys)
            counts = [connection.scalar(select(func.count()).select_from(table)) for table in grown]
            return [*connection.execute(select(t.orders)), *counts]

    # ---------------------------------------------------------------- what there is

    def order(self, which: int) -> dict[str, Any] | None:
        rows = self.book.rows(t.orders)
        active = [row for row in rows if row["status"] in ACTIVE] or rows
        return active[which % len(active)] if active else None

    def line(self, order: dict[str, Any], which: int) -> int:
        rows = self.book.rows(t.order_items, t.order_items.c.order_id == order["id"])
        return rows[which % len(rows)]["id"] if rows else 0

    def about(self, who: str, key: str, order: dict[str, Any] | None) -> dict[str, Any]:
        return {"order_id": order["id"] if order else 1, "by": self.people[who], "correlation_id": key}

    # ---------------------------------------------------------------- what people do

    @initialize()
    def the_first_guests_order(self) -> None:
        for table in TABLES[:2]:
            self.fire(table, list(DISHES), 1)

    @rule(table=st.sampled_from(TABLES), dishes=st.lists(st.sampled_from(DISHES), min_size=1, max_size=3), n=pick)
    def fire(self, table: int, dishes: list[str], n: int) -> None:
        lines = tuple(self.book.line(dish, str(1 + (n + i) % 3)) for i, dish in enumerate(dishes))
        table_id = self.book._tables[table]

        def make(key: str) -> Command:
            request = FireRound(lines, self.people["maria"], key, table_id=table_id)
            return lambda unit: fire_round(unit, request, self.book.menus, self.book.rules)

        fired: Any = self.tap(make)
        for line in fired.lines if fired else ():
            self.sold[line.id] = (int(line.line.quantity * 1000), line.total_cents)

    @rule(which=pick, lines=st.lists(pick, min_size=1, max_size=3, unique=True), quantity=st.sampled_from((None, 1000)))
    def pay(self, which: int, lines: list[int], quantity: int | None) -> None:
        order = self.order(which)
        if order is None:
            return
        ids = tuple(dict.fromkeys(self.line(order, n) for n in lines))
        what: dict[str, Any] = {"item_ids": ids} if quantity is None else {"parts": tuple((i, quantity) for i in ids)}
        self._pay(order, rev=order["rev"], **what)

    @rule(which=pick, people=st.integers(1, 4), all_at_once=st.booleans())
    def pay_an_equal_part(self, which: int, people: int, all_at_once: bool) -> None:
        order = self.order(which)
        if order is None:
            return
        left = order["total_cents"] - order["paid_cents"]
        parts = equal_parts(left, people)
        if all_at_once:
            shares = tuple(Share("card", part) for part in parts)
            self._pay(order, rev=order["rev"], amount_cents=left, shares=shares)
        else:
            self._pay(order, rev=order["rev"], amount_cents=parts[0])

    def _pay(self, order: dict[str, Any], **what: Any) -> None:
        def make(key: str) -> Command:
            request = Pay(**self.about("maria", key, order), tender="cash", **what)
            return lambda unit: pay_lines(unit, request, self.book.rules)

        ids: Any = self.tap(make) or ()
        for payment in self.book.rows(t.payments, t.payments.c.id.in_(ids)):
            self.paid[payment["id"]] = payment["amount_cents"]

    @rule(which=pick)
    def pay_the_rest_and_close(self, which: int) -> None:
        order = self.order(which)
        if order is None:
            return
        left = order["total_cents"] - order["paid_cents"]
        self._pay(order, rev=order["rev"], amount_cents=left)
        self.close(which, force=False, stale=False)

    @precondition(lambda self: self.paid)
    @rule(which=pick)
    def take_back(self, which: int) -> None:
        payment_id = sorted(self.paid)[which % len(self.paid)]
        [payment] = self.book.rows(t.payments, t.payments.c.id == payment_id)

        def make(key: str) -> Command:
            request = TakeBack(payment["order_id"], payment_id, self.people["eleni"], key, "wrong card")
            return lambda unit: take_payment_back(unit, request, self.book.rules)

        self.tap(make)

    @rule(which=pick, line=pick, quantity=st.sampled_from((None, 1000, 2000, 500)), free=st.booleans())
    def void_or_comp(self, which: int, line: int, quantity: int | None, free: bool) -> None:
        order = self.order(which)
        item_id = self.line(order, line) if order else 1

        def make(key: str) -> Command:
            about = self.about("eleni", key, order) | {"reason": "x", "quantity_milli": quantity}
            if free:
                return lambda unit: comp_line(unit, Comp(**about, item_id=item_id), self.book.rules)
            return lambda unit: void_line(unit, VoidLine(**about, item_id=item_id), self.book.rules)

        self.tap(make)

    @rule(which=pick, line=st.none() | pick, cents=st.integers(1, 700), undo=st.booleans())
    def discount(self, which: int, line: int | None, cents: int, undo: bool) -> None:
        order = self.order(which)
        item_id = self.line(order, line) if order and line is not None else None

        def make(key: str) -> Command:
            about = self.about("eleni", key, order) | {"reason": "late"}
            if undo:
                return lambda unit: charge_again(unit, ChargeAgain(**about), self.book.rules)
            request = Discount(**about, item_id=item_id, amount_cents=cents)
            return lambda unit: discount(unit, request, self.book.rules)

        self.tap(make)

    @rule(which=pick, line=pick, quantity=st.sampled_from((None, 1000)), table=st.sampled_from(TABLES))
    def move(self, which: int, line: int, quantity: int | None, table: int) -> None:
        order = self.order(which)
        wanted = ((self.line(order, line) if order else 1, quantity),)

        def make(key: str) -> Command:
            request = MoveLines(**self.about("eleni", key, order), lines=wanted, table_id=self.book._tables[table])
            return lambda unit: move_lines(unit, request, self.book.rules)

        self.tap(make)

    @rule(which=pick, force=st.booleans(), stale=st.booleans())
    def close(self, which: int, force: bool, stale: bool) -> None:
        order = self.order(which)
        if order is None:
            return
        rev = order["rev"] - 1 if stale else order["rev"]

        def make(key: str) -> Command:
            request = CloseOrder(**self.about("eleni", key, order), rev=rev, force=force, reason="x")
            return lambda unit: close_order(unit, request, self.book.rules)

        assert self.tap(make) is None  # it answers nothing; a stale phone is refused
        if stale:
            [now] = self.book.rows(t.orders, t.orders.c.id == order["id"])
            assert now == order

    @rule(which=pick, money_back=st.booleans())
    def cancel(self, which: int, money_back: bool) -> None:
        order = self.order(which)

        def make(key: str) -> Command:
            request = CancelOrder(**self.about("eleni", key, order), reason="x", take_back_payments=money_back)
            return lambda unit: cancel_order(unit, request, self.book.rules)

        self.tap(make)

    @rule(which=pick, covers=st.integers(1, 9), print_bill=st.booleans())
    def count_covers_or_print_a_bill(self, which: int, covers: int, print_bill: bool) -> None:
        order = self.order(which)

        def make(key: str) -> Command:
            about = self.about("maria", key, order)
            if print_bill:
                return lambda unit: request_bill(unit, RequestBill(**about, printer_id="bar"), self.book.rules)
            return lambda unit: set_covers(unit, SetCovers(**about, covers=covers), self.book.rules)

        self.tap(make)

    @precondition(lambda self: self.taps)
    @rule(which=pick)
    def send_a_tap_again(self, which: int) -> None:
        """A phone that lost the reply repeats itself: it gets the same answer, and nothing happens."""
        request, command = self.taps[which % len(self.taps)]
        before = self.everything()
        _, answer = self.book.writer.run(lambda unit: self._once(unit, request, command))
        assert (answer.replayed, answer.body) == (True, request.key)
        assert self.everything() == before

    # ---------------------------------------------------------------- what always holds

    @invariant()
    def the_book_is_sound(self) -> None:
        with self.book.database.reading() as connection:
            orders = list(connection.execute(select(t.orders)))
            items = list(connection.execute(select(t.order_items)))
            payments = list(connection.execute(select(t.payments)))
            parts = list(connection.execute(select(t.payment_items)))
            jobs = list(connection.execute(select(t.print_jobs).order_by(t.print_jobs.c.position)))
            audit = list(connection.execute(select(t.audit_log).order_by(t.audit_log.c.id)))
            adjustments = list(connection.execute(select(t.adjustments)))
        self._orders_hold(orders, items, payments, parts)
        self._lines_hold(items, adjustments)
        self._papers_hold(items, jobs)
        self._audit_holds(orders, audit)

    def _orders_hold(self, orders: list[Any], items: list[Any], payments: list[Any], parts: list[Any]) -> None:
        occupied = Counter(order.table_id for order in orders if order.status in ACTIVE)
        assert all(count == 1 for count in occupied.values()), "one active order a table"
        assert {payment.id: payment.amount_cents for payment in payments} == self.paid, "acknowledged is stored"
        standing = {payment.id: payment for payment in payments if payment.taken_back_at is None}
        of_payment: Counter[int] = Counter()
        of_line: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for part in parts:
            of_payment[part.payment_id] += part.amount_cents
            if part.payment_id in standing:
                of_line[part.item_id][0] += part.quantity_milli
                of_line[part.item_id][1] += part.amount_cents
        assert all(of_payment[payment.id] == payment.amount_cents for payment in payments), "parts make the payment"
        assert all(of_line[item.id] == [item.paid_milli, item.paid_cents] for item in items), (
            "lines know their payments"
        )
        for order in orders:
            lines = [as_money(item) for item in items if item.order_id == order.id and is_live(item)]
            due, paid = sum(line.due_cents for line in lines), sum(line.paid_cents for line in lines)
            assert (order.total_cents, order.paid_cents) == (due, paid), "the order knows its lines"
            assert paid == sum(p.amount_cents for p in standing.values() if p.order_id == order.id)
            assert paid <= due
            if order.status in ACTIVE:
                assert order.status == ("open" if not paid else "partially_paid" if paid < due else "paid")
            if order.status == "cancelled":
                assert not lines

    def _lines_hold(self, items: list[Any], adjustments: list[Any]) -> None:
        cuts: dict[int, list[Any]] = defaultdict(list)
        for item in items:
            cuts[item.cut_from or item.id].append(item)
        whole = {
            root: (sum(i.quantity_milli for i in of), sum(i.line_total_cents for i in of)) for root, of in cuts.items()
        }
        assert whole == self.sold, "the parts of a line are the line"
        taken_off = sum(adjustment.cents for adjustment in adjustments)
        due = sum(as_money(item).due_cents for item in items if is_live(item))
        assert sum(cents for _, cents in self.sold.values()) - taken_off == due, "sold less taken off is due"

    def _papers_hold(self, items: list[Any], jobs: list[Any]) -> None:
        numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
        told: dict[str, set[int]] = defaultdict(set)
        for job in jobs:
            numbers[job.printer_id, job.business_day].append(job.ticket_number)
            told[job.document.get("ticket_kind", "new")].update(job.item_ids)
        assert all(found == list(range(1, len(found) + 1)) for found in numbers.values()), "numbers have no gaps"
        assert told["new"] | told["addition"] >= set(self.sold), "the kitchen was told of every line"
        assert {item.id for item in items if not is_live(item)} == told["void"], "and of every cancelled one"

    def _audit_holds(self, orders: list[Any], audit: list[Any]) -> None:
        before = GENESIS
        last_rev: dict[str, int] = {}
        for row in audit:
            fields = (row.at.isoformat(), row.user_id, row.action, row.subject, row.details, row.reason)
            assert row.hash == row_hash(before, *fields, row.correlation_id), "the chain is whole"
            before = row.hash
            last_rev[row.subject] = max(last_rev.get(row.subject, 0), row.details.get("rev", 0))
        assert all(last_rev[f"order:{order.id}"] == order.rev for order in orders), "every change is in the audit log"
        known = {row.correlation_id for row in audit}
        assert {request.key for request, _ in self.taps} <= known, "every acknowledged tap is in the audit log"


def test_whatever_an_evening_brings_the_money_adds_up(sqlite_template: Path, tmp_path: Path) -> None:
    Evening.template, Evening.folder = sqlite_template, tmp_path
    run_state_machine_as_test(
        Evening,
        settings=settings(
            max_examples=20,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
