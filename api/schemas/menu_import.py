"""What a menu file would change."""

from typing import Literal

from api.schemas.common import AnswerBody


class ChangedPartOut(AnswerBody):
    """One part of a product or category, as words."""

    part: str
    before: str
    after: str


class MenuChangeOut(AnswerBody):
    """One category or product that the file adds or changes."""

    kind: Literal["category", "product"]
    action: Literal["added", "changed"]
    category: str
    name: str
    parts: list[ChangedPartOut]


class MenuFaultOut(AnswerBody):
    """What is wrong with one line of the file; `column` is '' when it is the whole line."""

    line: int
    column: str
    detail: str


class MenuPreviewOut(AnswerBody):
    """What the file would do; nothing was changed. What it does not name stays as it is."""

    token: str
    """Send it with the same file to take it over; it holds until the menu or the file changes."""
    can_apply: bool
    added: int
    changed: int
    is_sorted_anew: bool
    changes: list[MenuChangeOut]
    faults: list[MenuFaultOut]


class MenuImportedOut(AnswerBody):
    """What was taken over."""

    added: int
    changed: int
