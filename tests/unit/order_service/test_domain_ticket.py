"""From a round's lines to what each zone reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.messages import TicketDocument
from order_service.domain.course import Course, course_title, named_courses
from order_service.domain.menu import ChosenLine, Zone
from order_service.domain.routing import Routes
from order_service.domain.ticket import TicketHead, allergy_of, as_read, document_for, pieces_of, share_out
from tests.builders import ATHENS, BAR, EVENING, KITCHEN, a_line, a_product, a_question, an_extra

ROUTES = Routes({"kitchen": KITCHEN, "bar": BAR}, {})
MOUSSAKA = a_product(1, "Μουσακάς")
BEER = a_product(2, "Μπίρα", zone_ids=("bar",))
ICE_CREAM = a_product(3, "Παγωτό", zone_ids=("kitchen", "bar"))
FISH = a_product(5, "Τσιπούρα", unit="kg")
WINE = a_product(6, "Κρασί χύμα", unit="l")
HALVES = a_product(7, "Χωριάτικη", unit="portion")
NEWSPAPER = a_product(4, "Εφημερίδα", zone_ids=())


def documents(*tapped: ChosenLine, round_number: int = 1, number: int = 42) -> list[TicketDocument]:
    lines = [as_read(line) for line in tapped]
    shares = share_out(lines, ROUTES)
    head = TicketHead("7", "Μέσα", 4, "Μαρία", round_number, EVENING, is_addition=round_number > 1)
    return [document_for(share, shares, lines, head, number, ATHENS) for share in shares]


def test_each_zone_reads_its_lines_and_what_the_other_has() -> None:
    kitchen, bar = documents(a_line(MOUSSAKA, "2"), a_line(BEER))
    assert [line.name for line in kitchen.courses[0].lines] == ["Μουσακάς"]
    assert [(other.zone_name, other.pieces) for other in kitchen.also_at] == [("Μπαρ", "1")]
    assert [(other.zone_name, other.pieces) for other in bar.also_at] == [("Κουζίνα", "2")]
    assert (kitchen.part, kitchen.parts, bar.part, bar.parts) == (1, 2, 2, 2)


def test_a_line_for_two_zones_is_on_both_tickets() -> None:
    kitchen, bar = documents(a_line(ICE_CREAM))
    assert kitchen.courses == bar.courses
    assert [(other.zone_name, other.pieces) for other in kitchen.also_at] == [("Μπαρ", "1")]
    assert [(other.zone_name, other.pieces) for other in bar.also_at] == [("Κουζίνα", "1")]


def test_a_line_without_a_zone_or_printer_gives_no_ticket_and_stops_none() -> None:
    printerless = Routes({"kitchen": KITCHEN, "bar": Zone("bar", "Μπαρ", "Bar", None)}, {})
    newspaper, moussaka, beer = (as_read(a_line(product)) for product in (NEWSPAPER, MOUSSAKA, BEER))
    assert share_out([newspaper], ROUTES) == []
    shares = share_out([newspaper, moussaka, beer], printerless)
    assert [(share.zone.id, share.line_indexes) for share in shares] == [("kitchen", (1,))]
    assert share_out([beer], Routes({}, {})) == []


def test_equal_preparations_become_one_line_with_their_sum() -> None:
    [ticket] = documents(a_line(quantity="2"), a_line(quantity="0.5"), a_line(note="χωρίς αλάτι"))
    assert [(line.quantity, line.note) for line in ticket.courses[0].lines] == [("2.500", ""), ("1", "χωρίς αλάτι")]


def test_one_difference_in_preparation_keeps_lines_apart() -> None:
    rare, done = an_extra(1, "σενιάν"), an_extra(2, "καλοψημένο")
    roast = a_question(1, rare, done)
    lines = [
        a_line(),
        a_line(options=(an_extra(5, "φέτα"),)),
        a_line(removed=(an_extra(6, "κρεμμύδι"),)),
        a_line(choices=((roast, rare),)),
        a_line(choices=((roast, done),)),
    ]
    [ticket] = documents(*lines)
    assert len(ticket.courses[0].lines) == 5
    assert ticket.courses[0].lines[3].choices == ("ψήσιμο: σενιάν",)


def test_what_is_made_as_always_is_not_said() -> None:
    medium, rare = an_extra(1, "μέτριο", is_default=True), an_extra(2, "σενιάν")
    roast = a_question(1, medium, rare)
    [ticket] = documents(a_line(choices=((roast, medium),)), a_line(), a_line(choices=((roast, rare),)))
    assert [(line.quantity, line.choices) for line in ticket.courses[0].lines] == [
        ("2", ()),
        ("1", ("ψήσιμο: σενιάν",)),
    ]


def test_the_kitchen_reads_the_kitchen_s_name_of_a_dish() -> None:
    [ticket] = documents(a_line(a_product(name="Μπριζόλα χοιρινή", kitchen_name="ΜΠΡΙΖ ΧΟΙΡ")))
    assert ticket.courses[0].lines[0].name == "ΜΠΡΙΖ ΧΟΙΡ"


def test_a_later_round_is_an_addition_and_quotes_the_ticket_before() -> None:
    [first] = documents(a_line(), number=1)
    [later] = documents(a_line(), round_number=2, number=43)
    assert (first.ticket_kind, first.previous_number) == ("new", None)
    assert (later.ticket_kind, later.previous_number) == ("addition", 42)


def test_a_ticket_prints_the_local_time_of_the_tap() -> None:
    [ticket] = documents(a_line())
    assert ticket.fired_at_local == "2026-06-05T21:47:10"


def test_a_weighed_line_counts_as_one_piece() -> None:
    weighed = [a_line(FISH, "0.450"), a_line(quantity="3"), a_line(FISH, "2"), a_line(HALVES, "1.500")]
    assert pieces_of([as_read(line) for line in weighed]) == "6"


def test_a_weight_is_printed_with_its_unit_and_a_count_without() -> None:
    [ticket] = documents(
        a_line(FISH, "0.45"), a_line(WINE, "1.5"), a_line(FISH, "2", note="ψητό"), a_line(HALVES, "1.5")
    )
    assert [line.quantity for line in ticket.courses[0].lines] == ["0.450 kg", "1.500 L", "2.000 kg", "1.500"]


def test_courses_are_sections_in_the_order_of_service_and_lines_of_none_come_first() -> None:
    tapped = [a_line(note=str(course), course=course) for course in (3, 1, None, 2, 1, 7)]
    [ticket] = documents(*tapped)
    assert [(course.name, len(course.lines)) for course in ticket.courses] == [
        ("", 1),
        ("Πρώτα", 1),
        ("Κυρίως", 1),
        ("Επιδόρπια", 1),
        ("7", 1),
    ]


def test_the_same_dish_in_two_courses_stays_two_lines() -> None:
    [ticket] = documents(a_line(quantity="2", course=1), a_line(course=2), a_line(course=1))
    assert [[line.quantity for line in course.lines] for course in ticket.courses] == [["3"], ["1"]]


def test_a_course_is_called_what_the_manager_calls_it() -> None:
    courses = named_courses([Course(1, "Ορεκτικά", "Appetizers"), Course(4, "Καφές", "Coffee")])
    assert [courses[number].name for number in courses] == ["Ορεκτικά", "Κυρίως", "Επιδόρπια", "Καφές"]
    assert [course_title(number, courses) for number in (None, 1, 4, 5)] == ["", "Ορεκτικά", "Καφές", "5"]


LINES = st.lists(
    st.builds(
        a_line,
        st.sampled_from([MOUSSAKA, BEER, ICE_CREAM, NEWSPAPER]),
        st.sampled_from(["1", "2", "0.250"]),
        course=st.sampled_from([None, 1, 2]),
    ),
    max_size=12,
)


@given(LINES)
def test_every_line_is_read_by_exactly_the_zones_of_its_dish(lines: list[ChosenLine]) -> None:
    shares = share_out([as_read(line) for line in lines], ROUTES)
    for index, line in enumerate(lines):
        readers = {share.zone.id for share in shares if index in share.line_indexes}
        assert readers == set(line.product.zone_ids)


@given(LINES)
def test_merging_loses_no_quantity(lines: list[ChosenLine]) -> None:
    shares = share_out([as_read(line) for line in lines], ROUTES)
    for share, ticket in zip(shares, documents(*lines), strict=True):
        printed = sum(float(line.quantity) for course in ticket.courses for line in course.lines)
        assert printed == sum(float(lines[index].quantity) for index in share.line_indexes)


@pytest.mark.parametrize(
    ("note", "allergy", "rest"),
    [
        ("αλλεργία!", "αλλεργία!", ""),
        ("καθαρό τηγάνι, ΑΛΛΕΡΓΙΚΟΣ στη γλουτένη, γρήγορα", "ΑΛΛΕΡΓΙΚΟΣ στη γλουτένη", "καθαρό τηγάνι, γρήγορα"),
        ("allergy: nuts; no salt", "allergy: nuts", "no salt"),
        ("χωρίς αλάτι, γρήγορα", "", "χωρίς αλάτι, γρήγορα"),
    ],
)
def test_an_allergy_in_a_note_is_told_apart_from_the_rest(note: str, allergy: str, rest: str) -> None:
    assert allergy_of(note) == (allergy, rest)
