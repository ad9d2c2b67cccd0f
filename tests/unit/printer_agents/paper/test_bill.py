"""The pre-bill of docs/printing.md, character by character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.messages import Bill, BillExtra, BillLine, PrinterCapabilities, PrinterSettings, PrintJob, TicketDocument
from printer_agents.paper.bill import pre_bill
from printer_agents.paper.escpos import job_bytes
from printer_agents.paper.styled import Line

THE_BILL = TicketDocument(
    ticket_kind="pre_bill",
    zone_name="Μπαρ",
    number=42,
    table_label="12",
    covers=4,
    waiter="Μαρία",
    fired_at_local="2026-06-05T22:31:00",
    bill=Bill(
        restaurant="ΤΑΒΕΡΝΑ Ο ΝΙΚΟΣ",
        details="Λιμάνι Ναυπλίου, 27520 12345",
        lines=(
            BillLine(
                quantity="2",
                name="Χωριάτικη σαλάτα",
                unit_price="8.50",
                amount="17.00",
                extras=(BillExtra(name="έξτρα φέτα", amount="1.50"),),
            ),
            BillLine(quantity="1", name="Τζατζίκι", unit_price="5.00", amount="5.00"),
            BillLine(quantity="2", name="Μουσακάς", unit_price="11.00", amount="22.00"),
            BillLine(
                quantity="1",
                name="Παϊδάκια αρνίσια (μερίδα) με πατάτες φούρνου",
                unit_price="14.00",
                amount="14.00",
            ),
            BillLine(quantity="3", name="Μπύρα Fix 500ml", unit_price="4.50", amount="13.50"),
            BillLine(quantity="0.450 kg", name="Τσιπούρα", unit_price="48.00", amount="21.60"),
            BillLine(quantity="1", name="Ούζο", unit_price="3.00", amount="0.00", is_free=True),
        ),
        subtotal="94.60",
        discount="9.46",
        paid="20.00",
        total="65.14",
        parts=("16.29", "16.28", "16.29", "16.28"),
    ),
)

AT_48 = """\
    ΤΑΒΕΡΝΑ Ο ΝΙΚΟΣ
          Λιμάνι Ναυπλίου, 27520 12345
                  ΛΟΓΑΡΙΑΣΜΟΣ
               δεν είναι απόδειξη
Τραπέζι 12  4 άτομα                  05/06 22:31
Σερβιτόρος: Μαρία                          #0042
------------------------------------------------
 2 Χωριάτικη σαλάτα                        17,00
     2 x 8,50
     + έξτρα φέτα                           1,50
 1 Τζατζίκι                                 5,00
 2 Μουσακάς                                22,00
     2 x 11,00
 1 Παϊδάκια αρνίσια (μερίδα) με πατάτες φούρνου
                                           14,00
 3 Μπύρα Fix 500ml                         13,50
     3 x 4,50
0,450 kg Τσιπούρα                          21,60
     0,450 kg x 48,00
 1 Ούζο                                     0,00
     κέρασμα
------------------------------------------------
Μερικό σύνολο                              94,60
Έκπτωση 10%                                -9,46
Πληρωμένα                                 -20,00
================================================
ΣΥΝΟΛΟ EUR         65,14
================================================
Ανά άτομο (4)              2 x 16,29 + 2 x 16,28
                 Ευχαριστούμε!
"""


def drawn(lines: list[Line]) -> str:
    """Centred lines are moved to the middle, as paper does."""
    rows = []
    for line in lines:
        text = line.text
        if line.align == "center":
            text = " " * ((48 - line.columns) // 2 // line.runs[0].style.width) + text
        rows.append(text.rstrip() + "\n")
    return "".join(rows)


def test_the_pre_bill_is_the_one_in_the_document() -> None:
    lines = pre_bill(THE_BILL)
    assert drawn(lines) == AT_48
    by_text = {line.text.strip(): line.runs[0].style for line in lines}
    assert (by_text["ΤΑΒΕΡΝΑ Ο ΝΙΚΟΣ"].width, by_text["ΛΟΓΑΡΙΑΣΜΟΣ"].height) == (2, 2)
    total = next(line for line in lines if "ΣΥΝΟΛΟ" in line.text)
    assert (total.columns, total.runs[0].style.bold) == (48, True)


def test_a_bill_says_that_it_is_no_receipt_in_the_guests_language() -> None:
    text = drawn(pre_bill(THE_BILL.model_copy(update={"language": "en", "part": 1, "parts": 3})))
    for words in ("BILL 1/3", "this is not a receipt", "Table 12  4 covers", "TOTAL EUR          65.14", "Thank you!"):
        assert words in text
    assert "8,50" not in text


def test_a_second_paper_of_it_is_a_copy() -> None:
    [top, *_] = pre_bill(THE_BILL, "possible_copy")
    assert top.text.strip() == "ΑΝΤΙΓΡΑΦΟ"
    assert top.runs[0].style.inverse


def test_a_bill_without_discount_payment_or_parts_shows_its_total_alone() -> None:
    assert THE_BILL.bill is not None
    bill = THE_BILL.bill.model_copy(update={"discount": "", "paid": "", "parts": ()})
    text = drawn(pre_bill(THE_BILL.model_copy(update={"bill": bill})))
    assert not any(word in text for word in ("Μερικό", "Έκπτωση", "Πληρωμένα", "Ανά"))


@pytest.mark.parametrize("columns", [48, 42, 32])
@given(name=st.text(st.characters(codec="cp737", exclude_categories=["C"]), min_size=1, max_size=120))
def test_no_line_is_wider_than_the_paper_and_no_amount_is_lost(columns: int, name: str) -> None:
    assert THE_BILL.bill is not None
    line = BillLine(quantity="999.999 kg", name=name, unit_price="1000.00", amount="999999.00")
    bill = THE_BILL.bill.model_copy(update={"lines": (line,), "restaurant": name, "details": name})
    printer = PrinterCapabilities.model_validate({"columns": columns})
    lines = pre_bill(THE_BILL.model_copy(update={"bill": bill, "waiter": name}), printer=printer)
    assert max(one.columns for one in lines) <= columns
    assert any("999999,00" in one.text for one in lines)


def test_a_bill_travels_to_its_printer_as_a_job() -> None:
    job = {"job_id": "0" * 26, "printer_id": "bar", "zone_id": "bar", "correlation_id": "tap"}
    times = {"fired_at": "2026-06-05T19:31:00Z", "stale_after": "2026-06-05T19:41:00Z"}
    sent = PrintJob.model_validate(job | times | {"document": THE_BILL.model_dump(mode="json", exclude_defaults=True)})
    received = PrintJob.model_validate_json(sent.to_payload())
    assert received.document == THE_BILL
    bar = PrinterSettings(printer_id="bar", name="Μπαρ", zone_id="bar", address="192.168.1.51")
    assert "ΛΟΓΑΡΙΑΣΜΟΣ".encode("cp737") in job_bytes(pre_bill(received.document), bar, number=42)
