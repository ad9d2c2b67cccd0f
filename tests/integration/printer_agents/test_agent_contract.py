"""MESSAGING.md's delivery contract, seen from the order service: hello, present states, commands, one owner."""

from datetime import timedelta

import pytest

from kernel.ids import new_ulid
from kernel.messages import PrinterSettings
from kernel.service_credentials import ensure_secret
from kernel.topics import agent_user
from printer_agents.agent import EXIT_REFUSED, PrinterAgent
from printer_agents.spool_file import AlreadyRunning
from tests.integration.printer_agents.conftest import House, a_job, settings_of


def test_an_agent_says_hello_with_its_counts_after_each_connection(house: House) -> None:
    house.printer.runs_out_of_paper()
    agent = house.agent()
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "accepted")
    house.cuts_link_of(agent)
    house.order_service.wait_until(lambda: len(house.order_service.hellos) >= 2)
    first, second = house.order_service.hellos[0], house.order_service.hellos[-1]
    assert (first.connection, second.connection) == (1, 2)
    assert first.boot_id == second.boot_id == agent.boot_id
    assert second.counts.queued + second.counts.printing == 1


def test_a_ring_that_follows_an_earlier_hello_is_passed_over_and_one_after_the_last_is_taken(house: House) -> None:
    agent = house.agent()
    house.cuts_link_of(agent)
    house.order_service.wait_until(lambda: house.order_service.hellos[-1].connection == 2)
    first, second = house.order_service.hellos[0], house.order_service.hellos[-1]
    overtaking = house.order_service.send(a_job(2, "Τζατζίκι").model_copy(update={"after_hello": first.name}))
    oldest = house.order_service.send(a_job(1).model_copy(update={"after_hello": second.name}))
    house.order_service.wait_for(oldest, "printed")
    assert house.order_service.told(overtaking) == []
    house.order_service.send(overtaking.model_copy(update={"after_hello": second.name}))
    house.order_service.wait_for(overtaking, "printed")
    assert [ticket.lines[0][-4:] for ticket in house.printer.tickets] == ["0001", "0002"]


def test_an_agent_that_is_asked_for_a_hello_says_it_each_time(house: House) -> None:
    agent = house.agent()
    asked = house.order_service.command("hello")
    house.order_service.command("hello", command_id=asked)
    house.order_service.wait_until(lambda: len(house.order_service.hellos) == 3)
    assert {one.name for one in house.order_service.hellos} == {f"{agent.boot_id}/1"}


def test_what_was_printed_while_the_broker_was_down_is_told_when_it_is_back(house: House) -> None:
    agent = house.agent()
    house.printer.runs_out_of_paper(after_lines=4)
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "printing", "paper_out")
    house.broker.stop()
    house.printer.gets_paper()
    house.printer.wait_for_ticket("Μουσακάς")
    house.broker.start()
    house.order_service.wait_ready()
    assert agent._link.wait_ready(8)
    house.cuts_link_of(agent)  # its first hello may have come before the order service could hear it
    house.order_service.wait_for(job, "printed")


def test_a_report_names_the_present_states(house: House) -> None:
    house.agent()
    printed = house.order_service.send(a_job(1))
    house.order_service.wait_for(printed, "printed")
    house.printer.runs_out_of_paper()
    waiting = house.order_service.send(a_job(2))
    house.order_service.wait_for(waiting, "accepted", "paper_out")
    house.order_service.states.clear()
    house.order_service.command("report")
    house.order_service.wait_for(waiting, "accepted", "paper_out")
    assert house.order_service.told(printed) == []
    house.order_service.command("report", printed.job_id)
    house.order_service.wait_for(printed, "printed")


def test_a_cancelled_job_never_prints_even_when_it_arrives_after_the_cancel(house: House) -> None:
    house.printer.runs_out_of_paper()
    house.agent()
    head = house.order_service.send(a_job(1))
    waiting = house.order_service.send(a_job(2, "Τζατζίκι"))
    late = a_job(3, "Παϊδάκια")
    house.order_service.wait_for(head, "accepted", "paper_out")
    house.order_service.wait_for(waiting, "accepted")
    house.order_service.command("cancel", waiting.job_id, late.job_id)
    house.order_service.wait_for(waiting, "cancelled")
    house.order_service.wait_for(late, "cancelled")
    house.order_service.send(late)
    house.printer.gets_paper()
    house.order_service.wait_for(head, "printed")
    last = house.order_service.send(a_job(4, "Μπύρα"))
    house.order_service.wait_for(last, "printed")
    assert [ticket.lines[0][-4:] for ticket in house.printer.tickets] == ["0001", "0004"]


def test_a_job_in_flight_is_not_cancelled_but_never_sent_a_second_time(house: House) -> None:
    house.agent()
    house.printer.runs_out_of_paper(after_lines=4)
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "printing", "paper_out")
    house.order_service.command("cancel", job.job_id)
    house.order_service.wait_until(lambda: house.order_service.told(job).count("printing") >= 2)
    house.printer.loses_power()
    house.printer.heal()
    cancelled = house.order_service.wait_for(job, "cancelled")
    assert cancelled.copies_possible, "the torso may be read as a ticket"
    assert not any(ticket.is_whole for ticket in house.printer.tickets)


def test_a_paused_agent_keeps_jobs_until_it_is_resumed(house: House) -> None:
    house.agent()
    house.order_service.command("pause")
    house.order_service.wait_for_presence("online", "paused")
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "accepted")
    assert house.printer.tickets == []
    house.order_service.command("resume")
    house.order_service.wait_for(job, "printed")


def test_a_printer_that_a_manager_pauses_keeps_its_jobs_and_a_restart_forgets_nothing(house: House) -> None:
    agent = house.agent()
    house.order_service.configure(settings_of(house.printer, is_paused=True))
    house.order_service.wait_for_presence("online", "paused")
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "accepted")
    house.stop(agent)
    house.agent()
    assert house.printer.tickets == []
    house.order_service.configure(settings_of(house.printer))
    house.order_service.wait_for(job, "printed")


def test_an_agent_whose_clock_is_an_hour_fast_prints_what_is_not_old(house: House) -> None:
    house.agent()
    fresh = a_job()
    early = fresh.fired_at - timedelta(hours=1)
    job = house.order_service.send(fresh.model_copy(update={"stale_after": early, "lasts_s": 600.0}))
    house.order_service.wait_for(job, "printed")


def test_a_command_is_obeyed_once(house: House) -> None:
    house.agent()
    pause = house.order_service.command("pause")
    house.order_service.command("resume")
    house.order_service.command("pause", command_id=pause)
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "printed")


def test_an_agent_without_settings_waits_for_them(house: House) -> None:
    house.agent("bar")
    job = house.order_service.send(a_job(printer="bar"))
    house.order_service.wait_for(job, "accepted", "no_route")
    house.order_service.configure(settings_of(house.printer, "bar"))
    house.order_service.wait_for(job, "printed")


def test_settings_outlive_the_broker(house: House) -> None:
    house.printer.runs_out_of_paper()
    agent = house.agent()
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "accepted", "paper_out")
    house.stop(agent)
    house.broker.stop()
    house.printer.gets_paper()
    alone = PrinterAgent("kitchen", house.settings(), "unused")
    alone.start()
    try:
        house.printer.wait_for_ticket("Μουσακάς")
    finally:
        alone.stop()
        house.broker.start()


def test_a_printer_that_becomes_inactive_prints_no_more(house: House) -> None:
    house.agent()
    house.order_service.configure(settings_of(house.printer, is_active=False))
    house.order_service.wait_for_presence("online", "paused")
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "accepted")
    house.order_service.configure(settings_of(house.printer))
    house.order_service.wait_for(job, "printed")


def test_a_second_agent_on_this_machine_is_refused_by_the_lock(house: House) -> None:
    house.agent()
    with pytest.raises(AlreadyRunning, match="already running on this machine"):
        PrinterAgent("kitchen", house.settings(), "any")


def test_a_second_agent_on_another_machine_is_refused_and_takes_no_job(house: House) -> None:
    house.agent()
    elsewhere = house.settings(data_dir=house.data_dir.parent / "elsewhere", settle_s=0.0)
    secret = ensure_secret(house.data_dir, agent_user("kitchen"))
    second = PrinterAgent("kitchen", elsewhere, secret)
    second.start()
    try:
        assert second.wait(30.0) == EXIT_REFUSED
    finally:
        second.stop()
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "printed")
    assert house.printer.printed_once("Μουσακάς")
    assert len(house.order_service.hellos) == 1


def test_an_agent_follows_one_that_died_on_another_machine(house: House) -> None:
    first = house.agent(data_dir=house.data_dir.parent / "elsewhere")
    house.cuts_link_of(first, forever=True)
    house.order_service.wait_for_presence("offline")
    second = house.agent()
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "printed")
    assert second.wait(0.0) is None


def test_a_job_of_another_printer_is_refused(house: House) -> None:
    house.agent()
    stray = a_job().model_copy(update={"printer_id": "bar"})
    topic = house.order_service.topics.jobs("kitchen", "kitchen")
    house.order_service._link.publish(topic, stray)
    job = house.order_service.send(a_job(43, "Παϊδάκια"))
    house.order_service.wait_for(job, "printed")
    assert house.order_service.told(stray) == []


def test_settings_that_make_no_sense_are_refused_and_the_old_ones_stay(house: House) -> None:
    house.agent()
    house.order_service._link.publish(
        house.order_service.topics.settings("kitchen"),
        PrinterSettings.model_construct(printer_id="kitchen", columns=7),
        retain=True,
    )
    job = house.order_service.send(a_job(job_id=new_ulid(a_job().fired_at)))
    house.order_service.wait_for(job, "printed")
