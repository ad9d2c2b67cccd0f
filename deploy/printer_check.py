"""`pos printer-check`: the steps that the manager's app has, at a terminal beside the printer."""

import re
import sys
from collections.abc import Callable, Sequence
from typing import Any, get_args

from pydantic import ValidationError

from deploy.printer_trials import POWER_ANSWERS, POWERED, STAGES, TRIALS, told_in_vain, told_of_trial
from kernel.clock import utc_now
from kernel.errors import CannotStart
from kernel.ids import is_slug
from kernel.messages import CheckStep, FoundPrinter, PrinterCapabilities, PrinterCheckReport, Reason
from kernel.mqtt_link import BrokerEndpoint
from kernel.service_credentials import ensure_secret
from kernel.settings import read_settings, usable_data_dir
from printer_agents.check.alone import Alone
from printer_agents.check.asking import CHECK_USER, Asker, a_request
from printer_agents.settings import AgentSettings

STEPS: tuple[CheckStep, ...] = tuple(step for step in get_args(CheckStep) if step != "discover")
"""In the order of a walk through all of them."""
EXIT_OK, EXIT_NOT_READY = 0, 1
_SILENCE_S = 60.0
"""Longest wait for a sign of life of a step: a printer's slowest fence and the agent's last ticket; a hand's time, or
that of a silent connection, comes on top."""

SENTENCES: dict[Reason, str] = {
    "": "It answers, and it can print.",
    "no_route": "No way leads to this address. Look at the box's own cable, and whether the address is in its network.",
    "unreachable": "Nobody answers there. Look at the printer's power and cable, and the address on its test page.",
    "refused": "A device is there, but nothing listens on this port. Is it the printer? Is 9100 its port?",
    "busy": "Somebody else is connected to it: its own agent with a ticket, or a till. Try again when it is done.",
    "silent": "It takes the connection and answers nothing: busy, hung, or of a kind that never answers. Switch it off"
    " and on; if that changes nothing, go on with --mute.",
    "wrong_device": "What is there is not a receipt printer.",
    "bad_address": "This house has no such printer, or the address is not one of its own network.",
    "cover_open": "Its cover is open.",
    "paper_out": "It has no paper.",
    "offline": "It was put off line at its own panel.",
    "printer_error": "It reports an error: look at its knife, and whether paper is jammed.",
    "link_lost": "The connection broke in the midst of it.",
    "cancelled": "It was stopped.",
}

Answer = Callable[[str, str], str]
"""(question, what Enter means) -> what a person typed."""


class Walk:
    """One printer, step by step; learns its capabilities from what it answers and what a person sees.

    Args:
        desk: does the steps.
        place: fields of the request that name the printer.
        start: how to speak to it at first; None means as its settings say.
        answer: asks a person; None where nobody is there, so that nothing is asked and nothing kept.
        pages: first and last code page to print.
        silence_s: longest wait for a sign of life of a step.
    """

    def __init__(
        self,
        desk: Asker | Alone,
        place: dict[str, Any],
        start: PrinterCapabilities | None,
        answer: Answer | None,
        pages: tuple[int, int],
        silence_s: float = _SILENCE_S,
    ) -> None:
        self._desk = desk
        self._place = place
        self._asked = start
        self._spoken = start or PrinterCapabilities(fence="none")
        self._answer = answer
        self._pages = pages
        self._silence_s = silence_s
        self.learnt: dict[str, Any] = {}

    def take(self, steps: Sequence[CheckStep]) -> int:
        """Do the steps until one of them can't be done; the exit status."""
        for step in steps:
            if step in TRIALS and not self._wants(TRIALS[step]):
                continue
            report = self._ask(step)
            for one in report.answers:
                print(f"  {one.asked:10}  {one.heard_hex or 'no answer':24}  {one.took_ms:.0f} ms")
            self._spoken = report.spoken or self._spoken
            if report.reason:
                is_in_vain = report.stage != "" and report.reason == "cancelled"
                print(f"{step}: {told_in_vain(report) if is_in_vain else SENTENCES.get(report.reason, report.reason)}")
                return EXIT_NOT_READY
            print(f"{step}: {self._learn(report)}")
        return EXIT_OK

    def _ask(self, step: CheckStep) -> PrinterCheckReport:
        fields = self._place | {"first_page": self._pages[0], "last_page": self._pages[1]}
        report = self._desk.ask(
            a_request(step, utc_now(), capabilities=self._asked, **fields), self._silence_s, _say_stage
        )
        if report is None:
            raise CannotStart("The printer agents don't answer. Is the site running? Look at its logs.")
        return report

    def _wants(self, question: str) -> bool:
        """Whether the person lends a hand now; where nobody is asked, the step was named by who started this."""
        return self._answer is None or self._answer(question, "no").lower().startswith("y")

    def _learn(self, report: PrinterCheckReport) -> str:
        """Take note of what was found; a sentence about it."""
        match report.step:
            case "status":
                self._note(status=report.status)
                return SENTENCES[""] + (" Its paper is nearly used up." if report.is_paper_low else "")
            case "fences":
                self._note(fence=report.fence)
                return f"the best proof of print that it gives is {report.fence}."
            case "code_pages":
                return self._chosen(report, "code_page", "Which number reads as Greek?", "", int)
            case "sample":
                found = self._chosen(report, "columns", "Which is the longest ruler on one line?", "48", int)
                if self._answer is not None:
                    is_read = self._answer("Does line 6 read 5€ (yes or no)?", "no").lower().startswith("y")
                    self._note(user_chars=is_read)
                return found
            case "cuts":
                return self._chosen(report, "cut", "Which slip was cut as you like (its number)?", "1", None)
            case "cover" | "paper" | "power" | "connections":
                return self._learn_by_hand(report)
            case _:
                return self._chosen(report, "beep", "Which number did you hear?", "", None)

    def _learn_by_hand(self, report: PrinterCheckReport) -> str:
        told = told_of_trial(report)
        self._note(
            after_cover=report.after_cover, after_paper=report.after_paper, second_client=report.second_client,
            idle_close_s=report.idle_close_s,
        )  # fmt: skip
        if self._answer is None:
            return told
        name = f"after_{report.step}"
        if "goes_on" in (report.after_cover, report.after_paper):
            whole = self._answer("Are the numbers 1 to 40 all on the paper, each once (yes or no)?", "yes")
            if not whole.lower().startswith("y"):
                self._note(**{name: "gaps"})
                return told_of_trial(report.model_copy(update={name: "gaps"}))
        if report.step == "power":
            asked = f"What came out after it was switched on ({', '.join(POWER_ANSWERS)})?"
            typed = self._answer(asked, "")
            came = next((one for one in POWER_ANSWERS if one == typed), None)
            self._note(after_power=came)
            return POWERED[came] if came is not None else "nothing noted."
        return told

    def _chosen(
        self, report: PrinterCheckReport, name: str, question: str, otherwise: str, number: Callable[[str], int] | None
    ) -> str:
        if self._answer is None:
            return f"printed {', '.join(report.printed)}."
        while typed := self._answer(question, otherwise):
            if number is not None and typed in report.printed:
                self._note(**{name: number(typed)})
                return f"{name} is {typed}."
            if number is None and typed.isdigit() and 1 <= int(typed) <= len(report.printed):
                self._note(**{name: report.printed[int(typed) - 1]})
                return f"{name} is {report.printed[int(typed) - 1]}."
        return "nothing noted."

    def _note(self, **learnt: Any) -> None:
        self.learnt |= {name: value for name, value in learnt.items() if value is not None}
        self._asked = self._spoken.model_copy(update=self.learnt)


def _say_stage(report: PrinterCheckReport) -> None:
    if told := STAGES.get(report.stage):
        print(f"  {told}", flush=True)


def search(desk: Asker | Alone) -> int:
    """Look for printers and list them."""

    def progress(report: PrinterCheckReport) -> None:
        print(f"\rsearching, {report.progress:.0%}", end="", file=sys.stderr, flush=True)

    report = desk.ask(a_request("discover", utc_now()), _SILENCE_S, progress)
    print(file=sys.stderr)
    if report is None:
        raise CannotStart("The printer agents don't answer. Is the site running? Look at its logs.")
    for one in report.found:
        print(f"{one.address}:{one.port}  {one.mac or '-':17}  {_what(one)}")
    print(f"Searched {', '.join(report.searched) or 'no network: this box is in no private one'}.")
    if report.left_out:
        print(f"Too large to search whole: {', '.join(report.left_out)}.")
    return EXIT_OK


def run_from_words(place: str, steps: Sequence[str], pages: str, encoding: str, is_mute: bool) -> int:
    """What the command line says, checked; then `run`.

    Raises:
        CannotStart: names what makes no sense.
    """
    if unknown := [step for step in steps if step not in STEPS]:
        raise CannotStart(f"There is no step '{unknown[0]}'. There are: {', '.join(STEPS)}.")
    asked = re.fullmatch(r"([0-9]{1,3})(?:-([0-9]{1,3}))?", pages)
    first, last = (int(asked[1]), int(asked[2] or asked[1])) if asked else (1, 0)
    if not first <= last <= 255:
        raise CannotStart(f"'{pages}' are no code pages. Write a range like 0-60.")
    capabilities = None
    if encoding or is_mute:
        changes = {"encoding": encoding} if encoding else {}
        mute = {"status": "none", "fence": "none"} if is_mute else {"fence": "none"}
        try:
            capabilities = PrinterCapabilities.model_validate(changes | mute)
        except ValidationError:
            raise CannotStart(f"'{encoding}' is no encoding of a printer's. Try cp737 or cp1253.") from None
    return run(place, [step for step in STEPS if step in steps], (first, last), capabilities)


def run(
    place: str, steps: Sequence[CheckStep], pages: tuple[int, int], capabilities: PrinterCapabilities | None
) -> int:
    """Search, or walk through the check of one printer.

    Args:
        place: a printer's id, an address, `address:port`, or '' to search.
        steps: which; none means all of them when somebody sits at the terminal, else only the status.
        pages: first and last code page to print.
        capabilities: how to speak to it; None means as its settings say.

    Raises:
        CannotStart: settings are wrong, or nobody answers.
    """
    settings = read_settings(AgentSettings)
    usable_data_dir(settings.data_dir)
    is_attended = sys.stdin.isatty() and not steps
    endpoint = BrokerEndpoint.parse(settings.broker_url, settings.mqtt_ca_file)
    secret = settings.mqtt_password or ensure_secret(settings.data_dir, CHECK_USER)
    with Asker(endpoint, settings.site_id, secret) as asker:
        desk = asker if asker.finds_a_broker() else Alone(settings)
        if not place:
            return search(desk)
        silence_s = _SILENCE_S + max(settings.check_hands_s, settings.check_idle_s)
        walk = Walk(desk, _fields(place), capabilities, _typed if is_attended else None, pages, silence_s)
        status = walk.take(steps or _usual(is_attended, capabilities))
    if is_attended and walk.learnt:
        _offer_to_keep(place, walk.learnt)
    return status


def _usual(is_attended: bool, capabilities: PrinterCapabilities | None) -> Sequence[CheckStep]:
    if not is_attended:
        return STEPS[:1]
    is_mute = capabilities is not None and capabilities.status == "none"
    return [step for step in STEPS[2:] if step not in TRIALS] if is_mute else STEPS


def _fields(place: str) -> dict[str, Any]:
    if is_slug(place):
        return {"printer_id": place}
    host, _, port = place.rpartition(":") if place.count(":") == 1 else (place, "", "")
    return {"address": host} | ({"port": int(port)} if port.isdigit() else {})


def _what(one: FoundPrinter) -> str:
    if one.printer_id:
        return f"our printer {one.printer_id}"
    return "a receipt printer" if not one.reason else SENTENCES[one.reason]


def _typed(question: str, otherwise: str) -> str:
    try:
        return input(f"{question}{f' [{otherwise}]' if otherwise else ''} ").strip() or otherwise
    except EOFError:
        return ""


def _offer_to_keep(place: str, learnt: dict[str, Any]) -> None:
    told = ", ".join(f"{name} {value}" for name, value in learnt.items())
    if not is_slug(place):
        print(f"Learnt: {told}. Write this into the printer's settings in the manager's app.")
    elif _typed(f"Learnt: {told}. Keep it for {place}?", "yes").lower().startswith("y"):
        from deploy.printer_book import keep  # late: the search needs no database

        keep(place, learnt)
        print("Kept; the next ticket is printed so.")
