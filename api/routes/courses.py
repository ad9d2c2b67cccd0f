"""What courses are called."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.dependencies import Manager, TheHouse, TheTap, Who, once
from api.problems import problem_answers
from api.schemas.moves import CourseIn, CourseOut
from order_service.commands.name_course import name_course
from order_service.domain.course import MAX_COURSE, Course

router = APIRouter(prefix="/api/courses", tags=["menu"])


@router.get("/", responses=problem_answers(401))
async def list_courses(house: TheHouse, _who: Who) -> list[CourseOut]:
    """Courses in the order of service."""
    known = await house.read(lambda connection: house.menus.get(connection).courses)
    return [CourseOut.model_validate(course) for course in known.values()]


@router.put("/{number}", response_model=CourseOut, responses=problem_answers(401, 403))
async def call_course(
    number: Annotated[int, Path(ge=1, le=MAX_COURSE)], body: CourseIn, house: TheHouse, who: Manager, tap: TheTap
) -> Response:
    """Name a course; kitchen tickets say so from the next one on."""
    course = Course(number, body.name, body.name_en)
    return await once(
        house, tap, 200, lambda unit: CourseOut.model_validate(name_course(unit, course, who, tap.correlation_id))
    )
