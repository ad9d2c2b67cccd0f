"""What every body shares."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from cloud_license.domain.site import zone_of


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("control characters are not taken")
    return text


OneLine = Annotated[str, AfterValidator(_one_line)]
"""Words without control characters: a database may refuse them."""


def _known_zone(name: str) -> str:
    zone_of(name)
    return name


TimeZone = Annotated[str, Field(min_length=1, max_length=40, examples=["Europe/Athens"]), AfterValidator(_known_zone)]


class RequestBody(BaseModel):
    """What a client sends: an unknown field is an error."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, use_attribute_docstrings=True)


class AnswerBody(BaseModel):
    """What we answer."""

    model_config = ConfigDict(from_attributes=True, use_attribute_docstrings=True)
