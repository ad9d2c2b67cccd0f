"""A job in, paper out, the answer back: the way every ticket goes."""

from kernel.messages import Bill, TicketCourse, TicketLine
from printer_agents.virtual_printer.rows import ImageRow
from tests.golden.papers import the_logo
from tests.integration.printer_agents.conftest import House, a_job, settings_of


def test_a_job_is_accepted_printed_and_told_in_that_order(house: House) -> None:
    house.agent()
    job = house.order_service.send(a_job())
    ticket = house.printer.wait_for_ticket("Μουσακάς")
    house.order_service.wait_for(job, "printed")
    assert "ΤΡΑΠΕΖΙ 12" in ticket.text
    assert house.order_service.told(job) in (["accepted", "printed"], ["printed"])


def test_an_idle_agent_needs_one_commit_before_the_paper_and_one_message_for_each_answer(house: House) -> None:
    agent = house.agent()
    first = house.order_service.send(a_job(1, "Τζατζίκι"))
    house.order_service.wait_for(first, "printed")
    before, heard = agent.commits, len(house.order_service.messages)
    job = house.order_service.send(a_job(2))
    house.order_service.wait_for(job, "printed")
    assert agent.commits - before == 2, "one for insert and sending, one for printed"
    assert len(house.order_service.messages) - heard <= 2


def test_a_queue_prints_in_order_over_one_connection(house: House) -> None:
    house.agent()
    house.printer.runs_out_of_paper()
    jobs = [house.order_service.send(a_job(number)) for number in range(1, 31)]
    house.order_service.wait_for(jobs[0], "accepted", "paper_out")
    for job in jobs:
        house.order_service.wait_for(job, "accepted")
    before = house.printer.connections_taken
    house.printer.gets_paper()
    for job in jobs:
        house.order_service.wait_for(job, "printed")
    printed = [ticket.lines[0] for ticket in house.printer.tickets]
    assert printed == [f"ΚΟΥΖΙΝΑ{f'#{number:04d}':>41}" for number in range(1, 31)]
    assert house.printer.connections_taken - before <= 1


def test_a_job_that_comes_again_is_answered_and_not_printed_again(house: House) -> None:
    house.agent()
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "printed")
    answers = len(house.order_service.messages)
    for _ in range(3):
        house.order_service.send(job)
    house.order_service.wait_until(lambda: len(house.order_service.messages) > answers)
    last = house.order_service.send(a_job(43, "Παϊδάκια"))
    house.order_service.wait_for(last, "printed")
    assert set(house.order_service.told(job)[1:]) == {"printed"}
    assert house.printer.times_printed("Μουσακάς") == 1


def test_a_job_that_is_too_old_is_not_printed_blind(house: House) -> None:
    house.agent()
    fresh = a_job()
    job = house.order_service.send(fresh.model_copy(update={"stale_after": fresh.fired_at}))
    assert house.order_service.wait_for(job, "failed", "stale").attempt == 0
    assert house.printer.tickets == []


def test_a_ticket_that_cannot_be_laid_out_is_set_aside_and_the_next_one_prints(house: House) -> None:
    house.agent()
    job = a_job()
    broken = job.model_copy(update={"document": job.document.model_copy(update={"fired_at_local": "yesterday"})})
    house.order_service.send(broken)
    following = house.order_service.send(a_job(43, "Παϊδάκια"))
    house.order_service.wait_for(broken, "failed", "unprintable")
    house.order_service.wait_for(following, "printed")


def test_letters_that_the_printer_lacks_are_drawn(house: House) -> None:
    house.agent()
    job = house.order_service.send(a_job(dish="Борщ без лука"))
    house.order_service.wait_for(job, "printed")
    assert any("▒" in line for line in house.printer.tickets[0].lines)


def test_a_ticket_that_is_cut_per_course_is_one_job_whose_dishes_come_out_once(house: House) -> None:
    house.order_service.configure(settings_of(house.printer, cut_per_course=True))
    house.agent()
    job = a_job()
    courses = tuple(
        TicketCourse(name=name, lines=(TicketLine(quantity="1", name=dish),))
        for name, dish in (("Πρώτα", "Τζατζίκι"), ("Κυρίως", "Μουσακάς"))
    )
    house.order_service.send(job.model_copy(update={"document": job.document.model_copy(update={"courses": courses})}))
    house.order_service.wait_for(job, "printed")
    assert [ticket.ended_by for ticket in house.printer.tickets] == ["cut", "cut"]
    assert [ticket.lines[0].strip() for ticket in house.printer.tickets] == ["ΦΥΛΛΟ 1/2", "ΦΥΛΛΟ 2/2"]
    assert house.printer.times_printed("Τζατζίκι") == house.printer.times_printed("Μουσακάς") == 1
    assert house.printer.times_printed("#0042") == 2, "each sheet of a ticket has its number"
    assert house.order_service.told(job).count("printed") == 1


def test_a_printer_that_proves_printing_by_process_id_is_asked_that_way(house: House) -> None:
    house.order_service.configure(settings_of(house.printer, fence="gs_paren_h"))
    house.printer.can(fence_gs_r=False)
    house.agent()
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "printed")


def test_a_printer_that_answers_nothing_prints_unconfirmed(house: House) -> None:
    house.printer.can(status=False, fence_gs_r=False, fence_process_id=False)
    house.order_service.configure(settings_of(house.printer, status="none", fence="none"))
    house.agent()
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "unconfirmed")
    house.printer.wait_for_ticket("Μουσακάς")


def test_automatic_status_of_another_program_is_not_taken_for_the_fence(house: House) -> None:
    house.agent()
    house.printer.inner.mechanism.receive(b"\x1da\xff")
    house.printer.runs_out_of_paper(after_lines=4)
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "printing", "paper_out")
    assert house.printer.tickets == []
    house.printer.gets_paper()
    house.order_service.wait_for(job, "printed")
    assert house.printer.printed_once("Μουσακάς")


def test_a_printer_whose_greek_page_cannot_be_found_gets_pictures_only(house: House) -> None:
    house.order_service.configure(settings_of(house.printer, graphics=True))
    house.agent()
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "printed")
    [ticket] = house.printer.tickets
    assert all("▒" in line for line in ticket.lines if line)
    assert len(ticket.rows) >= 10


def test_a_bill_has_the_logo_that_came_with_the_printers_settings(house: House) -> None:
    logo = the_logo()
    house.order_service.configure(settings_of(house.printer, logo=logo))
    house.agent()
    bill = Bill(lines=(), subtotal="0.00", total="0.00", logo=logo.digest)
    job = a_job()
    document = job.document.model_copy(update={"ticket_kind": "pre_bill", "bill": bill})
    house.order_service.wait_for(house.order_service.send(job.model_copy(update={"document": document})), "printed")
    head = house.printer.wait_for_ticket("ΛΟΓΑΡΙΑΣΜΟΣ").rows[:2]
    assert [(row.stride * 8, row.rows) for row in head if isinstance(row, ImageRow)] == [(160, 48), (160, 48)]
