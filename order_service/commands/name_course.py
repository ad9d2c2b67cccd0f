"""A manager says what a course is called."""

from sqlalchemy import delete, insert, select

from order_service.domain.course import Course
from order_service.domain.permissions import Staff, require_manager
from order_service.store.audit import record
from order_service.store.menu import menu_changed
from order_service.store.tables import courses
from order_service.store.unit_of_work import UnitOfWork


def name_course(unit: UnitOfWork, course: Course, by: Staff, correlation_id: str) -> Course:
    """Call it so from the next ticket on.

    Raises:
        ManagersOnly.
    """
    require_manager(by)
    known = unit.connection.execute(select(courses).where(courses.c.number == course.number)).one_or_none()
    unit.connection.execute(delete(courses).where(courses.c.number == course.number))
    values = {"number": course.number, "name": course.name, "name_en": course.name_en}
    unit.connection.execute(insert(courses), values)
    before = None if known is None else dict(known._mapping)
    details = {"before": before, "after": values}
    record(unit, by.id, "course_named", f"course:{course.number}", details, correlation_id=correlation_id)
    menu_changed(unit)
    return course
