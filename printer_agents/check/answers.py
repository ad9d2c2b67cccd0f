"""Asking one printer everything that it answers without moving paper, and what its answers say. No byte here prints."""

import time
from dataclasses import dataclass, field
from typing import Literal

from kernel.messages import CheckAnswer, Reason
from printer_agents.paper.escpos import ask_status
from printer_agents.printer_link import PrinterGone, PrinterLink
from printer_agents.printer_status import Noise, Ordered, ProcessId, RealTime, Reply, health
from printer_agents.printing import speaks_another_language

QUESTIONS = (1, 2, 3, 4)
"""Of DLE EOT: printer, why offline, error, paper."""
_MOST_HEX = 200


@dataclass(slots=True)
class Health:
    """What a printer said of itself.

    Attributes:
        reason: what keeps it from printing; '' when nothing does.
        status: whether it can be asked; None when nobody can say (no connection).
        answers: every question and what came, in hexadecimal.
    """

    reason: Reason = ""
    is_paper_low: bool = False
    status: Literal["dle_eot", "none"] | None = None
    answers: list[CheckAnswer] = field(default_factory=list)


def ask_health(link: PrinterLink, timeout_s: float) -> Health:
    """DLE EOT 1 to 4, one at a time; a question that stays open is asked once more.

    Returns:
        `silent` when nothing came at all, `wrong_device` when what came is no printer's, `busy` when the connection
        was closed before a word: somebody else has the printer.
    """
    told = Health()
    bits: dict[int, int] = {}
    heard: list[Reply] = []
    try:
        for n in QUESTIONS:
            for _ in range(2):
                replies, took_ms = converse(link, ask_status(n), RealTime, timeout_s)
                heard += replies
                told.answers.append(answer(f"DLE EOT {n}", replies, took_ms))
                for reply in replies:
                    if isinstance(reply, RealTime):
                        bits[n] = reply.bits
                if replies:
                    break
            if not bits:
                break
    except PrinterGone as gone:
        told.reason = gone.reason if heard else "busy"
        return told
    if bits:
        found = health(bits)
        told.status, told.reason, told.is_paper_low = "dle_eot", found.reason, found.is_paper_low
    else:
        told.status = "none"
        told.reason = "wrong_device" if heard and speaks_another_language(heard) else "silent"
    return told


def converse(link: PrinterLink, question: bytes, kind: type[Reply], timeout_s: float) -> tuple[list[Reply], float]:
    """Send a question, collect what comes until an answer of its kind is there or the time is over.

    Returns:
        the replies, and the milliseconds it took.

    Raises:
        PrinterGone: the printer closed the connection, or takes no bytes.
    """
    link.drain()
    began_s = time.monotonic()
    link.send(question)
    replies: list[Reply] = []
    while not any(isinstance(reply, kind) for reply in replies):
        more = link.receive(max(0.0, began_s + timeout_s - time.monotonic()))
        if not more:
            break
        replies += more
    return replies, (time.monotonic() - began_s) * 1000


def answer(asked: str, replies: list[Reply], took_ms: float) -> CheckAnswer:
    """As it is reported."""
    raw = b"".join(map(_raw, replies)).hex(" ")[:_MOST_HEX].strip()
    return CheckAnswer(asked=asked, heard_hex=raw, took_ms=round(took_ms, 1))


def _raw(reply: Reply) -> bytes:
    match reply:
        case RealTime(bits) | Ordered(bits):
            return bytes([bits])
        case ProcessId(told):
            return b"\x37\x22" + told + b"\x00"
        case Noise(raw):
            return raw


def answer_of_a_stranger(link: PrinterLink, timeout_s: float) -> Reason:
    """One question, three bytes: an office printer that takes them for a letter shall waste no paper on them.

    Returns:
        '' for a printer of our kind, whatever its state; else `silent`, `wrong_device` or `busy`.
    """
    try:
        replies, _ = converse(link, ask_status(1), RealTime, timeout_s)
    except PrinterGone:
        return "busy"
    if any(isinstance(reply, RealTime) for reply in replies):
        return ""
    return "wrong_device" if replies else "silent"
