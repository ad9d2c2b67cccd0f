"""What `pos install` understands of printers."""

import pytest

from deploy.first_printers import Place, place_of, places_of
from kernel.errors import CannotStart
from kernel.messages import FoundPrinter


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("kitchen=192.168.1.50", Place("kitchen", "192.168.1.50", 9100)),
        ("bar=192.168.1.51:9101", Place("bar", "192.168.1.51", 9101)),
        ("bar=fd00::51", Place("bar", "fd00::51", 9100)),
    ],
)
def test_a_printer_is_named_by_its_zone_and_address(words: str, place: Place) -> None:
    assert place_of(words) == place


@pytest.mark.parametrize("words", ["kitchen", "=192.168.1.50", "Κουζίνα=192.168.1.50", "bar=192.168.1.50:x", "bar="])
def test_what_names_no_printer_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(CannotStart, match=r"like kitchen=192\.168\.1\.50"):
        place_of(words)


def test_a_person_names_the_tickets_of_each_printer_that_was_found() -> None:
    found = [
        FoundPrinter(address="192.168.1.50", port=9100),
        FoundPrinter(address="192.168.1.60", port=9100, reason="wrong_device"),
        FoundPrinter(address="192.168.1.70", port=9100, printer_id="grill"),
        FoundPrinter(address="192.168.1.51", port=9100),
        FoundPrinter(address="192.168.1.52", port=9100),
    ]
    typed = iter(["Kitchen ", "το μπαρ", "bar", ""])
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question.split(" ")[0])
        return next(typed)

    assert places_of(found, answer) == [Place("kitchen", "192.168.1.50", 9100), Place("bar", "192.168.1.51", 9100)]
    assert asked == ["192.168.1.50:9100", "192.168.1.51:9100", "192.168.1.51:9100", "192.168.1.52:9100"]
