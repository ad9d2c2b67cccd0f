"""What a request may say, checked field by field: a JSON body becomes an order, or a refusal that helps."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Mapping
from typing import Any, get_args

from printer_agents.virtual_printer.capabilities import Beeper, Cutter, SecondClient
from printer_agents.virtual_printer.code_pages import MAKERS
from printer_agents.virtual_printer.faults import Fault, FaultOrder
from printer_agents.virtual_printer.report import SWITCHES

_MOST = 10_000_000
_WORDS = {"second_client": get_args(SecondClient), "beeper": get_args(Beeper), "cutter": get_args(Cutter)}
_SIZES = {"dots": (96, 1152), "buffer_bytes": (16, _MOST), "low_paper_lines": (0, _MOST)}
"""The least and the greatest value of each."""


class BadRequest(Exception):
    """A request that cannot be obeyed.

    Attributes:
        status: the HTTP status.
        code: a stable word for programs.
        detail: what is wrong, a sentence.
        hint: what to do instead, a sentence.
    """

    def __init__(self, status: int, code: str, detail: str, hint: str) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.hint = status, code, detail, hint


def fault_order(body: Any) -> FaultOrder:
    """Read {"fault": "paper_out", "on": true, ...}.

    Raises:
        BadRequest: an unknown fault or field, or a value out of range.
    """
    fields = _fields(body, {"fault", "on", "lines", "after_bytes", "times", "bytes_per_s", "reply_hex", "silent"})
    named = fields.get("fault")
    if named not in list(Fault):
        known = ", ".join(fault.value for fault in Fault)
        raise BadRequest(422, "unknown-fault", f"There is no fault {named!r}.", f"Use one of: {known}.")
    plain = FaultOrder(fault=Fault(named))
    return FaultOrder(
        fault=Fault(named),
        on=_switch(fields, "on", True),
        lines=int(_number(fields, "lines", plain.lines)),
        after_bytes=int(_number(fields, "after_bytes", plain.after_bytes)),
        times=int(_number(fields, "times", plain.times, least=1)),
        bytes_per_s=_number(fields, "bytes_per_s", plain.bytes_per_s, least=0.01),
        reply=_hex(fields, "reply_hex", plain.reply),
        silent=_switch(fields, "silent", plain.silent),
    )


def capability_changes(body: Any) -> dict[str, Any]:
    """Read {"status": false, "second_client": "refuse", "lines_per_s": 60, "dots": 384, "code_pages": "epson"}.

    Raises:
        BadRequest: an unknown capability, or a value out of range.
    """
    fields = _fields(body, {*SWITCHES, *_WORDS, *_SIZES, "lines_per_s", "code_pages"})
    changes: dict[str, Any] = {name: _switch(fields, name, True) for name in SWITCHES if name in fields}
    for name in _WORDS.keys() & fields.keys():
        if fields[name] not in _WORDS[name]:
            raise _out_of_range(name, f"one of {', '.join(_WORDS[name])}")
        changes[name] = fields[name]
    for name in _SIZES.keys() & fields.keys():
        least, most = _SIZES[name]
        changes[name] = int(_number(fields, name, 0, least, most))
    if "dots" in changes and changes["dots"] % 8:
        raise _out_of_range("dots", "a multiple of 8: 576 is 48 columns, 504 is 42, 384 is 32")
    if "lines_per_s" in fields:
        speed = fields["lines_per_s"]
        changes["lines_per_s"] = None if speed is None else _number(fields, "lines_per_s", 60.0, least=0.1)
    if "code_pages" in fields:
        changes["code_pages"] = _pages(fields["code_pages"])
    return changes


def _pages(told: Any) -> Mapping[int, str]:
    """A maker's name, or {"29": "cp737"}."""
    if isinstance(told, str) and told in MAKERS:
        return MAKERS[told]
    if isinstance(told, dict) and told and all(re.fullmatch("[0-9]{1,3}", n) and int(n) < 256 for n in told):
        try:
            return {
                int(number): codecs.lookup(codec).name for number, codec in told.items() if b" ".decode(codec) == " "
            }
        except (LookupError, TypeError, UnicodeError):
            pass
    raise _out_of_range("code_pages", f'one of {", ".join(MAKERS)}, or numbers with Python codecs: {{"29": "cp737"}}')


def whole_number(text: str | None, name: str, otherwise: int) -> int:
    """Read a query parameter.

    Raises:
        BadRequest: it is there and no whole number of at most 12 digits.
    """
    if text is None or text == "":
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise _out_of_range(name, "a whole number from 0")
    return int(text)


def _fields(body: Any, known: set[str]) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise BadRequest(422, "not-an-object", "The body is not a JSON object.", 'Send for example {"on": true}.')
    if strangers := sorted(set(body) - known):
        raise BadRequest(
            422, "unknown-field", f"Unknown: {', '.join(strangers)[:200]}.", f"Known: {', '.join(sorted(known))}."
        )
    return body


def _switch(fields: dict[str, Any], name: str, otherwise: bool) -> bool:
    value = fields.get(name, otherwise)
    if not isinstance(value, bool):
        raise _out_of_range(name, "true or false")
    return value


def _number(fields: dict[str, Any], name: str, otherwise: float, least: float = 0, most: float = _MOST) -> float:
    value = fields.get(name, otherwise)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or not least <= value <= most:
        raise _out_of_range(name, f"a number from {least:g} to {most}")
    return float(value)


def _hex(fields: dict[str, Any], name: str, otherwise: bytes) -> bytes:
    value = fields.get(name)
    if value is None:
        return otherwise
    try:
        read = bytes.fromhex(value)
    except (TypeError, ValueError):
        raise _out_of_range(name, "bytes as hexadecimal digits, such as ffa580") from None
    if not 0 < len(read) <= 1024:
        raise _out_of_range(name, "1 to 1024 bytes as hexadecimal digits")
    return read


def _out_of_range(name: str, allowed: str) -> BadRequest:
    return BadRequest(422, "invalid-value", f"{name} has a value that it cannot have.", f"{name} is {allowed}.")
