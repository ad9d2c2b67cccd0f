"""Whatever is sold, cancelled, given, paid and taken back over some days: reports hold each cent once."""

from datetime import datetime, timedelta
from random import Random

import pytest

from kernel.errors import PosError
from order_service.commands.close_day import close_day
from order_service.commands.comp_line import ChargeAgain, Comp, Discount, charge_again, comp_line, discount
from order_service.commands.pay_lines import Pay, TakeBack, pay_lines, take_payment_back
from order_service.commands.void_line import VoidLine, void_line
from order_service.queries.reports import sales_report
from order_service.store import tables as t
from order_service.store.day_report import kept_report
from tests.builders import EVENING, Book
from tests.integration.order_service.conftest import OpenBook

DISHES = ("Μουσακάς", "Χωριάτικη", "Μπίρα μαύρη 330 ml")
DIMENSIONS = ("item", "category", "hour", "waiter", "section", "vat")


class Clock:
    def __init__(self) -> None:
        self.now = EVENING

    def __call__(self) -> datetime:
        return self.now


def some_step(book: Book, dice: Random, orders: list[int]) -> None:
    """One thing that people do; what the house refuses changes nothing."""
    boss = book.staff("eleni")
    number = dice.randrange(1, 6)
    kind = dice.choice(["fire", "fire", "pay", "back", "void", "comp", "discount", "again"])
    if kind == "fire":
        orders.append(
            book.fire(number, *(book.line(dice.choice(DISHES), "2") for _ in range(dice.randrange(1, 4)))).order.id
        )
        return
    order_id = dice.choice(orders or [1])
    items = [row["id"] for row in book.rows(t.order_items, t.order_items.c.order_id == order_id)]
    payments = [row["id"] for row in book.rows(t.payments, t.payments.c.order_id == order_id)]
    item_id, part = dice.choice(items or [1]), dice.choice([None, 1000])
    match kind:
        case "pay":
            book.writer.run(
                lambda unit: pay_lines(unit, Pay(order_id, boss, "c", "cash", item_ids=(item_id,)), book.rules)
            )
        case "back":
            back = TakeBack(order_id, dice.choice(payments or [1]), boss, "c", "λάθος")
            book.writer.run(lambda unit: take_payment_back(unit, back, book.rules))
        case "void":
            gone = VoidLine(order_id, item_id, boss, "c", "έπεσε", part)
            book.writer.run(lambda unit: void_line(unit, gone, book.rules))
        case "comp":
            free = Comp(order_id, item_id, boss, "c", "γενέθλια", part)
            book.writer.run(lambda unit: comp_line(unit, free, book.rules))
        case "discount":
            less = Discount(order_id, boss, "c", "φίλος", amount_cents=dice.randrange(1, 700))
            book.writer.run(lambda unit: discount(unit, less, book.rules))
        case "again":
            book.writer.run(lambda unit: charge_again(unit, ChargeAgain(order_id, boss, "c", "όχι"), book.rules))


@pytest.mark.parametrize("seed", range(3))
def test_all_days_together_are_what_the_orders_owe_and_what_was_paid(open_book: OpenBook, seed: int) -> None:
    clock, dice = Clock(), Random(seed)
    book = open_book(now=clock)
    boss = book.staff("eleni")
    orders: list[int] = []
    closed = {}
    for _ in range(3):
        for _ in range(25):
            try:
                some_step(book, dice, orders)
            except PosError:
                continue
        day = book.rules.day_of(clock.now)
        if dice.random() < 0.7 and day not in closed:
            closed[day] = book.writer.run(lambda unit, day=day: close_day(unit, day, boss, book.rules, "c"))
        clock.now += timedelta(hours=dice.choice([3, 12, 24, 30]))
    assert {row["kind"] for row in book.rows(t.adjustments)} == {"void", "comp", "discount"}
    owed = sum(row["total_cents"] for row in book.rows(t.orders))
    paid = sum(row["paid_cents"] for row in book.rows(t.orders))
    with book.database.reading() as connection:
        for by in DIMENSIONS:
            report = sales_report(connection, "2026-06-01", "2026-06-30", by)  # type: ignore[arg-type]
            assert sum(row["net"] for row in report["rows"]) == report["total"]["net"] == owed, by
        tenders = sales_report(connection, "2026-06-01", "2026-06-30", "tender")
        assert sum(row["net"] for row in tenders["rows"]) == paid
        for day, report in closed.items():
            assert kept_report(connection, day=day) == report
    assert [row["z_number"] for row in book.rows(t.business_days)] == list(
        range(1, len(book.rows(t.business_days)) + 1)
    )
