"""Pictures of dishes: what may come in, and what is kept."""

import json
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from api.middleware import MAX_FORM_BYTES
from order_service.store.images import LONGEST_SIDE, MAX_IMAGE_BYTES
from tests.integration.api.conftest import Box
from tests.integration.api.test_menu_edit import GRILL, category

pytestmark = pytest.mark.before_the_book

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **options)
    return out.getvalue()


def located_and_turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # a phone held upright
    exif[0x010F] = "Secret phone of the owner"
    return picture("JPEG", exif=exif, comment=b"taken at home")


def upload(box: Box, image: bytes, name: str = "dish.png", **headers: str) -> httpx.Response:
    url = f"/api/products/{box.product()['id']}/image"
    return box.http.post(url, files={"image": (name, image)}, headers=box.headers("eleni", **headers))


def kept_files(box: Box) -> list[str]:
    folder = box.data_dir / "images"
    return sorted(file.name for file in folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_kept_made_anew_and_served_for_long(box: Box, kind: str) -> None:
    url = upload(box, picture(kind, (2000, 1000)), "anything.exe").json()["image_url"]
    served = box.http.get(url)  # without a session: an <img> has none
    assert served.headers["Content-Type"] == "image/webp"
    assert served.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    with Image.open(BytesIO(served.content)) as shown:
        assert (shown.format, shown.size) == ("WEBP", (LONGEST_SIDE, LONGEST_SIDE // 2))
    assert kept_files(box) == [url.rsplit("/", 1)[1]]


def test_nothing_but_the_picture_is_kept(box: Box) -> None:
    url = upload(box, located_and_turned()).json()["image_url"]
    kept = box.http.get(url).content
    assert b"Secret" not in kept
    assert b"home" not in kept
    with Image.open(BytesIO(kept)) as shown:
        assert shown.size == (40, 60)
        assert not shown.getexif()


@pytest.mark.parametrize(
    "hostile",
    [b"", SVG, b"GIF89a" + b"\x00" * 50, b"%PDF-1.4", picture()[:60], b"\x89PNG\r\n\x1a\n" + b"\xff" * 100],
    ids=["nothing", "svg", "gif", "pdf", "cut", "garbage"],
)
def test_what_is_no_picture_is_refused_whatever_it_calls_itself(box: Box, hostile: bytes) -> None:
    refused = upload(box, hostile, "dish.png")
    assert (refused.status_code, refused.json()["code"]) == (422, "not-an-image")
    assert kept_files(box) == []


def test_a_picture_of_too_many_points_is_refused_before_it_is_unpacked(box: Box) -> None:
    out = BytesIO()
    Image.new("1", (5000, 4000)).save(out, "PNG")
    refused = upload(box, out.getvalue())
    assert len(out.getvalue()) < 100_000
    assert (refused.status_code, refused.json()["code"]) == (422, "image-too-large")


def test_only_a_picture_may_be_large_and_it_not_over_its_bound(box: Box) -> None:
    assert upload(box, b"\x00" * (MAX_IMAGE_BYTES + 1)).json()["code"] == "image-too-large"
    assert upload(box, b"\x00" * MAX_FORM_BYTES).status_code == 413
    url = f"/api/products/{box.product()['id']}/image"
    form = {"Content-Type": "multipart/form-data; boundary=x"}

    def endless() -> Any:
        for _ in range(MAX_FORM_BYTES // 65536 + 2):
            yield b"\x00" * 65536

    assert box.http.post(url, content=endless(), headers=box.headers("eleni", **form)).status_code in (400, 413)
    big = {"files": {"image": b"\x00" * (2 * 1024 * 1024)}}
    assert box.http.post("/api/orders/", headers=box.headers("eleni"), **big).status_code == 413
    assert box.http.post(url, content=b"\x00" * 2_000_000, headers=box.headers("eleni")).status_code == 413


def test_a_new_picture_replaces_the_file_and_a_removed_one_is_gone(box: Box) -> None:
    first = upload(box, picture()).json()["image_url"]
    second = upload(box, picture("JPEG")).json()["image_url"]
    assert kept_files(box) == [second.rsplit("/", 1)[1]]
    assert box.http.get(first).json()["code"] == "no-such-image"
    gone = box.http.delete(f"/api/products/{box.product()['id']}/image", headers=box.headers("eleni"))
    assert gone.json()["image_url"] is None
    assert kept_files(box) == []


def test_the_same_form_sent_twice_is_one_tap_whatever_its_boundary(box: Box) -> None:
    image = picture()
    first = upload(box, image, **{"Idempotency-Key": "picture-tap"})
    again = upload(box, image, **{"Idempotency-Key": "picture-tap"})
    assert first.request.headers["Content-Type"] != again.request.headers["Content-Type"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json() == first.json()
    assert len(kept_files(box)) == 1
    assert box.http.get(first.json()["image_url"]).status_code == 200


def test_a_dish_comes_with_its_picture_in_one_form(box: Box) -> None:
    product = json.dumps(GRILL | {"category_id": category(box)["id"]})
    headers = box.headers("eleni")
    made = box.http.post("/api/products/", data={"product": product}, files={"image": picture()}, headers=headers)
    assert made.status_code == 201, made.text
    assert box.http.get(made.json()["image_url"]).status_code == 200
    twice = box.http.post("/api/products/", data={"product": product}, files={"image": picture()}, headers=headers)
    assert twice.json()["code"] == "name-taken"
    assert len(kept_files(box)) == 1
    assert box.http.post("/api/products/", files={"image": picture()}, headers=headers).status_code == 422


@pytest.mark.parametrize("name", ["..%2Fpos.db", "x.webp", "../pos.db", f"{'a' * 32}.webp", f"{'a' * 32}.svg"])
def test_nothing_else_is_served_from_the_folder(calm_box: Box, name: str) -> None:
    assert calm_box.http.get(f"/api/images/{name}").status_code in (404, 422)
