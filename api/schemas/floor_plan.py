"""Setting up tables and sections."""

from typing import Annotated, Any

from pydantic import Field

from api.schemas.common import AnswerBody, Id, OneLine, RequestBody

TableNumber = Annotated[int, Field(ge=1, le=99_999)]
Label = Annotated[OneLine, Field(min_length=1, max_length=20, examples=["12"])]
GroupName = Annotated[OneLine, Field(min_length=1, max_length=60, examples=["Αυλή"])]
Place = Annotated[int, Field(ge=0, le=9_999)]


class NewTableIn(RequestBody):
    """A table; its label is its number unless another is given."""

    number: TableNumber
    label: Label | None = None
    group_id: Id | None = None


class TableChangeIn(RequestBody):
    """What is left out stays; `group_id: null` takes it out of its section."""

    number: TableNumber | None = None
    label: Label | None = None
    group_id: Id | None = None
    is_active: bool | None = None

    def changes(self) -> dict[str, Any]:
        """What was asked for, by column."""
        given = self.model_dump(exclude_unset=True)
        return {name: value for name, value in given.items() if value is not None or name == "group_id"}


class TableBatchIn(RequestBody):
    """`prefix: "T", count: 10` makes T1 to T10; those that are there already are skipped."""

    prefix: Annotated[OneLine, Field(max_length=12, examples=["T"])] = ""
    count: Annotated[int, Field(ge=1, le=200)]
    first: Annotated[int, Field(ge=1, le=9_999)] = 1
    group_id: Id | None = None
    preview: bool = False
    """Only tell what would be made and what is skipped."""


class PlannedTableOut(AnswerBody):
    """A table that is made, or would be."""

    number: int
    label: str


class TablePlanOut(PlannedTableOut):
    """A table as a manager sets it up, in use or not."""

    id: Id
    is_active: bool
    group_id: Id | None


class TableBatchOut(AnswerBody):
    """What a batch did, or would do."""

    preview: bool
    created: list[PlannedTableOut]
    skipped: list[TablePlanOut]


class NewGroupIn(RequestBody):
    """A section of the floor; the last one unless `sort_order` says otherwise."""

    name: GroupName
    name_en: Annotated[OneLine, Field(max_length=60)] = ""
    sort_order: Place | None = None


class GroupChangeIn(RequestBody):
    """What is left out or null stays."""

    name: GroupName | None = None
    name_en: Annotated[OneLine, Field(max_length=60)] | None = None
    sort_order: Place | None = None
