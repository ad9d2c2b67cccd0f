"""The menu, changed."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from api.dependencies import Manager, TheHouse, TheTap, Who, once
from api.house import House
from api.problems import problem_answers
from api.schemas.menu import CategoryOut, ProductOut
from api.schemas.menu_edit import CategoryIn, NewOrderIn, ProductChangeIn, ProductIn, RemovedProductOut
from kernel.errors import NotFound
from order_service.commands.edit_category import remove_category, save_category
from order_service.commands.edit_product import RemovedProduct, Seen, remove_product, save_product, set_image, sort_menu
from order_service.commands.eighty_six import set_out_today
from order_service.queries.menu_page import Wanted, menu_categories, menu_page
from order_service.store.business_days import running_day
from order_service.store.images import NotAnImage
from order_service.store.menu import read_menu
from order_service.store.tables import categories, products
from order_service.store.unit_of_work import UnitOfWork

router = APIRouter(prefix="/api", tags=["menu"])

ProductId = Annotated[int, Path(ge=1, le=2**53 - 1)]
CategoryId = Annotated[int, Path(ge=1, le=2**53 - 1)]

_PICTURE = {"type": "string", "format": "binary", "description": "PNG, JPEG or WebP; up to 5 MB and 16 megapixels."}
_WITH_PICTURE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/ProductIn"}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["product"],
                    "properties": {"product": {"$ref": "#/components/schemas/ProductIn"}, "image": _PICTURE},
                }
            },
        },
    }
}
_ONLY_PICTURE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "required": ["image"], "properties": {"image": _PICTURE}}
            }
        },
    }
}


class NoSuchImage(NotFound):
    """No such picture."""

    code = "no-such-image"
    hint = "Refresh the menu; the picture was changed."


@router.post(
    "/products/",
    status_code=201,
    response_model=ProductOut,
    responses=problem_answers(401, 403, 404, 409),
    openapi_extra=_WITH_PICTURE,
)
async def add_product(request: Request, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Put a product on the menu: JSON, or multipart with the JSON as `product` and a picture as `image`."""
    body, upload = await _product_and_picture(request)
    image_url = None if upload is None else await _kept(house, upload)
    kept: list[str] = []

    def _add(unit: UnitOfWork) -> ProductOut:
        product_id = save_product(unit, body.draft(), body.category_id, who, tap.correlation_id)
        if image_url is not None:
            set_image(unit, product_id, image_url, who, tap.correlation_id)
            kept.append(image_url)
        return _product(unit, house, product_id)

    try:
        return await once(house, tap, 201, _add)
    except Exception:
        kept.clear()
        raise
    finally:
        if not kept:  # refused, or a repeat whose picture is there already
            house.images.forget(image_url)


@router.put("/products/order", status_code=204, responses=problem_answers(401, 403))
async def sort_products(body: NewOrderIn, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Give products their places on the menu; those not named stay where they are."""
    return await once(house, tap, 204, lambda unit: sort_menu(unit, products, body.ids, who, tap.correlation_id))


@router.put("/products/categories/order", status_code=204, responses=problem_answers(401, 403))
async def sort_categories(body: NewOrderIn, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Give the menu's pages their places."""
    return await once(house, tap, 204, lambda unit: sort_menu(unit, categories, body.ids, who, tap.correlation_id))


@router.post(
    "/products/categories", status_code=201, response_model=CategoryOut, responses=problem_answers(401, 403, 409)
)
async def add_category(body: CategoryIn, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Add a page to the menu."""
    return await once(house, tap, 201, lambda unit: _saved(unit, body, None, who, tap.correlation_id))


@router.put(
    "/products/categories/{category_id}", response_model=CategoryOut, responses=problem_answers(401, 403, 404, 409)
)
async def change_category(
    category_id: CategoryId, body: CategoryIn, house: TheHouse, who: Manager, tap: TheTap
) -> Response:
    """Change a page of the menu, whole."""
    return await once(house, tap, 200, lambda unit: _saved(unit, body, category_id, who, tap.correlation_id))


@router.delete("/products/categories/{category_id}", status_code=204, responses=problem_answers(401, 403, 404, 409))
async def delete_category(category_id: CategoryId, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Take an empty page off the menu; 409 names the products that are in it."""
    return await once(house, tap, 204, lambda unit: remove_category(unit, category_id, who, tap.correlation_id))


@router.put("/products/{product_id}", response_model=ProductOut, responses=problem_answers(401, 403, 404, 409))
async def change_product(
    product_id: ProductId, body: ProductChangeIn, house: TheHouse, who: Manager, tap: TheTap
) -> Response:
    """Change a product, whole; orders keep what they were sold. 409 when it is not as it was `seen`."""

    def _change(unit: UnitOfWork) -> ProductOut:
        seen = None if body.seen is None else Seen(body.seen.draft(product_id), body.seen.category_id)
        save_product(unit, body.draft(product_id), body.category_id, who, tap.correlation_id, seen)
        return _product(unit, house, product_id)

    return await once(house, tap, 200, _change)


@router.delete("/products/{product_id}", response_model=RemovedProductOut, responses=problem_answers(401, 403, 404))
async def delete_product(product_id: ProductId, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Take a product off the menu; says on which tables it still is."""
    removed: list[RemovedProduct] = []

    def _remove(unit: UnitOfWork) -> RemovedProductOut:
        done = remove_product(unit, product_id, who, tap.correlation_id)
        removed.append(done)
        return RemovedProductOut(id=product_id, name=done.name, still_on=done.still_on)

    answer = await once(house, tap, 200, _remove)
    for done in removed:
        house.images.forget(done.image_url)
    return answer


@router.post("/products/{product_id}/out", response_model=ProductOut, responses=problem_answers(401, 404))
async def out_today(product_id: ProductId, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """86: nobody sells it until the business day ends."""
    return await once(house, tap, 200, lambda unit: _set_out(unit, house, product_id, who, tap.correlation_id, True))


@router.delete("/products/{product_id}/out", response_model=ProductOut, responses=problem_answers(401, 404))
async def back_today(product_id: ProductId, house: TheHouse, who: Who, tap: TheTap) -> Response:
    """It is there after all."""
    return await once(house, tap, 200, lambda unit: _set_out(unit, house, product_id, who, tap.correlation_id, False))


@router.post(
    "/products/{product_id}/image",
    response_model=ProductOut,
    responses=problem_answers(401, 403, 404),
    openapi_extra=_ONLY_PICTURE,
)
async def upload_image(product_id: ProductId, request: Request, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Give a product its picture; only the picture is kept, its metadata is not."""
    upload = await _picture(request)
    if upload is None:
        raise NotAnImage("Send the picture as `image` in a form.")
    image_url = await _kept(house, upload)
    unneeded: list[str | None] = [image_url]

    def _set(unit: UnitOfWork) -> ProductOut:
        before = set_image(unit, product_id, image_url, who, tap.correlation_id)
        product = _product(unit, house, product_id)
        unneeded[:] = [before]
        return product

    try:
        return await once(house, tap, 200, _set)
    except Exception:
        unneeded[:] = [image_url]
        raise
    finally:
        house.images.forget(unneeded[0])


@router.delete("/products/{product_id}/image", response_model=ProductOut, responses=problem_answers(401, 403, 404))
async def delete_image(product_id: ProductId, house: TheHouse, who: Manager, tap: TheTap) -> Response:
    """Take the picture away."""
    before: list[str | None] = []

    def _clear(unit: UnitOfWork) -> ProductOut:
        before.append(set_image(unit, product_id, None, who, tap.correlation_id))
        return _product(unit, house, product_id)

    answer = await once(house, tap, 200, _clear)
    for url in before:
        house.images.forget(url)
    return answer


@router.get(
    "/images/{name}",
    response_class=FileResponse,
    responses={
        200: {"content": {"image/webp": {"schema": {"type": "string", "format": "binary"}}}},
        **problem_answers(404),
    },
)
async def read_image(name: Annotated[str, Path(pattern=r"^[0-9a-f]{32}\.webp$")], house: TheHouse) -> FileResponse:
    """A picture of the menu. Open to whoever knows its random name: an <img> can't sign in."""
    path = await asyncio.to_thread(house.images.path, name)
    if path is None:
        raise NoSuchImage("There is no such picture.")
    return FileResponse(path, media_type="image/webp", headers={"Cache-Control": "public, max-age=31536000, immutable"})


def _saved(unit: UnitOfWork, body: CategoryIn, category_id: int | None, who: Manager, tap_id: str) -> CategoryOut:
    saved = save_category(unit, body.draft(category_id), who, tap_id)
    [row] = [row for row in menu_categories(unit.connection) if row["id"] == saved]
    return CategoryOut.model_validate(row)


def _set_out(unit: UnitOfWork, house: House, product_id: int, who: Who, tap_id: str, is_out: bool) -> ProductOut:
    set_out_today(unit, product_id, who, house.rules, tap_id, is_out=is_out)
    return _product(unit, house, product_id)


def _product(unit: UnitOfWork, house: House, product_id: int) -> ProductOut:
    """As it stands in this transaction; the cached menu is for what is committed."""
    wanted = Wanted(running_day(unit, house.rules), also_unavailable=True, product_id=product_id)
    [row] = menu_page(unit.connection, read_menu(unit.connection, 0), unit.now, wanted)
    return ProductOut.model_validate(row)


async def _kept(house: House, upload: bytes) -> str:
    return await asyncio.wrap_future(house.images.keep(upload))


async def _product_and_picture(request: Request) -> tuple[ProductIn, bytes | None]:
    try:
        if not _is_form(request):
            return ProductIn.model_validate_json(await request.body()), None
        async with request.form(max_files=1, max_fields=1) as form:
            text = form.get("product")
            image = form.get("image")
            body = ProductIn.model_validate_json(text if isinstance(text, str) else "")
            return body, await image.read() if isinstance(image, UploadFile) else None
    except ValidationError as error:
        raise RequestValidationError(
            error.errors(include_url=False, include_context=False, include_input=False)
        ) from None


async def _picture(request: Request) -> bytes | None:
    if not _is_form(request):
        return None
    async with request.form(max_files=1, max_fields=1) as form:
        image = form.get("image")
        return await image.read() if isinstance(image, UploadFile) else None


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").lower().startswith("multipart/form-data")
