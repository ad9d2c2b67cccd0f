"""Papers to look at before anything is printed: dishes of the menu on a ticket that nobody ordered."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from kernel.messages import LateTicket, TicketDocument
from order_service.domain.course import named_courses
from order_service.domain.menu import Extra, PreferenceSet, Product
from order_service.domain.menu_draft import ExtraDraft, ProductDraft
from order_service.domain.report_words import Language
from order_service.domain.ticket import ReadLine, in_courses, pieces_of

SampleKind = Literal["new", "addition", "void", "move", "catch_up", "test"]

_HOUR = "2026-06-05T21:47:10"


def sample_paper(
    kind: SampleKind, zone_name: str, dishes: Sequence[Product], note: str, language: Language
) -> TicketDocument:
    """A ticket for table 12 with these dishes, the note beside the first; each with what it may be ordered without.

    Args:
        zone_name: on top of it.
        dishes: none makes an empty ticket.
    """
    lines = [_line(dish, note if index == 0 else "") for index, dish in enumerate(dishes)]
    courses = in_courses(lines, named_courses()) if lines else ()
    listed = tuple(line for course in courses for line in course.lines)
    late = LateTicket(number=41, table_label="12", waiter="Μαρία", fired_at_local=_HOUR, lines=listed)
    return TicketDocument(
        ticket_kind=kind,
        zone_name=zone_name,
        number=42,
        previous_number=41,
        table_label="12",
        moved_from="6" if kind == "move" else "",
        section="Αίθριο",
        covers=4,
        waiter="Μαρία",
        round_number=2 if kind == "addition" else 1,
        fired_at_local=_HOUR,
        courses=() if kind in ("catch_up", "test") else courses,
        pieces=pieces_of(lines),
        late=(late,) if kind == "catch_up" else (),
        language=language,
    )


def as_typed(draft: ProductDraft) -> Product:
    """A dish that is not kept yet, as far as a kitchen reads it; one without a course of its own is in none."""

    def extras(drafts: Sequence[ExtraDraft]) -> tuple[Extra, ...]:
        return tuple(Extra(0, one.name, one.name_en, one.cents, one.is_default) for one in drafts)

    questions = tuple(PreferenceSet(0, one.name, one.name_en, extras(one.choices)) for one in draft.questions)
    return Product(
        id=0,
        name=draft.name,
        name_en=draft.name_en,
        kitchen_name=draft.kitchen_name,
        category_id=0,
        category_name="",
        base_price_cents=draft.base_price_cents,
        is_available=True,
        zone_ids=(),
        options=extras(draft.options),
        ingredients=extras(draft.ingredients),
        preference_sets=questions,
        unit=draft.unit,
        course=draft.course,
    )


def _line(dish: Product, note: str) -> ReadLine:
    return ReadLine(
        dish.id,
        dish.kitchen_name or dish.name,
        Decimal(2),
        dish.zone_ids,
        dish.unit,
        dish.course,
        tuple(extra.name for extra in dish.options[:1]),
        tuple(extra.name for extra in dish.ingredients[:1]),
        tuple(f"{question.name}: {question.choices[0].name}" for question in dish.preference_sets if question.choices),
        note,
    )
