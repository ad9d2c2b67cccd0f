"""The house's logo: a bill names it, the printers' settings carry it."""

from dataclasses import replace

from order_service.commands.pre_bill import RequestBill, request_bill
from order_service.store import tables as t
from order_service.store.printers import printer_settings
from tests.builders import Book
from tests.golden.papers import the_logo


def test_a_bill_names_the_logo_that_each_printer_was_told(book: Book) -> None:
    logo = the_logo()
    rules = replace(book.rules, logo=logo)
    request = RequestBill(book.fire(7).order.id, book.staff(), "tap-0002", "bar")
    book.writer.run(lambda unit: request_bill(unit, request, rules))
    [bill] = [job["document"]["bill"] for job in book.rows(t.print_jobs) if "bill" in job["document"]]
    assert bill["logo"] == logo.digest
    with book.database.reading() as connection:
        assert {one.logo for one in printer_settings(connection, logo)} == {logo}
        assert max(len(one.to_payload()) for one in printer_settings(connection, logo)) < 16_384
