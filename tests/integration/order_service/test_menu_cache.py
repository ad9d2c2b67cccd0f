"""The menu that is remembered is one that was committed."""

from kernel.clock import utc_now
from order_service.store import tables as t
from order_service.store.menu import MenuCache, menu_changed
from order_service.store.unit_of_work import UnitOfWork
from tests.builders import Book


def test_a_menu_whose_commit_failed_is_not_remembered(book: Book) -> None:
    cache = MenuCache()

    def price(cents: int, *, is_kept: bool) -> int:
        with book.database.writer.connect() as connection, connection.begin() as transaction:
            connection.execute(t.products.update().where(t.products.c.id == 1).values(base_price_cents=cents))
            menu_changed(UnitOfWork(connection, utc_now()))
            seen = cache.get(connection).products[1].base_price_cents
            if not is_kept:
                transaction.rollback()
        return seen

    assert price(111, is_kept=False) == 111
    assert price(222, is_kept=True) == 222
    with book.database.reading() as connection:
        menu = cache.get(connection)
        assert menu.products[1].base_price_cents == 222
        assert cache.get(connection) is menu
