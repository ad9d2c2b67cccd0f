import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from printer_agents.paper import raster
from printer_agents.paper.greek import PICTURE, capitals, page_of, printable, respell
from printer_agents.paper.typeface import DRAWABLE

ENCODINGS = ["cp737", "cp869", "cp1253", "iso8859_7", "cp437", "cp858"]
TROUBLESOME = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "ΐΰᾳᾶὁἄῒ€«»“”–—…•½×ﬁßœøłıéüçñЖщ🌶🥜🦄\ufe0f\u200d\u00ad\u0301\u0308\x1b\x10\x07\r\n\t\u037e\u0387"
        ),
    ),
    max_size=60,
)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TROUBLESOME)
def test_every_character_becomes_one_printable_byte(encoding: str, text: str) -> None:
    spelt = printable(text, encoding).text
    data = spelt.encode(encoding, "strict")
    assert len(data) == len(spelt)
    assert all(byte >= 0x20 and byte != 0x7F for byte in data)
    assert not any(unicodedata.category(char) == "Cc" for char in spelt)


@given(text=TROUBLESOME)
def test_a_question_mark_is_only_ever_the_authors(text: str) -> None:
    allowed = sum(text.count(sign) for sign in "?？﹖⁇⁈⁉❓‽︖")
    assert printable(text).text.count("?") <= 2 * allowed


@given(text=TROUBLESOME)
def test_respelling_twice_changes_nothing(text: str) -> None:
    once = printable(text).text
    assert printable(once).text == once


@given(text=st.text(st.characters(categories=["L", "N", "S", "P"]), min_size=1, max_size=10))
def test_what_can_be_seen_never_becomes_an_empty_line(text: str) -> None:
    answer = printable(text)
    assert answer.text.strip() or not answer.lost


@pytest.mark.parametrize(
    ("written", "on_paper"),
    [
        ("5€ πρωτεΐνη", "5EUR πρωτεϊνη"),
        ("ταΰγετος ταΐζω", "ταϋγετος ταϊζω"),
        ("Καλημέρα ψωμί", "Καλημέρα ψωμί"),
        ("«Crème brûlée» – jalapeño", '"Creme brulee" - jalapeno'),
        ("½ μερίδα … 2×", "1/2 μερίδα ... 2x"),
        ("1½ ώρα", "1 1/2 ώρα"),
        ("Straße Øl łódź ırmak", "Strasse Ol lodz irmak"),
        ("ὁ ἄνθρωπος ᾧ", "ο άνθρωπος ώ"),
        ("a\x1b@\x10\x14\x02b", "a@b"),
        ("tab\there", "tab here"),
        ("µ Ω ; ·", "μ Ω ; ·"),
        ("no\u00adbreak\u200b", "nobreak"),
        ("①②", "12"),
        ("ﬁx Ⅳ", "fix IV"),
    ],
)
def test_known_characters_become_their_kin(written: str, on_paper: str) -> None:
    assert printable(written).text == on_paper
    assert printable(written).lost == ()


def test_emoji_become_words_and_a_note_of_unknown_ones_stays_visible() -> None:
    assert printable("🌶").text.strip() == "καυτερό"
    assert printable("🥜", language="en").text.strip() == "peanut"
    assert printable("🦄🦄").text == "[σύμβολο]"
    assert printable("🦄", language="en").text == "[symbol]"
    assert printable("χωρίς αλάτι 🦄").text.strip() == "χωρίς αλάτι"


def test_letters_of_other_scripts_are_kept_for_a_picture_and_never_lost_silently() -> None:
    assert respell("борщ", "cp737").text == "борщ"
    assert printable("борщ").text == "[σύμβολο]"
    assert printable("борщ").lost == ("б", "о", "р", "щ")
    assert respell("寿司 2", "cp737").text == "[σύμβολο] 2"


@pytest.mark.parametrize(
    ("written", "on_paper"),
    [
        ("ρολόι", "ΡΟΛΟΪ"),
        ("Μάιος", "ΜΑΪΟΣ"),
        ("ταΐζω", "ΤΑΪΖΩ"),
        ("παϊδάκια", "ΠΑΪΔΑΚΙΑ"),
        ("νεράιδα", "ΝΕΡΑΪΔΑ"),
        ("άυλος", "ΑΫΛΟΣ"),
        ("μουσακάς", "ΜΟΥΣΑΚΑΣ"),
        ("εύκολο ναι", "ΕΥΚΟΛΟ ΝΑΙ"),
        ("με ή χωρίς", "ΜΕ Ή ΧΩΡΙΣ"),
        ("κέικ", "ΚΕΪΚ"),
        ("café", "CAFÉ"),
        ("Fix 500ml", "FIX 500ML"),
    ],
)
def test_capitals_follow_the_greek_rule(written: str, on_paper: str) -> None:
    assert capitals(written) == on_paper
    assert capitals(unicodedata.normalize("NFD", written)) == on_paper


def test_greek_capitals_all_have_a_byte() -> None:
    assert page_of("cp737").issuperset(capitals("αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ"))


def test_the_table_of_drawable_letters_is_the_bundled_font_s() -> None:
    font = TTFont(Path(raster.__file__).parents[1] / "fonts" / "DejaVuSansMono-Bold.subset.ttf")
    assert {ord(char) for char in DRAWABLE} <= set(font.getBestCmap())
    assert DRAWABLE.issuperset("ΐΰ€ἄᾧßœğşžЩђ½")


def test_a_letter_that_the_font_lacks_is_said_to_be_lost_instead_of_drawn_as_a_box() -> None:
    assert respell("Қазақ", "cp737").lost == ("Қ", "қ")


def test_a_drawn_ticket_keeps_what_no_code_page_has() -> None:
    assert respell("ταΐζω 5€ «½»", PICTURE).text == "ταΐζω 5€ «½»"
    assert respell("🌶\x1b@", PICTURE).text == "καυτερό @"
