"""Courses: what is served together, and what it is called on the kitchen's paper."""

from collections.abc import Iterable
from dataclasses import dataclass

MAX_COURSE = 9


@dataclass(frozen=True)
class Course:
    """One of the services of a meal; 1 is served first."""

    number: int
    name: str
    name_en: str


USUAL = (Course(1, "Πρώτα", "Starters"), Course(2, "Κυρίως", "Mains"), Course(3, "Επιδόρπια", "Desserts"))
"""What they are called until a manager says otherwise."""


def named_courses(renamed: Iterable[Course] = ()) -> dict[int, Course]:
    """The courses of this house by number, in the order of service; those that a manager named win."""
    known = {course.number: course for course in (*USUAL, *renamed)}
    return dict(sorted(known.items()))


def course_title(number: int | None, courses: dict[int, Course]) -> str:
    """What stands above its lines on paper; '' for lines of no course, the number for one without a name."""
    if number is None:
        return ""
    return courses[number].name if number in courses else str(number)
