"""Reports as files: what a spreadsheet must not run, what a Greek Excel reads, and Greek on paper."""

import csv
import io
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.exports.csv_file import csv_file
from api.exports.pdf_file import pdf_file
from api.exports.sheet import Amount, Milli, Sheet, number_text

ROOT = Path(__file__).parents[4]
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def a_sheet(*rows: tuple[str, Milli, Amount], title: str = "Είδη") -> Sheet:
    return Sheet(title, ("Είδος", "Ποσότητα", "Σύνολο"), rows, (3, 1, 1))


def read_as_excel(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_file_begins_with_the_mark_that_tells_excel_it_is_utf_8() -> None:
    file = csv_file([a_sheet(("Μουσακάς", Milli(1500), Amount(-1250)))])
    assert file.startswith(b"\xef\xbb\xbf")
    assert read_as_excel(file) == [["Είδος", "Ποσότητα", "Σύνολο"], ["Μουσακάς", "1,5", "-12,50"]]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_words_that_look_like_a_formula_are_quoted_and_numbers_are_not(start: str) -> None:
    [_, row] = read_as_excel(csv_file([a_sheet((f"{start}cmd|' /C calc'!A0", Milli(1), Amount(-5)))]))
    assert row == [f"'{start}cmd|' /C calc'!A0", "0,001", "-0,05"]


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_no_cell_of_words_ever_begins_like_a_formula_and_all_come_back(names: list[str]) -> None:
    file = csv_file([a_sheet(*((name, Milli(0), Amount(0)) for name in names))])
    cells = [row[0] for row in read_as_excel(file)[1:]]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
    assert [cell == name or cell == f"'{name}" for cell, name in zip(cells, names, strict=True)] == [True] * len(names)


def test_several_tables_stand_one_below_the_other_under_their_titles() -> None:
    sheets = [a_sheet(title="Είδη"), a_sheet(("α", Milli(1000), Amount(1)), title="=Ώρες")]
    rows = read_as_excel(csv_file(sheets))
    assert rows[0] == ["Είδη"]
    assert rows[2:4] == [[], ["'=Ώρες"]]


@given(st.integers(-(10**12), 10**12))
def test_amounts_are_written_whole(cents: int) -> None:
    assert round(float(number_text(Amount(cents)).replace(",", ".")) * 100) == cents
    assert round(float(number_text(Milli(cents)).replace(",", ".")) * 1000) == cents


def text_map_of(pdf: bytes) -> str:
    """The tables by which a reader turns pictures of letters back into letters."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            found.append(stream)
    return b"".join(one for one in found if b"beginbf" in one).decode("latin-1").upper()


def test_greek_stands_on_paper_with_all_its_accents() -> None:
    letters = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩάέήίόύώϊϋΐΰς€"
    known = text_map_of(pdf_file("Αναφορά Ζ", "2026-06-05", [a_sheet((letters, Milli(1000), Amount(1)))]))
    assert [letter for letter in letters if f"{ord(letter):04X}" not in known] == []


@pytest.mark.parametrize("odd", ["😀", "日本", "\x00\x1b@", "\u202e", "a" * 10_000, ""])
def test_nothing_a_person_types_stops_a_report(odd: str) -> None:
    file = pdf_file(odd or "-", odd, [a_sheet((odd, Milli(0), Amount(0)), title=odd or "-")])
    assert file.startswith(b"%PDF-")
    assert file.rstrip().endswith(b"%%EOF")


def test_a_long_table_goes_on_over_pages() -> None:
    rows = [("Μουσακάς", Milli(1000), Amount(1080))] * 120
    assert pdf_file("Ζ", "", [a_sheet(*rows)]).count(b"/Type /Page\n") == 3


def test_the_pdf_library_is_loaded_by_who_asks_for_a_pdf_not_before() -> None:
    ask = "import sys, api.exports.answer; sys.exit(any(name in sys.modules for name in ('fpdf', 'fontTools')))"
    assert subprocess.run([sys.executable, "-c", ask], cwd=ROOT).returncode == 0
