"""Held lines fired, rounds repeated, guests who change tables; what courses are called."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from api.schemas.checks import Rev
from api.schemas.common import AnswerBody, Id, OneLine, RequestBody
from api.schemas.orders import CourseNumber, FiredRoundOut, QuantityText


class FireHeldIn(RequestBody):
    """Which held lines are fired: those named, those of a course, or all of them."""

    item_ids: list[Id] | None = Field(None, min_length=1, max_length=200)
    course: CourseNumber | None = None
    rev: Rev | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.item_ids is not None and self.course is not None:
            raise ValueError("name lines or a course, not both")
        return self


class RepeatIn(RequestBody):
    """The same again."""

    rev: Rev | None = None


class LeftOutOut(AnswerBody):
    """A line that was not sent again."""

    product_id: Id
    name: str
    name_en: str
    code: str
    """Why, as in the list of errors: `product-not-available`."""


class RepeatedRoundOut(FiredRoundOut):
    """The round that was sent, and what of the last one was left out."""

    left_out: list[LeftOutOut]


class MoveOrderIn(RequestBody):
    """To a free table."""

    table_id: Id
    rev: Rev | None = None


class JoinIn(RequestBody):
    """Into another order."""

    order_id: Id
    rev: Rev | None = None


class MovedLineIn(RequestBody):
    """A line, or so much of it; null moves all of it."""

    item_id: Id
    quantity: QuantityText | None = None


class MoveLinesIn(RequestBody):
    """To the order of a table, opened when the table is free (a split), or to an order by its id: one of the two."""

    items: list[MovedLineIn] = Field(min_length=1, max_length=200)
    table_id: Id | None = None
    order_id: Id | None = None
    covers: Annotated[int, Field(ge=1, le=200)] | None = None
    """Guests who go to a free table."""
    rev: Rev | None = None


class CourseIn(RequestBody):
    """What a course is called, in Greek (as the kitchen reads it) and English."""

    name: OneLine = Field(min_length=1, max_length=40)
    name_en: OneLine = Field("", max_length=40)


class CourseOut(AnswerBody):
    """A course of this house."""

    number: CourseNumber
    name: str
    name_en: str
