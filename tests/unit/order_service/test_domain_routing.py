"""Which printer a ticket comes out of, and when a backup takes over by itself."""

import pytest

from order_service.domain.menu import PrinterPlace, Zone
from order_service.domain.routing import Destination, Routes
from order_service.domain.stand_in import STEADY_S, Condition, next_move

GARDEN, INSIDE = 3, 4


def routes(**diverted: str) -> Routes:
    zones = {
        "kitchen": Zone("kitchen", "Κουζίνα", "", "kitchen"),
        "bar": Zone("bar", "Μπαρ", "", "bar", section_printers={GARDEN: "garden-bar"}),
        "roof": Zone("roof", "Ταράτσα", "", None, section_printers={GARDEN: "garden-bar"}),
    }
    names = ("kitchen", "bar", "garden-bar", "old-bar")
    return Routes(
        zones, {one: PrinterPlace(one, one.title(), one != "old-bar", diverted.get(one[:3])) for one in names}
    )


@pytest.mark.parametrize(
    ("zone", "section", "printer"),
    [
        ("kitchen", GARDEN, "kitchen"),
        ("bar", GARDEN, "garden-bar"),
        ("bar", INSIDE, "bar"),
        ("bar", None, "bar"),
        ("roof", GARDEN, "garden-bar"),
        ("roof", INSIDE, None),
        ("cellar", INSIDE, None),
    ],
)
def test_a_ticket_comes_out_at_its_zone_s_printer_or_at_the_one_near_its_section(
    zone: str, section: int | None, printer: str | None
) -> None:
    way = routes().of_zone(zone, section)
    assert (way.printer_id if way else None) == printer


def test_a_stand_in_prints_says_so_and_passes_nothing_on() -> None:
    there = routes(kit="bar", bar="garden-bar")
    way = there.of_zone("kitchen")
    assert way == Destination("bar", "Bar", "kitchen")
    assert way.stand_in == "Bar"
    assert routes().of_printer("kitchen").stand_in == ""


def test_a_printer_out_of_use_is_neither_near_a_section_nor_a_stand_in() -> None:
    there = routes(kit="old-bar")
    assert there.of_printer("kitchen").printer_id == "kitchen"
    near_old = Zone("bar", "Μπαρ", "", "bar", section_printers={GARDEN: "old-bar"})
    way = Routes({"bar": near_old}, there.printers).of_zone("bar", GARDEN)
    assert way is not None
    assert way.printer_id == "bar"


def test_a_paper_about_an_earlier_one_goes_where_that_was_read() -> None:
    assert routes().of_slip("bar", "garden-bar", INSIDE).printer_id == "garden-bar"
    assert routes().of_slip("bar", "old-bar", INSIDE).printer_id == "bar"
    assert routes().of_slip("cellar", "gone").printer_id == "gone"


IN_TROUBLE = Condition(is_ready=False, for_s=60.0, waits=True, backup="bar", is_backup_ready=True, takeover_after_s=30)


def but(**changes: object) -> Condition:
    return Condition(**{**IN_TROUBLE.__dict__, **changes})  # type: ignore[arg-type]  # each test names fields it knows


def test_a_backup_takes_over_after_its_time() -> None:
    assert next_move(but(for_s=29.9)) is None
    assert next_move(but(for_s=30.0)) == "take_over"


@pytest.mark.parametrize(
    "reason_not_to",
    [
        {"is_ready": True},
        {"waits": False},
        {"is_paused": True},
        {"is_backup_ready": False},
        {"takeover_after_s": None},
        {"diverted_to": "bar"},
    ],
)
def test_a_backup_does_not_take_over_without_need_or_without_being_told_to(reason_not_to: dict[str, object]) -> None:
    assert next_move(but(**reason_not_to)) is None


def test_a_printer_that_is_back_for_good_gets_its_tickets_again_unless_a_manager_sent_them_away() -> None:
    back = but(is_ready=True, for_s=STEADY_S, diverted_to="bar", is_diverted_by_itself=True)
    assert next_move(back) == "give_back"
    assert next_move(but(is_ready=True, for_s=STEADY_S - 0.1, diverted_to="bar", is_diverted_by_itself=True)) is None
    assert next_move(but(is_ready=True, for_s=STEADY_S, diverted_to="bar", is_diverted_by_itself=False)) is None
