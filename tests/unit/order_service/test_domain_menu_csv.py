"""The menu as a file: what goes out comes in again as the same menu, and what is wrong is named by its line."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from order_service.domain.menu_csv import export_menu, guarded, unguarded
from order_service.domain.menu_draft import (
    CategoryDraft,
    CategoryPage,
    Chip,
    ExtraDraft,
    ProductDraft,
    QuestionDraft,
    check_category,
    check_product,
)
from order_service.domain.menu_import import MenuImport, import_menu
from order_service.domain.menu_sheet import UnreadableMenuFile, decoded

ZONES = ("bar", "kitchen")

names = (
    st.text(st.sampled_from("αΆςΩabZ09 '\"=+-@;,.|&€"), min_size=1, max_size=8).map(str.strip)
    | st.text(max_size=8).map(lambda text: "".join(c for c in text if c.isprintable()).strip())
).filter(bool)
maybe = st.just("") | names
cents = st.integers(0, 10_000)
deltas = st.integers(-900, 900)


def listed(one: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, max_size=3, unique_by=lambda thing: thing.name).map(tuple)


extras = st.builds(ExtraDraft, names, maybe, deltas)
chips = st.builds(Chip, names, maybe)


@st.composite
def questions(draw: st.DrawFn) -> QuestionDraft:
    choices = draw(st.lists(extras, min_size=1, max_size=4, unique_by=lambda one: one.name))
    most = draw(st.integers(1, len(choices)))
    defaults = draw(st.integers(0, most))
    offered = tuple(replace(one, is_default=place < defaults) for place, one in enumerate(choices))
    return QuestionDraft(draw(names), draw(maybe), offered, draw(st.integers(0, most)), most)


products = st.builds(
    ProductDraft,
    name=names,
    name_en=maybe,
    kitchen_name=maybe,
    base_price_cents=cents,
    unit=st.sampled_from(["piece", "kg", "l", "portion"]),
    vat_rate_bp=st.integers(0, 10_000),
    course=st.none() | st.integers(1, 9),
    is_available=st.booleans(),
    zone_ids=st.sampled_from([None, (), ("bar",), ("kitchen", "bar")]),
    options=listed(extras),
    ingredients=listed(extras),
    questions=listed(questions()),
)
pages = st.builds(
    CategoryPage,
    st.builds(
        CategoryDraft,
        name=names,
        name_en=maybe,
        color=st.sampled_from(["#46505c", "#ff0000"]),
        zone_id=st.sampled_from([None, *ZONES]),
        course=st.none() | st.integers(1, 9),
        chips=listed(chips),
    ),
    listed(products),
)
menus = st.lists(pages, max_size=3, unique_by=lambda page: page.category.name).map(tuple)


@settings(max_examples=60, deadline=None)
@given(menus, st.sampled_from([";", ",", "\t"]))
def test_an_exported_menu_imports_again_to_the_same_menu(menu: tuple[CategoryPage, ...], sign: str) -> None:
    for page in menu:
        check_category(page.category)
        for product in page.products:
            check_product(product)
    file = export_menu(menu)
    cells = list(csv.reader(io.StringIO(file, newline=""), delimiter=";"))
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows(cells)  # as another spreadsheet would save it
    for known in ((), menu):
        read = import_menu(decoded(b"\xef\xbb\xbf" + out.getvalue().encode()), known, ZONES)
        assert read.faults == ()
        assert read.pages == menu
        assert export_menu(read.pages) == file
    assert (read.changes, read.is_sorted_anew) == ((), False)


@given(st.text(max_size=12))
def test_no_cell_of_text_is_a_formula_and_none_is_lost(text: str) -> None:
    assert guarded(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}
    assert unguarded(guarded(text)) == text


MENU = (
    CategoryPage(
        CategoryDraft("Μαγειρευτά", id=1, zone_id="kitchen"),
        (
            ProductDraft("Μουσακάς", "Moussaka", "", 1080, id=11, options=(ExtraDraft("φέτα", cents=150, id=111),)),
            ProductDraft("Παστίτσιο", "", "", 950, id=12),
        ),
    ),
)


def read(text: str) -> MenuImport:
    return import_menu(text, MENU, ZONES)


def test_a_plain_list_changes_what_it_names_and_nothing_else() -> None:
    plan = read("category;name;price\nΜαγειρευτά;Μουσακάς;11,50 €\nΜαγειρευτά;Γιουβέτσι;9,8\nΠοτά;Ούζο;4\n")
    assert plan.faults == ()
    [moussaka, pastitsio, giouvetsi] = plan.pages[0].products
    assert moussaka == replace(MENU[0].products[0], base_price_cents=1150)
    assert pastitsio == MENU[0].products[1]
    assert (giouvetsi.base_price_cents, giouvetsi.id) == (980, None)
    assert [(change.action, change.name) for change in plan.changes] == [
        ("changed", "Μουσακάς"),
        ("added", "Γιουβέτσι"),
        ("added", "Ποτά"),
        ("added", "Ούζο"),
    ]
    assert plan.changes[0].parts == (("base_price_cents", "10.80", "11.50"),)


def test_a_whole_file_keeps_the_ids_of_what_keeps_its_name() -> None:
    plan = read(
        "record,category,product,name,price\n"
        "product,Μαγειρευτά,,Μουσακάς,10.80\n"
        "option,Μαγειρευτά,Μουσακάς,φέτα,2.00\n"
        "option,Μαγειρευτά,Μουσακάς,ρύζι,1.00\n"
    )
    assert [(one.name, one.cents, one.id) for one in plan.pages[0].products[0].options] == [
        ("φέτα", 200, 111),
        ("ρύζι", 100, None),
    ]
    assert plan.pages[0].products[1] == MENU[0].products[1]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("product;Μαγειρευτά;;;Μπριάμ;;;;;;;;;", "price"),
        ("product;Μαγειρευτά;;;Μπριάμ;-1;;;;;;;;", "base_price"),
        ("product;Μαγειρευτά;;;Μπριάμ;ten;;;;;;;;", "price"),
        ("product;Μαγειρευτά;;;Μπριάμ;NaN;;;;;;;;", "price"),
        ("product;Μαγειρευτά;;;Μπριάμ;1.005;;;;;;;;", "price"),
        ("product;Μαγειρευτά;;;;5;;;;;;;;", "name"),
        ("product;;;;Μπριάμ;5;;;;;;;;", "category"),
        ("product;Μαγειρευτά;;;Μπριάμ;5;barrel;;;;;;;", "unit"),
        ("product;Μαγειρευτά;;;Μπριάμ;5;;101;;;;;;", "vat_rate_bp"),
        ("product;Μαγειρευτά;;;Μπριάμ;5;;;12;;;;;", "course"),
        ("product;Μαγειρευτά;;;Μπριάμ;5;;;x;;;;;", "course"),
        ("product;Μαγειρευτά;;;Μπριάμ;5;;;;attic;;;;", "zones"),
        ("product;Μαγειρευτά;;;Μπριάμ;5;;;;;maybe;;;", "available"),
        ("product;Μαγειρευτά;;;Μουσακάς;5;;;;;;;;", "name"),
        ("option;Μαγειρευτά;Μπριάμ;;φέτα;1;;;;;;;;", "product"),
        ("choice;Μαγειρευτά;Μουσακάς;ψήσιμο;καλά;1;;;;;;;;", "group"),
        ("chip;Νηστίσιμα;;;χωρίς λάδι;;;;;;;;;", "category"),
        ("dish;Μαγειρευτά;;;Μπριάμ;5;;;;;;;;", "record"),
        ("product;Μαγειρευτά;;;Μπρι\x1bάμ;5;;;;;;;;", "name"),
        (f"product;Μαγειρευτά;;;{'x' * 121};5;;;;;;;;", "name"),
        ("product;Μαγειρευτά;;;Μπριάμ;5;;;;;;;;;;extra", ""),
    ],
)
def test_a_fault_names_its_line_and_column(line: str, column: str) -> None:
    head = "record;category;product;group;name;price;unit;vat;course;zones;available;min;max;default"
    first = "product;Μαγειρευτά;;;Μουσακάς;10,80;;;;;;;;"
    [fault] = read(f"{head}\n{first}\n\n{line}\n").faults
    assert (fault.line, fault.column) == (4, column)
    assert fault.detail


@pytest.mark.parametrize(
    "text", ["", "\n\n", "name;price\n", "category;name;secret\n", "category;name;name\n", "%PDF-1.4"]
)
def test_a_file_without_a_head_that_can_be_read_is_refused(text: str) -> None:
    with pytest.raises(UnreadableMenuFile):
        read(text)


def test_what_a_greek_excel_saves_is_read() -> None:
    assert decoded("κατηγορία;όνομα;τιμή".encode("cp1253")) == "κατηγορία;όνομα;τιμή"
    plan = read("ΚΑΤΗΓΟΡΊΑ;Όνομα;Τιμή\r\nΜαγειρευτά;Μπριάμ;7,50\r\n")
    assert plan.pages[0].products[2].base_price_cents == 750
    with pytest.raises(UnreadableMenuFile):
        decoded(b"\xd2\xff\xaa")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    import_menu(f"record;category;product;group;name;price;min\n{text}", MENU, ZONES)
