"""A sample paper, before it is printed."""

from typing import Annotated

from pydantic import AfterValidator, Field

from api.schemas.common import Id, Language, RequestBody
from api.schemas.menu_edit import ProductIn
from api.schemas.places import Capabilities
from order_service.domain.menu import printable_note
from order_service.domain.sample_papers import SampleKind


class PreviewIn(RequestBody):
    """What to draw. Products that are not named are the first of the menu."""

    kind: SampleKind = "new"
    product_ids: list[Id] = Field(default_factory=list, max_length=20)
    dish: ProductIn | None = None
    """A dish as it is being typed, instead of those that are kept."""
    note: Annotated[str, AfterValidator(printable_note)] = Field("", max_length=200)
    capabilities: Capabilities | None = None
    """How the printer is spoken to; null means as it is set up."""
    language: Language = "el"
