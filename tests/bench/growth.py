"""Is the box as quick after years? The same evening on a book of 1,000 orders and on one of 1,000,000, turn by turn."""

import contextlib
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from kernel.database import open_database
from order_service.queries.floor import floor
from order_service.queries.my_orders import my_orders
from order_service.queries.order_detail import order_detail
from order_service.queries.reports import sales_report, shift_report
from order_service.store import tables as t
from tests.bench.figures import median, note, percentile, table
from tests.bench.growth_book import DAY, ORDERS_A_DAY, keep_an_evening, repeat_backwards
from tests.bench.machine import LoadMeter
from tests.bench.rig import Rig
from tests.builders import EVENING, Book, book_template, copy_of_book

SMALL = 1_000
LARGE = 1_000_000
LARGE_IF_QUICK = 50_000
OPEN_TABLES = 12
Act = Callable[[Book, int], Any]


def run(rig: Rig) -> None:
    """Budgets 10 and 11."""
    large = LARGE_IF_QUICK if rig.is_quick else LARGE
    with _books(rig.place("growth"), {SMALL: "small", large: "large"}) as books:
        for number in books:
            _check(rig, number, books[number])
        _compare(rig, books, 60 if rig.is_quick else 200)
        _ranges(rig, large, books[large])


@contextlib.contextmanager
def _books(folder: Path, sizes: dict[int, str]) -> Iterator[dict[int, Book]]:
    (folder / "template").mkdir()
    evening = copy_of_book(book_template(folder / "template"), folder / "evening", now=lambda: EVENING)
    note(f"an evening of {ORDERS_A_DAY} orders")
    keep_an_evening(evening)
    evening.close()
    with contextlib.ExitStack() as stack:
        books = {}
        for orders, name in sizes.items():
            began = time.monotonic()
            path = folder / name / "pos.db"
            path.parent.mkdir()
            shutil.copyfile(folder / "evening" / "pos.db", path)
            repeat_backwards(path, orders // ORDERS_A_DAY - 1)
            note(f"{orders:,} orders: {path.stat().st_size / 1e6:,.0f} MB, made in {time.monotonic() - began:.0f} s")
            book = books[orders] = Book(open_database("", path), now=lambda: EVENING + timedelta(days=1))
            stack.callback(book.close)
        yield books
    shutil.rmtree(folder)


def _check(rig: Rig, orders: int, book: Book) -> None:
    with book.database.reading() as connection:
        kept = connection.scalar(select(func.count()).select_from(t.orders))
        sold = connection.scalar(
            select(func.sum(t.sales_totals.c.net_cents)).where(
                t.sales_totals.c.dimension == "tender", func.length(t.sales_totals.c.period) == 7
            )
        )
        paid = connection.scalar(select(func.sum(t.payments.c.amount_cents)))
    if kept != orders or sold != paid:
        rig.book.fault(f"a book of {orders:,} orders holds {kept}, sold for {sold} and paid with {paid}")


def _compare(rig: Rig, books: dict[int, Book], times: int) -> None:
    for book in books.values():
        book.fire(OPEN_TABLES + 1, by="nikos")  # so that "whose is it" is asked, too
        for turn in range(2 * OPEN_TABLES):
            _tap(book, turn)
    meter = LoadMeter()
    took: dict[str, dict[int, list[float]]] = {name: {orders: [] for orders in books} for name in ACTS}
    for turn in range(times):
        for name, act in ACTS.items():
            for orders in sorted(books, reverse=bool(turn % 2)):
                began = time.perf_counter()
                act(books[orders], turn)
                took[name][orders].append(1000 * (time.perf_counter() - began))
    load = meter.read()
    small, large = sorted(books)
    rows = []
    for name, by_size in took.items():
        ratio = median(by_size[large]) / median(by_size[small])
        rows.append([name, *(f"{median(by_size[o]):.2f} / {percentile(by_size[o], 0.99):.1f}" for o in (small, large)),
                     f"{ratio:.2f}"])  # fmt: skip
        rig.book.judge("10", f"{name}, {large:,} / {small:,} orders", ratio, 1.2, 1.05, "x", load)
    table(
        f"Growth, ms p50 / p99 of {times} (other load {load.others:.0%})",
        ["what", f"{small:,} orders", f"{large:,} orders", "ratio of p50"],
        rows,
    )


def _ranges(rig: Rig, orders: int, book: Book) -> None:
    last = date.fromisoformat(DAY)
    rows = []
    for title, first, must, stretch in (("30 days", last - timedelta(days=29), 50, 10), ("all time", None, 250, 100)):
        start = first or last - timedelta(days=orders // ORDERS_A_DAY - 1)
        meter = LoadMeter()
        took = []
        for _ in range(15):
            began = time.perf_counter()
            _read(book, lambda c, start=start: sales_report(c, start.isoformat(), DAY, "item"))
            took.append(1000 * (time.perf_counter() - began))
        rows.append([title, f"{median(took):.1f}", f"{max(took):.1f}"])
        rig.book.judge("11", f"sales by product, {title}", median(took), must, stretch, "ms", meter.read())
    table(f"Reports at {orders:,} orders", ["range", "p50 ms", "longest ms"], rows)


def _read(book: Book, query: Callable[[Connection], Any]) -> Any:
    with book.database.reading() as connection:
        return query(connection)


def _tap(book: Book, turn: int) -> None:
    book.fire(1 + turn % OPEN_TABLES, book.line(), book.line("Χωριάτικη"), book.line("Μπίρα μαύρη 330 ml"))


def _old_order(book: Book, turn: int) -> None:
    maria = book.staff("maria")
    assert _read(book, lambda c: order_detail(c, 1 + (turn * 7919) % SMALL, maria)) is not None


ACTS: dict[str, Act] = {
    "tap": _tap,
    "floor": lambda book, _: _read(book, lambda c: floor(c, book.staff("maria"))),
    "my orders": lambda book, _: _read(book, lambda c: my_orders(c, book.staff("maria"))),
    "order detail": _old_order,
    "day report, closed": lambda book, _: _read(book, lambda c: shift_report(c, DAY, book.now(), book.rules)),
    "day report, running": lambda book, _: _read(book, lambda c: shift_report(c, "", book.now(), book.rules)),
}
