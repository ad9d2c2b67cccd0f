"""Paper, cover, power, cable: what the agent holds, what it repeats under a banner, what it leaves to a person."""

from kernel.messages import PrinterCapabilities
from printer_agents.paper.raster import PICTURE
from printer_agents.paper.sheet import sheet_of
from tests.integration.printer_agents.conftest import House, a_job, settings_of
from tests.ports import free_port

COPY = "ΑΝΤΙΓΡΑΦΟ"
PREFLIGHT_BYTES = 9


def test_a_printer_without_paper_gets_no_byte_until_it_has_some(house: House) -> None:
    house.printer.runs_out_of_paper()
    house.agent()
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "accepted", "paper_out")
    house.order_service.wait_for_presence("online", "paper_out")
    assert house.printer.buffered == 0
    house.printer.gets_paper()
    printed = house.order_service.wait_for(job, "printed")
    assert house.printer.printed_once("Μουσακάς")
    assert (printed.attempt, printed.copies_possible) == (1, False)
    house.order_service.wait_for_presence("online", "", since=len(house.order_service.presences) - 1)


def test_paper_out_mid_ticket_is_held_and_goes_on_without_a_second_copy(house: House) -> None:
    house.agent()
    house.printer.runs_out_of_paper(after_lines=4)
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "printing", "paper_out")
    house.printer.gets_paper()
    printed = house.order_service.wait_for(job, "printed")
    assert house.printer.printed_once("Μουσακάς")
    assert (printed.attempt, printed.copies_possible) == (1, False)


def test_new_paper_is_noticed_although_no_ticket_waits_for_it(house: House) -> None:
    house.agent(trouble_check_s=0.1)
    house.printer.runs_out_of_paper()
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "accepted", "paper_out")
    house.order_service.command("cancel", job.job_id)
    house.order_service.wait_for(job, "cancelled")
    house.order_service.wait_for_presence("online", "paper_out")
    heard = len(house.order_service.presences)
    house.printer.gets_paper()
    house.order_service.wait_for_presence("online", "", since=heard)


def test_an_open_cover_is_named(house: House) -> None:
    house.printer.opens_cover()
    house.agent()
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "accepted", "cover_open")
    house.printer.closes_cover()
    house.order_service.wait_for(job, "printed")


def test_a_printer_switched_offline_keeps_its_tickets(house: House) -> None:
    house.printer.goes_offline()
    house.agent()
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "accepted", "offline")
    house.printer.goes_online()
    assert house.order_service.wait_for(job, "printed").attempt == 1


def test_one_trouble_after_another_mid_ticket_is_named_and_held_until_all_are_mended(house: House) -> None:
    house.agent()
    house.printer.runs_out_of_paper(after_lines=4)
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "printing", "paper_out")
    house.printer.opens_cover()
    house.printer.gets_paper()
    house.order_service.wait_for(job, "printing", "cover_open")
    house.printer.closes_cover()
    printed = house.order_service.wait_for(job, "printed")
    assert house.printer.printed_once("Μουσακάς")
    assert (printed.attempt, printed.copies_possible) == (1, False)


def test_a_cable_pulled_while_a_ticket_is_held_makes_it_doubtful_and_its_copy_marked(house: House) -> None:
    house.agent()
    house.printer.runs_out_of_paper(after_lines=4)
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "printing", "paper_out")
    house.printer.unplugs_cable()
    house.printer.gets_paper()
    house.order_service.wait_for(job, "printing", "silent")
    house.printer.plugs_cable()
    printed = house.order_service.wait_for(job, "printed")
    assert (printed.attempt, printed.copies_possible) == (2, True)
    assert [COPY in ticket.text for ticket in house.printer.tickets] == [False, True]


def test_a_link_that_breaks_before_the_first_byte_leaves_no_doubt(house: House) -> None:
    house.printer.resets_after(0, times=3)
    house.agent()
    job = house.order_service.send(a_job())
    printed = house.order_service.wait_for(job, "printed")
    assert (printed.attempt, printed.copies_possible) == (1, False)
    assert not [ticket for ticket in house.printer.tickets if COPY in ticket.text]


def test_power_lost_mid_ticket_gives_one_marked_copy(house: House) -> None:
    house.agent()
    house.printer.runs_out_of_paper(after_lines=4)
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "printing", "paper_out")
    house.printer.loses_power()
    house.order_service.wait_until(
        lambda: any(one.job_id == job.job_id and one.reason != "paper_out" for one in house.order_service.states[2:])
    )
    house.printer.heal()
    printed = house.order_service.wait_for(job, "printed")
    copy = house.printer.wait_for_ticket(lambda ticket: ticket.is_whole)
    assert COPY in copy.text
    assert "#0042" in copy.text
    assert (printed.attempt, printed.copies_possible) == (2, True)


def test_a_ticket_lost_twice_is_left_to_a_person_and_the_next_one_prints(house: House) -> None:
    house.agent()
    house.printer.can(fence_gs_r=False)
    job = house.order_service.send(a_job())
    uncertain = house.order_service.wait_for(job, "uncertain", "silent")
    house.printer.can(fence_gs_r=True)
    following = house.order_service.send(a_job(43, "Παϊδάκια"))
    house.order_service.wait_for(following, "printed")
    on_paper = [COPY in ticket.text for ticket in house.printer.tickets if "Μουσακάς" in ticket.text]
    assert on_paper == [False, True]
    assert (uncertain.attempt, uncertain.copies_possible) == (2, True)


def test_a_connection_reset_mid_ticket_gives_a_marked_copy(house: House) -> None:
    house.agent()
    house.printer.resets_after(200)
    job = house.order_service.send(a_job())
    assert house.order_service.wait_for(job, "printed").copies_possible
    assert COPY in house.printer.tickets[-1].text


def test_an_unreachable_printer_keeps_its_tickets_and_prints_them_when_it_is_back(house: House) -> None:
    house.printer.loses_power()
    house.agent()
    jobs = [house.order_service.send(a_job(number)) for number in (1, 2, 3)]
    house.order_service.wait_for(jobs[0], "accepted", "refused")
    house.order_service.wait_for_presence("online", "refused")
    house.printer.gets_power()
    for job in jobs:
        assert house.order_service.wait_for(job, "printed").attempt == 1
    assert [ticket.lines[0][-4:] for ticket in house.printer.tickets] == ["0001", "0002", "0003"]


def test_a_printer_busy_with_another_client_is_waited_for(house: House) -> None:
    house.printer.is_held_by_another_client()
    house.agent()
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "accepted", "silent")
    house.printer.is_let_go_by_the_other_client()
    house.order_service.wait_for(job, "printed")
    assert house.printer.printed_once("Μουσακάς")


def test_a_device_that_speaks_another_language_gets_no_ticket(house: House) -> None:
    house.printer.garbage_status()
    house.agent()
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "accepted", "wrong_device")
    assert house.printer.buffered == 0


def test_a_new_address_is_used_at_once_even_while_the_old_one_is_blocked(house: House) -> None:
    from printer_agents.virtual_printer.threaded import ThreadedVirtualPrinter

    house.agent()
    house.printer.runs_out_of_paper(after_lines=4)
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "printing", "paper_out")
    with ThreadedVirtualPrinter("spare", free_port()) as spare:
        house.order_service.configure(settings_of(spare, rev=2))
        house.order_service.wait_for(job, "printed")
        assert COPY in spare.wait_for_ticket("Μουσακάς").text


def test_an_idle_agent_notices_that_its_printer_is_gone_and_back(house: House) -> None:
    house.agent(health_check_s=0.2)
    house.order_service.wait_for_presence("online", "")
    house.printer.loses_power()
    house.order_service.wait_for_presence("online", "refused")
    heard = len(house.order_service.presences)
    house.printer.gets_power()
    house.order_service.wait_for_presence("online", "", since=heard)


def test_an_address_where_no_printer_may_be_is_not_knocked_at(house: House) -> None:
    house.agent(allow_loopback_printers=False)
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "accepted", "bad_address")
    assert house.printer.connections_taken == 0
    house.order_service.wait_for_presence("online", "bad_address")


def test_a_roll_near_its_end_is_said_and_prints_on(house: House) -> None:
    house.printer.runs_low_on_paper()
    house.agent()
    house.order_service.wait_for(house.order_service.send(a_job()), "printed")
    house.order_service.wait_until(lambda: any(presence.is_paper_low for presence in house.order_service.presences))
    heard = len(house.order_service.presences)
    house.printer.heal()
    house.order_service.wait_for(house.order_service.send(a_job(43)), "printed")
    house.order_service.wait_until(
        lambda: [one.is_paper_low for one in house.order_service.presences[heard:]][-1:] == [False]
    )


def test_a_ticket_after_one_that_broke_off_in_a_picture_is_not_eaten_by_the_printer(house: House) -> None:
    house.agent()
    broken = a_job(1, "Жаркое по-домашнему с картофелем и белыми грибами")
    copy = sheet_of(broken.document, PrinterCapabilities(), "possible_copy", after_break=True).data
    house.printer.resets_after(PREFLIGHT_BYTES + copy.index(PICTURE) + 100, times=2)
    house.order_service.send(broken)
    house.order_service.wait_for(broken, "uncertain", "link_lost", timeout_s=20)
    after = house.order_service.send(a_job(2))
    assert house.order_service.wait_for(after, "printed", timeout_s=20).attempt == 1
    assert "ΑΝΤΙΓΡΑΦΟ" not in house.printer.wait_for_ticket("#0002").text.partition("#0001")[2].partition("#0002")[0]


def test_a_late_answer_for_a_ticket_that_broke_off_is_not_taken_as_proof_of_the_next(house: House) -> None:
    house.printer.can(lines_per_s=15.0)
    house.agent(fence_wait_s=20.0)
    first, second = a_job(1), a_job(2)
    house.printer.resets_after(PREFLIGHT_BYTES + len(sheet_of(first.document, PrinterCapabilities()).data))
    for job in (first, second):
        house.order_service.send(job)
    house.order_service.wait_for(first, "printed", timeout_s=30)
    house.order_service.wait_for(second, "printed", timeout_s=30)
    assert house.printer.times_printed("#0002") == 1
    assert [COPY in ticket.text for ticket in house.printer.tickets] == [False, True, False]
