"""The printer check, as a manager asks for it and reads what was found."""

from typing import Annotated, Any

from pydantic import Field

from api.schemas.common import AnswerBody, OneLine, RequestBody
from api.schemas.places import Capabilities, Port
from kernel.messages import (
    AfterStop,
    CheckAnswer,
    CheckStep,
    FoundPrinter,
    PrinterCheckReport,
    SecondClient,
    TrialStage,
)
from order_service.domain.printer_words import Sentence


class PrinterCheckIn(RequestBody):
    """One step of a check: of one of our printers, or of whatever stands at an address. `discover` needs neither."""

    step: CheckStep
    printer_id: Annotated[str, Field(max_length=32, pattern=r"^$|^[a-z0-9][a-z0-9-]*$")] = ""
    address: Annotated[OneLine, Field(max_length=45, examples=["192.168.1.50"])] = ""
    port: Port = 9100
    capabilities: Capabilities | None = None
    """How to speak to it; null means as it is set up."""
    first_page: Annotated[int, Field(ge=0, le=255)] = 0
    last_page: Annotated[int, Field(ge=0, le=255)] = 60
    """Of `code_pages`: one numbered line for each."""

    @property
    def spoken(self) -> dict[str, Any] | None:
        """The capabilities as the message carries them."""
        return None if self.capabilities is None else self.capabilities.model_dump()


class FoundOut(FoundPrinter):
    """A printer that was found. `moved_printer_id`: one of ours has its network card, at another address."""

    moved_printer_id: str = ""


class PrinterCheckOut(AnswerBody):
    """How far a step of a check is, and what came of it."""

    id: str
    step: CheckStep
    is_final: bool
    progress: float
    reason: str
    """What stood in the way; '' when the step was done, or is under way."""
    sentence: str
    sentence_en: str
    answers: list[CheckAnswer] = Field(default_factory=list)
    is_paper_low: bool = False
    status: str | None = None
    fence: str | None = None
    """What the printer proved to understand; null when that was not asked or not learnt."""
    printed: list[str] = Field(default_factory=list)
    """What was printed, in order; a person says which is right."""
    stage: TrialStage = ""
    """Of a trial by hand: what it waits for now; once it ended, what it waited for in vain."""
    is_late: bool = False
    """The time for `stage` ran out."""
    at_line: int = 0
    """How many numbered lines the printer had when it stopped."""
    named: str = ""
    """How the printer called what stopped it: a reason."""
    named_sentence: str = ""
    named_sentence_en: str = ""
    after_cover: AfterStop | None = None
    after_paper: AfterStop | None = None
    second_client: SecondClient | None = None
    idle_close_s: int | None = None
    """What it did in a trial, in the words of its capabilities; null when that was not tried or not learnt."""
    mac: str = ""
    searched: list[str] = Field(default_factory=list)
    left_out: list[str] = Field(default_factory=list)
    """Networks, or parts of them, that were too large to search."""
    found: list[FoundOut] = Field(default_factory=list)

    @classmethod
    def begun(cls, check_id: str, step: CheckStep) -> "PrinterCheckOut":
        """Nothing is known yet."""
        return cls(id=check_id, step=step, is_final=False, progress=0.0, reason="", sentence="", sentence_en="")

    @classmethod
    def of(cls, report: PrinterCheckReport, said: Sentence, named: Sentence, macs: dict[str, str]) -> "PrinterCheckOut":
        """As the last report says; `macs`: our printers by their network cards."""
        found = [
            one.model_dump() | {"moved_printer_id": "" if one.printer_id else macs.get(one.mac, "")}
            for one in report.found
        ]
        told = report.model_dump(exclude={"found", "kind", "request_id", "seq"})
        words = {"sentence": said.el, "sentence_en": said.en}
        words |= {"named_sentence": named.el, "named_sentence_en": named.en}
        return cls.model_validate(told | words | {"id": report.request_id, "found": found})
