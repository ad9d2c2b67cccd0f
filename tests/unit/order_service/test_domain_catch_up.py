"""Late tickets on one slip: none is lost, each says what it was."""

from hypothesis import given
from hypothesis import strategies as st

from kernel.messages import LateTicket, TicketCourse, TicketDocument, TicketLine
from order_service.domain.catch_up import StaleTicket, late_of, pages


def a_document(number: int = 42, **changes: object) -> TicketDocument:
    known = {
        "zone_name": "Κουζίνα",
        "number": number,
        "table_label": "7",
        "waiter": "Μαρία",
        "fired_at_local": "2026-06-05T21:47:10",
        "courses": (
            TicketCourse(name="Πρώτα", lines=(TicketLine(quantity="2", name="Χωριάτικη"),)),
            TicketCourse(name="Κυρίως", lines=(TicketLine(quantity="1", name="Μουσακάς", note="χωρίς αλάτι"),)),
        ),
    }
    return TicketDocument.model_validate(known | changes)


def test_a_late_ticket_keeps_its_number_table_waiter_hour_and_lines() -> None:
    [late] = late_of(StaleTicket(a_document(), may_be_out=False))
    assert (late.number, late.table_label, late.waiter, late.fired_at_local) == (
        42,
        "7",
        "Μαρία",
        "2026-06-05T21:47:10",
    )
    assert [(line.quantity, line.name, line.note) for line in late.lines] == [
        ("2", "Χωριάτικη", ""),
        ("1", "Μουσακάς", "χωρίς αλάτι"),
    ]
    assert not late.may_be_out


def test_a_cancel_slip_that_is_late_stays_one() -> None:
    [late] = late_of(StaleTicket(a_document(ticket_kind="void", reason="λάθος"), may_be_out=True))
    assert (late.ticket_kind, late.reason, late.may_be_out) == ("void", "λάθος", True)


def test_a_slip_that_went_stale_itself_gives_its_tickets_back() -> None:
    first = [*late_of(StaleTicket(a_document(1), False)), *late_of(StaleTicket(a_document(2), True))]
    slip = a_document(3, ticket_kind="catch_up", late=tuple(first), courses=())
    assert list(late_of(StaleTicket(slip, may_be_out=False))) == first
    assert [late.may_be_out for late in late_of(StaleTicket(slip, may_be_out=True))] == [True, True]


@given(st.lists(st.integers(1, 60_000), max_size=12))
def test_every_ticket_is_on_one_slip_in_its_order_however_long_they_are(sizes: list[int]) -> None:
    groups: list[tuple[LateTicket, ...]] = [
        (LateTicket(number=1, table_label="7", fired_at_local="2026-06-05T21:47:10", reason="x" * size),)
        for size in sizes
    ]
    slips = pages(groups)
    assert [index for slip in slips for index in slip] == list(range(len(groups)))
    assert all(slip for slip in slips) or not groups


def test_an_evening_s_worth_of_late_tickets_is_one_slip() -> None:
    assert len(pages([late_of(StaleTicket(a_document(number), False)) for number in range(1, 101)])) == 1
