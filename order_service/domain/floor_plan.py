"""Tables and sections: what may stand on the floor."""

from collections.abc import Mapping
from dataclasses import dataclass

from kernel.errors import Conflict, NotFound


class TableNumberTaken(Conflict):
    """Another table has that number."""

    code = "table-number-taken"
    hint = "Choose another number, or put the table that has it back in use."


class TableLabelTaken(Conflict):
    """Another table has that label, and the kitchen could not tell them apart."""

    code = "table-label-taken"
    hint = "Choose another label, or put the table that has it back in use."


class TableInUse(Conflict):
    """Guests sit there."""

    code = "table-in-use"
    hint = "Close or move its order first."


class GroupNotFound(NotFound):
    """No such section."""

    code = "table-group-not-found"
    hint = "Refresh the sections of the floor."


class GroupNameTaken(Conflict):
    """Another section has that name."""

    code = "table-group-name-taken"
    hint = "Choose another name."


class GroupInUse(Conflict):
    """Tables stand in that section."""

    code = "table-group-in-use"
    hint = "Move its tables to another section first."


@dataclass(frozen=True)
class PlannedTable:
    """A table to be made."""

    number: int
    label: str


@dataclass(frozen=True)
class Batch:
    """`T1`, `T2` ...: what would be made, and labels that are there already."""

    new: tuple[PlannedTable, ...]
    skipped: tuple[str, ...]


def label_key(label: str) -> str:
    """Labels that differ in case alone are one."""
    return label.casefold()


def plan_batch(prefix: str, first: int, count: int, known: Mapping[int, str]) -> Batch:
    """Tables `{prefix}{first}` and on, `count` labels in all.

    Each takes the number of its label; when one of those is taken, all take the next numbers after the greatest, so
    that the floor keeps them in their order.

    Args:
        known: labels by number of every table, also those out of use.
    """
    taken = {label_key(label) for label in known.values()}
    wanted = [(number, f"{prefix}{number}") for number in range(first, first + count)]
    skipped = tuple(label for _, label in wanted if label_key(label) in taken)
    new = [(number, label) for number, label in wanted if label_key(label) not in taken]
    if any(number in known for number, _ in new):
        start = max(known) + 1
        new = [(start + place, label) for place, (_, label) in enumerate(new)]
    return Batch(tuple(PlannedTable(number, label) for number, label in new), skipped)
