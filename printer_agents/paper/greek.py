"""Text as people write it -> characters the printer has. Pure; runs before any column is counted."""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from printer_agents.paper.spelling import DIGITS_BY_SIGN, ELEMENTS, EMOJI
from printer_agents.paper.typeface import DRAWABLE

Language = Literal["el", "en"]

_PLACEHOLDER = {"el": "[σύμβολο]", "en": "[symbol]"}
_TONOS, _DIALYTIKA = "\u0301", "\u0308"
PICTURE = "picture"
"""In place of an encoding: every line is drawn, so that all of the bundled font can be had."""
TAUGHT = "+€"
"""Behind an encoding: the printer was taught a euro sign beside it."""


@dataclass(frozen=True, slots=True)
class Printable:
    """Text that a printer can take.

    Attributes:
        text: each character one byte of the code page, hence one column.
        lost: letters, digits and signs that no kin could be found for, in order of appearance.
    """

    text: str
    lost: tuple[str, ...] = ()


def printable(text: str, encoding: str = "cp737", language: Language = "el") -> Printable:
    """Respell one line in the characters of a code page; what can't be respelt becomes `[σύμβολο]`.

    CP737 lacks €, ΐ, ΰ and every Latin accent: they become their kin ("5€" -> "5EUR", "ταΐζω" -> "ταϊζω"). A "?"
    is only ever one that the author typed. Control bytes vanish, since a printer would obey them.

    Args:
        text: one line, any length, any normal form.
        encoding: Python's name of a one-byte code page, or one with TAUGHT.

    Returns:
        Never empty when `text` had anything to see.

    Source: https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/PC/CP737.TXT
    """
    page = page_of(encoding)
    if page.issuperset(text):
        return Printable(text)
    kept = respell(text, encoding, language)
    lost = [char for char in kept.text if char not in page]
    word = _only(page, _PLACEHOLDER[language], _PLACEHOLDER["en"])
    spelt = re.sub("(?:\0 ?)+", lambda run: word + (" " if run[0].endswith(" ") else ""),
                   "".join(char if char in page else "\0" for char in kept.text))  # fmt: skip
    return Printable(spelt, (*kept.lost, *lost))


def respell(text: str, encoding: str, language: Language = "el") -> Printable:
    """Like `printable`, but letters that the bundled font can draw stay as they are: their line becomes a picture."""
    page = page_of(encoding)
    if page.issuperset(text):
        return Printable(text)
    out: list[str] = []
    lost: list[str] = []
    composed = unicodedata.normalize("NFC", text)
    for char in composed:
        if char in page:
            out.append(char)
        elif (kin := _kin(char, page, language)) is not None:
            if char in EMOJI:
                kin = _spaced(kin, out)
            elif unicodedata.category(char) == "No" and "/" in kin and out and out[-1][-1:].isalnum():
                kin = f" {kin}"  # 1½ is no 11/2
            out.append(kin)
        elif _is_drawable(char):
            out.append(char)
        else:
            lost.append(char)
            if unicodedata.category(char)[0] in "LN":
                out.append("\0")
    placeholder = _only(page, _PLACEHOLDER[language], _PLACEHOLDER["en"])
    spelt = re.sub("\0+", placeholder, "".join(out))
    if lost and not spelt.strip():
        spelt = placeholder
    return Printable(spelt, tuple(lost))


@cache
def page_of(encoding: str) -> frozenset[str]:
    """The characters of a code page that put ink or a space on paper."""
    if encoding == PICTURE:
        return DRAWABLE
    if encoding.endswith(TAUGHT):
        return page_of(encoding.removesuffix(TAUGHT)) | {"€"}
    decode = codecs.lookup(encoding).decode
    shown = (decode(bytes([byte]), "ignore")[0] for byte in range(0x20, 0x100) if byte != 0x7F)
    return frozenset(char for char in shown if char and unicodedata.category(char) not in ("Cc", "Cf"))


@lru_cache(1024)
def capitals(text: str) -> str:
    """Greek capitals as a sign-writer sets them: no tonos, dialytika kept, and added where the tonos parted vowels.

    "ρολόι" -> "ΡΟΛΟΪ", "Μάιος" -> "ΜΑΪΟΣ", "ταΐζω" -> "ΤΑΪΖΩ", "ή" alone -> "Ή". `str.upper()` gets all of these wrong.
    """
    return re.sub(r"\w+", lambda word: _word_in_capitals(word[0]), unicodedata.normalize("NFC", text))


def _word_in_capitals(word: str) -> str:
    if word in ("ή", "Ή"):
        return "Ή"
    out: list[str] = []
    before = ""
    for char in word:
        letter, *marks = list(unicodedata.normalize("NFD", char))
        if "\u0370" <= letter <= "\u03ff":
            parts = before in ("ά", "έ", "ή", "ό", "ύ") and char in ("ι", "υ")
            keeps = _DIALYTIKA if _DIALYTIKA in marks or parts else ""
            out.append(unicodedata.normalize("NFC", letter.upper() + keeps))
        else:
            out.append(char.upper())
        before = char.lower()
    return "".join(out)


def _kin(char: str, page: frozenset[str], language: Language) -> str | None:
    """Characters of `page` that say the same as `char`; '' for one that says nothing; None when there are none."""
    if unicodedata.category(char) in ("Cc", "Cf", "Mn", "Me", "Cs", "Co") or "\ufe00" <= char <= "\ufe0f":
        return " " if char in "\t\n\r\v\f" else ""
    if unicodedata.category(char)[0] == "Z":
        return " "
    if char in EMOJI:
        greek, english = EMOJI[char]
        return _only(page, greek if language == "el" else english, english)
    for spelling in (ELEMENTS.get(char), DIGITS_BY_SIGN.get(char), _unaccented(char, page), _compatible(char)):
        if spelling is not None and all(one in page for one in spelling):
            return spelling
    return None


def _unaccented(char: str, page: frozenset[str]) -> str | None:
    """Polytonic -> monotonic where the accent is one of stress; any other mark is dropped (é -> e)."""
    letter, *marks = list(unicodedata.normalize("NFD", char))
    if not marks:
        return None
    stressed = any(mark in (_TONOS, "\u0300", "\u0342") for mark in marks)
    tries = [_DIALYTIKA + _TONOS, _DIALYTIKA] if _DIALYTIKA in marks else []
    tries += [_TONOS] if stressed and "\u0370" <= letter <= "\u03ff" else []
    for kept in tries:
        if (whole := unicodedata.normalize("NFC", letter + kept)) in page:
            return whole
    return letter if letter in page else ELEMENTS.get(letter)


def _compatible(char: str) -> str | None:
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain != char else None


def _only(page: frozenset[str], *words: str) -> str:
    """The first of `words` that the page can spell."""
    return next((word for word in words if all(char in page for char in word)), words[-1])


def _spaced(word: str, before: list[str]) -> str:
    return f" {word} " if before and before[-1][-1:] not in ("", " ") else f"{word} "


def _is_drawable(char: str) -> bool:
    return char in DRAWABLE and unicodedata.category(char)[0] in "LN"
