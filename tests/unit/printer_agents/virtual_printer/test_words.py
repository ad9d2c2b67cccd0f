"""The page speaks Greek and English, and neither lacks a word."""

from __future__ import annotations

import json
import re

import pytest

from printer_agents.virtual_printer.faults import Fault
from printer_agents.virtual_printer.page import STATIC
from printer_agents.virtual_printer.report import SWITCHES


@pytest.fixture(scope="module")
def words() -> dict[str, dict[str, str]]:
    text = (STATIC / "words.js").read_text(encoding="utf-8")
    return json.loads(text[text.index("{") : text.rindex("}") + 1])  # type: ignore[no-any-return]


def test_both_languages_have_the_same_words_and_the_same_blanks(words: dict[str, dict[str, str]]) -> None:
    assert words["el"].keys() == words["en"].keys()
    for key, greek in words["el"].items():
        assert greek.strip(), key
        assert set(re.findall(r"\{\w+\}", greek)) == set(re.findall(r"\{\w+\}", words["en"][key])), key


def test_every_fault_and_every_switch_has_a_name(words: dict[str, dict[str, str]]) -> None:
    assert {f"fault.{fault}" for fault in Fault} | {f"ability.{name}" for name in SWITCHES} <= words["en"].keys()


def test_every_fault_has_a_button() -> None:
    script = (STATIC / "page.js").read_text(encoding="utf-8")
    shown = script[script.index("const EVERYDAY") : script.index("const ORDERS")]
    assert all(f'"{fault}"' in shown for fault in Fault)


def test_every_word_in_the_page_is_known(words: dict[str, dict[str, str]]) -> None:
    page = (STATIC / "page.html").read_text(encoding="utf-8")
    assert set(re.findall(r'data-(?:word|label)="([^"]+)"', page)) <= words["en"].keys()
    script = (STATIC / "page.js").read_text(encoding="utf-8")
    assert set(re.findall(r'word\("([^"]+)"', script)) <= words["en"].keys()
