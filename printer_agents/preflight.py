"""Asking a printer how it is, before any byte of a ticket leaves."""

import time
from collections.abc import Callable

from kernel.messages import PrinterSettings
from printer_agents.paper.escpos import ASK_ORDERED, after_a_break, ask_status
from printer_agents.printer_link import PrinterGone, PrinterLink
from printer_agents.printer_status import Health, Ordered, RealTime, Reply
from printer_agents.printing import CHECKS, judge_check, speaks_another_language
from printer_agents.settings import AgentSettings

_LOOK_S = 0.25


def ask_how_it_is(link: PrinterLink, printer: PrinterSettings, numbers: AgentSettings) -> Health:
    """Send all questions in one go; when an answer is missing, ask again, one by one.

    Returns:
        its reason is '' when it can print, or can't be asked (`status` is `none`); else what a person must mend.

    Raises:
        PrinterGone: it closed the connection (`link_lost`), answered nothing (`silent`: off, or busy with another
            client), or in another language (`wrong_device`).
    """
    if printer.status == "none":
        return Health()
    link.drain()
    link.send(b"".join(map(ask_status, CHECKS)))
    heard = _collect(link, len(CHECKS), numbers.status_timeout_s)
    verdict = judge_check(heard, CHECKS)
    if verdict is not None:
        return verdict
    for _ in range(numbers.status_tries - 1):
        answers = _one_by_one(link, numbers.status_timeout_s)
        heard += answers
        verdict = judge_check([reply for reply in answers if isinstance(reply, RealTime)], CHECKS)
        if verdict is not None:
            return verdict
    raise PrinterGone("wrong_device" if speaks_another_language(heard) else "silent")


def outlive_a_break(
    link: PrinterLink, printer: PrinterSettings, numbers: AgentSettings, is_over: Callable[[], bool]
) -> None:
    """After a ticket broke off: have the printer be done with what it still holds of it, before the next one is sent.

    NULs fill the command or picture that it may still wait for. Then its late answers are heard out: GS r has no
    number, so that the answer to the old ticket would be taken as proof of the next one, and that one's for the one
    after (seen: a ticket called printed that a power cut took). One that never answers is late with
    none: it is waited for as long as for a fence.

    Raises:
        PrinterGone: it closed the connection; no byte of a ticket was sent.
    """
    link.send(after_a_break(has_pictures=True))
    if printer.fence != "gs_r":
        return
    link.send(ASK_ORDERED)
    until_s = time.monotonic() + numbers.fence_wait_s
    while not any(isinstance(reply, Ordered) for reply in link.receive(_LOOK_S)):
        if is_over() or time.monotonic() > until_s:
            return
    while link.receive(numbers.status_timeout_s):
        pass


def _one_by_one(link: PrinterLink, timeout_s: float) -> list[Reply]:
    """At most one answer to each question; ends at the first that stays without."""
    heard: list[Reply] = []
    for n in CHECKS:
        link.drain()
        link.send(ask_status(n))
        answer = _collect(link, 1, timeout_s)
        heard += [reply for reply in answer if not isinstance(reply, RealTime)]
        heard += [reply for reply in answer if isinstance(reply, RealTime)][:1]
        if not answer:
            break
    return heard


def _collect(link: PrinterLink, wanted: int, timeout_s: float) -> list[Reply]:
    """Replies until `wanted` of them answer DLE EOT, or the time is over."""
    until_s = time.monotonic() + timeout_s
    replies: list[Reply] = []
    while sum(isinstance(reply, RealTime) for reply in replies) < wanted:
        more = link.receive(max(0.0, until_s - time.monotonic()))
        if not more:
            break
        replies += more
    return replies
