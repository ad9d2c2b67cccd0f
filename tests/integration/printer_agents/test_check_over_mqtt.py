"""A check asked for over MQTT, of a printer that an agent of the same process prints on."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from kernel.messages import PrinterCheckReport
from kernel.mqtt_link import BrokerEndpoint
from kernel.service_credentials import ensure_secret, hand_out
from printer_agents.check.asking import CHECK_USER, Asker, a_request
from printer_agents.host import HOST_USER, AgentHost
from tests.integration.printer_agents.conftest import SITE, House, a_job, settings_of


@pytest.fixture
def asker(house: House) -> Iterator[Asker]:
    """Somebody who asks, in a house whose agents run."""
    host = AgentHost(house.settings(allow_loopback_printers=True), ensure_secret(house.data_dir, HOST_USER))
    stop = threading.Event()
    thread = threading.Thread(target=host.run, args=(stop,))
    thread.start()
    house.order_service.wait_until(lambda: house.order_service.hellos, 20)
    with Asker(BrokerEndpoint.parse(house.broker.url), SITE, ensure_secret(house.data_dir, CHECK_USER)) as made:
        yield made
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def the_answer(asker: Asker, step: str, **fields: object) -> PrinterCheckReport:
    answer = asker.ask(a_request(step, datetime.now(UTC), **fields), 20)  # type: ignore[arg-type]  # the message checks it
    assert answer is not None
    return answer


def test_a_check_and_tickets_share_a_printer_without_a_line_of_one_on_the_other(house: House, asker: Asker) -> None:
    house.printer.can(second_client="allow", lines_per_s=200.0)
    before = house.order_service.send(a_job(1))
    house.order_service.wait_for(before, "printed", timeout_s=20)
    answers: list[PrinterCheckReport] = []
    checking = threading.Thread(target=lambda: answers.append(the_answer(asker, "code_pages", printer_id="kitchen")))
    checking.start()
    assert house.printer.wait_until(lambda: bool(house.printer.inner.mechanism.pen.rows), 20)
    jobs = [house.order_service.send(a_job(number)) for number in (2, 3)]
    for job in jobs:
        house.order_service.wait_for(job, "printed", timeout_s=20)
    checking.join(20)
    assert (answers[0].reason, len(answers[0].printed)) == ("", 61)
    first, slip, second, third = (ticket.text for ticket in house.printer.tickets)
    assert ["#0001" in first, "#0002" in second, "#0003" in third] == [True] * 3
    assert len(slip.splitlines()) == 62
    assert "#0" not in slip


def test_a_printer_that_holds_a_ticket_is_busy_until_it_is_mended(house: House, asker: Asker) -> None:
    house.printer.runs_out_of_paper(after_lines=3)
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "printing", "paper_out", timeout_s=20)
    assert the_answer(asker, "status", printer_id="kitchen").reason == "busy"
    house.printer.gets_paper()
    house.order_service.wait_for(job, "printed", timeout_s=20)
    assert the_answer(asker, "status", printer_id="kitchen").reason == ""
    assert house.printer.times_printed("#0042") == 1


def test_a_printer_that_is_waited_for_can_be_checked_meanwhile(house: House, asker: Asker) -> None:
    house.printer.opens_cover()
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "accepted", "cover_open", timeout_s=20)
    assert the_answer(asker, "status", printer_id="kitchen").reason == "cover_open"
    house.printer.closes_cover()
    house.order_service.wait_for(job, "printed", timeout_s=20)


def test_a_printer_that_was_switched_off_in_the_book_has_no_agent_and_can_be_checked(
    house: House, asker: Asker
) -> None:
    house.order_service.configure(settings_of(house.printer, is_active=False))
    house.order_service.wait_for_presence("stopped")
    assert the_answer(asker, "status", printer_id="kitchen").reason == ""


def test_an_agent_of_another_process_keeps_its_printer_to_itself(house: House, asker: Asker) -> None:
    house.agent("bar")
    house.order_service.configure(settings_of(house.printer, "bar"))
    job = house.order_service.send(a_job(printer="bar"))
    house.order_service.wait_for(job, "printed", timeout_s=20)
    assert the_answer(asker, "status", printer_id="bar").reason == "busy"


def test_a_printer_elsewhere_is_checked_by_its_own_agent(house: House, asker: Asker) -> None:
    hand_out(house.data_dir, "bar")
    house.agent("bar")
    house.order_service.configure(settings_of(house.printer, "bar"))
    job = house.order_service.send(a_job(printer="bar"))
    house.order_service.wait_for(job, "printed", timeout_s=20)
    assert the_answer(asker, "status", printer_id="bar").reason == ""
    assert the_answer(asker, "sample", printer_id="bar").reason == ""
    assert house.printer.times_printed("#0042") == 1


def test_nobody_listens_where_no_printer_of_ours_is(house: House, asker: Asker) -> None:
    assert the_answer(asker, "status", printer_id="cellar").reason == "bad_address"
