"""Answers a report in the format that was asked for."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final, Literal

from fastapi import Depends, Query, Response

from api.dependencies import TheHouse
from api.exports.csv_file import csv_file
from api.exports.pdf_file import pdf_file
from api.exports.report_sheets import Layout
from api.exports.sheet import Sheet
from api.schemas.common import Language

Format = Literal["json", "csv", "pdf"]

FORMATS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}, "application/pdf": {"schema": {"type": "string"}}}}
}
"""For OpenAPI: the other faces of a report."""


class Exporter:
    """The format and language of one request.

    Attributes:
        is_json: answer the body as JSON, there is no file to make.
    """

    def __init__(self, format: Format, layout: Layout) -> None:
        self._format = format
        self.layout = layout
        self.is_json = format == "json"

    async def file(self, name: str, title: str, subtitle: str, sheets: Callable[[Layout], Sequence[Sheet]]) -> Response:
        """A download; drawing a PDF takes a while, so it is done in a thread.

        Args:
            name: of the file, without ending; ASCII.
            title: a word of `order_service/domain/report_words.py`.
        """

        def _make() -> bytes:
            tables = sheets(self.layout)
            if self._format == "csv":
                return csv_file(tables)
            return pdf_file(self.layout.say(title), f"{subtitle} · {self.layout.say('internal')}", tables)

        media_type = "text/csv; charset=utf-8" if self._format == "csv" else "application/pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}.{self._format}"'}
        return Response(await asyncio.to_thread(_make), headers=headers, media_type=media_type)


async def exporter(
    house: TheHouse,
    format: Annotated[
        Format, Query(description="csv: semicolons and decimal commas, as a Greek Excel reads.")
    ] = "json",
    lang: Annotated[Language, Query(description="Of the headings of csv and pdf.")] = "el",
) -> Exporter:
    """Reads `format` and `lang`."""
    return Exporter(format, Layout(lang, house.rules.zone))


TheExporter = Annotated[Exporter, Depends(exporter)]
