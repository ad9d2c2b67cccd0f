"""A menu as long as the longest that restaurants print."""

from order_service.commands.edit_product import save_product
from order_service.domain.menu_draft import ProductDraft
from order_service.store import tables as t
from order_service.store.unit_of_work import UnitOfWork
from tests.builders import Book
from tests.site import Site

DISHES = 1_000
DISHES_A_COMMIT = 50


def put_long_menu(site: Site) -> None:
    """DISHES more dishes in the first category, written by the command a manager's save runs."""
    book = Book(site.database())
    eleni = book.staff("eleni")
    category = book.rows(t.categories)[0]["id"]

    def _add(unit: UnitOfWork, first: int) -> None:
        for number in range(first, first + DISHES_A_COMMIT):
            save_product(unit, ProductDraft(f"Πιάτο {number}", base_price_cents=500 + number), category, eleni, "bench")

    for first in range(0, DISHES, DISHES_A_COMMIT):
        book.writer.run(lambda unit, first=first: _add(unit, first))
    book.close()
