"""Lines that wait, and the same again."""

from typing import Any

import pytest
from sqlalchemy import update

from kernel.errors import PosError
from order_service.commands.fire_held import FireHeld, NotHeld, NothingHeld, fire_held
from order_service.commands.name_course import name_course
from order_service.commands.repeat_round import NothingToRepeat, RepeatRound, repeat_round
from order_service.commands.void_line import ItemNotFound, VoidLine, void_line
from order_service.domain.course import Course
from order_service.domain.order import OrderAlreadyClosed, OrderChanged
from order_service.domain.payment import ItemCancelled
from order_service.domain.permissions import ManagersOnly, NotYourOrder
from order_service.queries.order_detail import order_detail
from order_service.store import tables as t
from order_service.store.menu import menu_changed
from tests.builders import Book

MOUSSAKA, SALAD, BEER = "Μουσακάς", "Χωριάτικη", "Μπίρα μαύρη 330 ml"


def fire(book: Book, order_id: int, by: str = "maria", **which: Any) -> list[str]:
    request = FireHeld(order_id, book.staff(by), "tap-0002", **which)
    return book.writer.run(lambda unit: fire_held(unit, request, book.menus, book.rules))


def repeat(book: Book, order_id: int, by: str = "maria", rev: int | None = None) -> Any:
    request = RepeatRound(order_id, book.staff(by), "tap-0003", rev)
    return book.writer.run(lambda unit: repeat_round(unit, request, book.menus, book.rules))


def detail(book: Book, order_id: int) -> dict[str, Any]:
    with book.database.reading() as connection:
        found = order_detail(connection, order_id, book.staff("eleni"))
    assert found is not None
    return found


def change(book: Book, table: Any, *where: Any, **values: Any) -> None:
    def write(unit: Any) -> None:
        unit.connection.execute(update(table).where(*where).values(**values))
        menu_changed(unit)

    book.writer.run(write)


def words(job: dict[str, Any]) -> list[tuple[str, list[str]]]:
    courses = job["document"]["courses"]
    return [(course.get("name", ""), [line["name"] for line in course["lines"]]) for course in courses]


def test_a_held_line_counts_and_no_printer_hears_of_it(any_book: Book) -> None:
    fired = any_book.fire(7, any_book.line(SALAD), any_book.line(MOUSSAKA, hold=True), any_book.line(BEER, hold=True))
    assert [job["printer_id"] for job in any_book.rows(t.print_jobs)] == ["kitchen"]
    assert fired.order.total_cents == sum(line.total_cents for line in fired.lines)
    items = detail(any_book, fired.order.id)["rounds"][0]["items"]
    assert [item["status"] for item in items] == ["fired", "held", "held"]
    assert any_book.rows(t.print_jobs)[0]["document"]["pieces"] == "1"


def test_a_held_line_says_what_is_unusual_and_only_that(book: Book) -> None:
    [portion] = book._dishes[SALAD].preference_sets
    usual, half = sorted(portion.choices, key=lambda choice: not choice.is_default)[:2]
    lines = [book.line(SALAD, hold=True, choice_ids=(choice.id,)) for choice in (usual, half)]
    [job_id] = fire(book, book.fire(7, *lines).order.id)
    [course] = book.job(job_id)["document"]["courses"]
    assert [line.get("choices", []) for line in course["lines"]] == [[], [f"{portion.name}: {half.name}"]]


def test_a_round_that_is_held_whole_owes_nothing_until_it_is_fired(any_book: Book) -> None:
    order_id = any_book.fire(7, any_book.line(MOUSSAKA, "2", hold=True)).order.id
    assert (any_book.rows(t.print_jobs), any_book.wakes) == ([], 0)
    [job_id] = fire(any_book, order_id)
    document = any_book.job(job_id)["document"]
    assert document.get("ticket_kind", "new") == "new"  # the kitchen had not read of this table
    assert (document["courses"][0]["lines"][0]["quantity"], any_book.wakes) == ("2", 1)
    [round_] = detail(any_book, order_id)["rounds"]
    assert [item["status"] for item in round_["items"]] == ["fired"]
    assert [ticket["job_id"] for ticket in round_["tickets"]] == [job_id]


def test_a_course_is_fired_when_its_time_comes_and_the_others_wait_on(any_book: Book) -> None:
    lines = [any_book.line(SALAD, course=1), any_book.line(MOUSSAKA, course=2, hold=True)]
    order_id = any_book.fire(7, *lines, any_book.line(BEER, course=3, hold=True)).order.id
    any_book.heard.clear()
    [job_id] = fire(any_book, order_id, course=2)
    first, second = any_book.rows(t.print_jobs)
    assert (words(first), words(second)) == ([("Πρώτα", [SALAD])], [("Κυρίως", [MOUSSAKA])])
    assert (second["id"], second["document"]["ticket_kind"]) == (job_id, "addition")
    assert sorted(item["status"] for item in any_book.rows(t.order_items)) == ["fired", "fired", "held"]
    assert {event.kind for event in any_book.heard} == {"order", "table"}
    assert any_book.rows(t.audit_log)[-1]["action"] == "held_lines_fired"


def test_held_lines_of_two_rounds_make_one_ticket_and_keep_their_prices(book: Book) -> None:
    order_id = book.fire(7, book.line(MOUSSAKA, hold=True)).order.id
    change(book, t.products, t.products.c.name == MOUSSAKA, base_price_cents=1)
    book.fire(7, book.line(MOUSSAKA, hold=True))
    before = detail(book, order_id)["total"]
    [job_id] = fire(book, order_id)
    assert book.job(job_id)["document"]["courses"][0]["lines"][0]["quantity"] == "2"
    after = detail(book, order_id)
    assert after["total"] == before
    assert [round_["number"] for round_ in after["rounds"]] == [3]


def test_named_lines_are_fired_and_a_line_fired_twice_is_refused(book: Book) -> None:
    lines = [book.line(MOUSSAKA, hold=True), book.line(SALAD, hold=True), book.line(BEER)]
    fired = book.fire(7, *lines)
    first, second, beer = (line.id for line in fired.lines)
    fire(book, fired.order.id, item_ids=(second, second))
    refused: list[tuple[type[PosError], dict[str, Any]]] = [
        (NotHeld, {"item_ids": (second,)}),
        (NotHeld, {"item_ids": (first, beer)}),
        (ItemNotFound, {"item_ids": (first, 4_000_000)}),
        (NothingHeld, {"course": 4}),
        (NotYourOrder, {"by": "nikos"}),
        (OrderChanged, {"rev": 1}),
    ]
    before = book.rows(t.print_jobs), book.rows(t.order_items), book.rows(t.rounds)
    for error, which in refused:
        with pytest.raises(error):
            fire(book, fired.order.id, **which)
    assert (book.rows(t.print_jobs), book.rows(t.order_items), book.rows(t.rounds)) == before
    fire(book, fired.order.id)
    with pytest.raises(NothingHeld):
        fire(book, fired.order.id)


def test_a_held_line_is_cancelled_without_a_slip(book: Book) -> None:
    fired = book.fire(7, book.line(MOUSSAKA, hold=True))
    request = VoidLine(fired.order.id, fired.lines[0].id, book.staff("eleni"), "tap-0004", "changed their mind")
    book.writer.run(lambda unit: void_line(unit, request, book.rules))
    assert book.rows(t.print_jobs) == []
    with pytest.raises(ItemCancelled):
        fire(book, fired.order.id, item_ids=(fired.lines[0].id,))


def test_nothing_is_fired_on_a_closed_order(book: Book) -> None:
    order_id = book.fire(7, book.line(hold=True)).order.id
    change(book, t.orders, t.orders.c.id == order_id, status="closed")
    with pytest.raises(OrderAlreadyClosed):
        fire(book, order_id)


def test_a_manager_renames_a_course_and_the_next_ticket_says_so(any_book: Book) -> None:
    with pytest.raises(ManagersOnly):
        any_book.writer.run(lambda unit: name_course(unit, Course(1, "x", ""), any_book.staff(), "c"))
    for name in ("Μεζέδες", "Για τη μέση"):
        course = Course(1, name, "To share")
        any_book.writer.run(lambda unit, course=course: name_course(unit, course, any_book.staff("eleni"), "c"))  # type: ignore[misc]
    any_book.fire(7, any_book.line(SALAD, course=1))
    assert words(any_book.rows(t.print_jobs)[0]) == [("Για τη μέση", [SALAD])]


def test_a_category_s_course_is_its_dishes_course(book: Book) -> None:
    change(book, t.categories, course=2)
    change(book, t.products, t.products.c.name == SALAD, course=1)
    book.fire(7, book.line(MOUSSAKA), book.line(SALAD), book.line(MOUSSAKA, course=3))
    assert words(book.rows(t.print_jobs)[0]) == [("Πρώτα", [SALAD]), ("Κυρίως", [MOUSSAKA]), ("Επιδόρπια", [MOUSSAKA])]


# --- the same again


def test_the_last_round_is_sent_again_with_its_extras_at_today_s_price(any_book: Book) -> None:
    any_book.fire(7, any_book.line(MOUSSAKA))
    dish = any_book._dishes[SALAD]
    choices = tuple(question.choices[0].id for question in dish.preference_sets)
    salad = any_book.line(SALAD, "2", option_ids=(dish.options[0].id,), choice_ids=choices, note="χωρίς αλάτι")
    first = any_book.fire(7, salad, any_book.line(BEER, course=2))
    done, _, left_out = repeat(any_book, first.order.id)
    assert [(line.line.product.name, line.line.quantity, line.line.note) for line in done.lines] == [
        (SALAD, 2, "χωρίς αλάτι"),
        (BEER, 1, ""),
    ]
    assert [line.line for line in done.lines] == [line.line for line in first.lines]
    assert (left_out, done.number) == ([], 3)


def test_what_is_out_is_left_out_and_named(book: Book) -> None:
    order_id = book.fire(7, book.line(MOUSSAKA), book.line(SALAD), book.line(BEER)).order.id
    change(book, t.products, t.products.c.name == MOUSSAKA, is_available=False)
    change(book, t.products, t.products.c.name == SALAD, deleted_at=book.now())
    done, _, left_out = repeat(book, order_id)
    assert [line.line.product.name for line in done.lines] == [BEER]
    assert [(one.name, one.code) for one in left_out] == [
        (MOUSSAKA, "product-not-available"),
        (SALAD, "product-not-found"),
    ]


def test_a_round_of_which_nothing_can_be_had_is_refused_and_leaves_nothing(book: Book) -> None:
    order_id = book.fire(7, book.line(MOUSSAKA)).order.id
    change(book, t.products, t.products.c.name == MOUSSAKA, is_available=False)
    with pytest.raises(NothingToRepeat) as refusal:
        repeat(book, order_id)
    assert refusal.value.facts["out"] == [MOUSSAKA]
    assert len(book.rows(t.rounds)) == 1


def test_only_who_may_act_repeats_and_only_what_they_saw(book: Book) -> None:
    order_id = book.fire(7).order.id
    for error, by, rev in ((NotYourOrder, "nikos", None), (OrderChanged, "maria", 1)):
        with pytest.raises(error):
            repeat(book, order_id, by, rev)
    assert repeat(book, order_id, "eleni", 2)[0].number == 2
