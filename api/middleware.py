"""How large a request to the site's API may be; the rest of its frame is kernel/web/request_frame.py."""

import re

from kernel.web.request_frame import MAX_BODY_BYTES
from order_service.store.images import MAX_IMAGE_BYTES

MAX_FORM_BYTES = MAX_IMAGE_BYTES + 64 * 1024
"""A picture with the form around it, on the two routes that take one."""

_PICTURE_OF_PRODUCT = re.compile(r"^/api/products/\d{1,16}/image$")


def bound_of(method: str, path: str, content_type: str) -> int:
    """How many bytes a request's body may have: a picture's where one is taken, else MAX_BODY_BYTES."""
    takes_picture = path == "/api/products/" or _PICTURE_OF_PRODUCT.match(path) is not None
    is_form = content_type.lower().startswith("multipart/form-data")
    return MAX_FORM_BYTES if method == "POST" and takes_picture and is_form else MAX_BODY_BYTES
