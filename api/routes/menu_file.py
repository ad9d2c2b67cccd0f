"""The menu as a file for spreadsheets, out and in."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import Manager, TheHouse, TheTap, once
from api.problems import problem_answers
from api.schemas.menu_import import MenuImportedOut, MenuPreviewOut
from order_service.commands.import_menu import Preview, apply_import, preview_import
from order_service.domain.menu_csv import export_menu
from order_service.domain.menu_import import MenuImport
from order_service.store.menu_book import read_pages
from order_service.store.unit_of_work import UnitOfWork

router = APIRouter(prefix="/api/products", tags=["menu"])

_TEXT = {"schema": {"type": "string"}}
_FILE: dict[str, Any] = {"requestBody": {"required": True, "content": {"text/csv": _TEXT}}}


@router.get(
    "/export",
    response_class=Response,
    responses={200: {"content": {"text/csv": _TEXT}}, **problem_answers(401, 403)},
)
async def export_menu_file(house: TheHouse, _who: Manager) -> Response:
    """The whole menu as CSV that Excel reads; importing it makes the same menu."""
    text = export_menu(await house.read(read_pages))
    headers = {"Content-Disposition": 'attachment; filename="menu.csv"'}
    return Response(text.encode("utf-8-sig"), headers=headers, media_type="text/csv; charset=utf-8")


@router.post(
    "/import/preview",
    response_model=MenuPreviewOut,
    responses=problem_answers(401, 403),
    openapi_extra=_FILE,
)
async def preview_menu_file(request: Request, house: TheHouse, _who: Manager) -> MenuPreviewOut:
    """What a CSV file would change, and what is wrong with it line by line; changes nothing."""
    file = await request.body()
    return _shown(await house.read(lambda connection: preview_import(connection, file)))


@router.post(
    "/import",
    response_model=MenuImportedOut,
    responses=problem_answers(401, 403, 409),
    openapi_extra=_FILE,
)
async def import_menu_file(
    request: Request,
    token: Annotated[str, Query(pattern=r"^[0-9a-f]{64}$", description="Of the preview.")],
    house: TheHouse,
    who: Manager,
    tap: TheTap,
) -> Response:
    """Take over the file of a preview, all of it or nothing."""
    file = await request.body()

    def _apply(unit: UnitOfWork) -> MenuImportedOut:
        plan = apply_import(unit, file, token, who, tap.correlation_id)
        return MenuImportedOut(added=_count(plan, "added"), changed=_count(plan, "changed"))

    return await once(house, tap, 200, _apply)


def _shown(preview: Preview) -> MenuPreviewOut:
    plan = preview.plan
    changes = [
        {
            "kind": change.kind,
            "action": change.action,
            "category": change.category,
            "name": change.name,
            "parts": [{"part": part, "before": before, "after": after} for part, before, after in change.parts],
        }
        for change in plan.changes
    ]
    return MenuPreviewOut.model_validate(
        {
            "token": preview.token,
            "can_apply": not plan.faults,
            "added": _count(plan, "added"),
            "changed": _count(plan, "changed"),
            "is_sorted_anew": plan.is_sorted_anew,
            "changes": changes,
            "faults": list(plan.faults),
        }
    )


def _count(plan: MenuImport, action: str) -> int:
    return sum(change.action == action for change in plan.changes)
