"""A full day in a site's book before its processes start: written by the commands themselves, many orders a commit."""

from datetime import timedelta

from sqlalchemy import update

from kernel.clock import Now, utc_now
from order_service.commands.close_order import CloseOrder, close_order
from order_service.commands.fire_round import FireRound, fire_round
from order_service.commands.pay_lines import Pay, pay_lines
from order_service.domain.payment import Tender
from order_service.store import tables as t
from order_service.store.unit_of_work import UnitOfWork
from tests.builders import Book
from tests.site import Site

ORDERS = 2_000
ORDERS_A_COMMIT = 40
PEOPLE = ("maria", "nikos", "giorgos")
TENDERS: tuple[Tender, ...] = ("cash", "card")


def put_many_orders(site: Site) -> None:
    """ORDERS orders of the running day: fired, paid, closed, on paper; a few of the same weekday before."""
    _put(site, ORDERS, utc_now)
    _put(site, ORDERS_A_COMMIT, lambda: utc_now() - timedelta(days=7))


def _put(site: Site, orders: int, now: Now) -> None:
    book = Book(site.database(), now)
    staff = {name: book.staff(name) for name in PEOPLE}
    line = book.line("Παστίτσιο")
    tables = [site_table["id"] for site_table in book.rows(t.tables)]

    def _some(unit: UnitOfWork, first: int) -> None:
        for number in range(first, first + ORDERS_A_COMMIT):
            name = PEOPLE[number % len(PEOPLE)]
            by, tender = staff[name], TENDERS[number % len(TENDERS)]
            request = FireRound((line,), by, "many", table_id=tables[number % len(tables)])
            fired = fire_round(unit, request, book.menus, book.rules)
            items = tuple(one.id for one in fired.lines)
            pay_lines(unit, Pay(fired.order.id, by, "many", tender, item_ids=items), book.rules)
            close_order(unit, CloseOrder(fired.order.id, by, "many", None), book.rules)

    for first in range(0, orders, ORDERS_A_COMMIT):
        book.writer.run(lambda unit, first=first: _some(unit, first))
    book.writer.run(lambda unit: unit.connection.execute(update(t.print_jobs).values(state="printed")))
    book.close()
