"""The agent as a program: killed at the worst moment, started twice, stopped politely, and light to start."""

import json
import resource
import signal
import subprocess
import sys

from kernel.service_credentials import hand_out, take_back
from printer_agents.spool_file import spool_path
from tests.integration.printer_agents.conftest import House, a_job, settings_of

COPY = "ΑΝΤΙΓΡΑΦΟ"


def test_an_agent_killed_mid_ticket_prints_a_marked_copy_at_its_next_start(house: House) -> None:
    house.printer.runs_out_of_paper(after_lines=4)
    victim = house.process("kitchen")
    house.order_service.wait_until(lambda: house.order_service.hellos)
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "printing", "paper_out")
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    house.printer.gets_paper()
    house.process("kitchen")
    printed = house.order_service.wait_for(job, "printed")
    on_paper = [COPY in ticket.text for ticket in house.printer.tickets if "Μουσακάς" in ticket.text]
    assert on_paper == [False, True], "the torso's rest came out unmarked, the second one marked"
    assert (printed.attempt, printed.copies_possible) == (2, True)


def test_an_agent_killed_with_a_queue_loses_nothing_and_prints_nothing_unmarked_twice(house: House) -> None:
    house.printer.can(lines_per_s=300.0)
    jobs = [a_job(number) for number in range(1, 41)]
    victim = house.process("kitchen")
    house.order_service.wait_until(lambda: house.order_service.hellos)
    for job in jobs:
        house.order_service.send(job)
    for done in (4, 12, 25):
        assert house.printer.wait_until(lambda done=done: len(house.printer.tickets) >= done, 15)
        hellos = len(house.order_service.hellos)
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        victim = house.process("kitchen")
        house.order_service.wait_until(lambda hellos=hellos: len(house.order_service.hellos) > hellos, 10)
        for job in jobs:
            house.order_service.send(job)  # the relay rings again, whatever it knows
    for job in jobs:
        house.order_service.wait_for(job, "printed", timeout_s=20)
    for number in range(1, 41):
        papers = [ticket.text for ticket in house.printer.tickets if f"#{number:04d}" in ticket.lines[-1]]
        unmarked = [paper for paper in papers if COPY not in paper]
        assert papers, f"#{number:04d} never came out"
        assert len(unmarked) <= 1, f"#{number:04d} came out twice unmarked"


def test_sigterm_lets_the_ticket_come_out_and_says_goodbye(house: House) -> None:
    agent = house.process("kitchen")
    house.order_service.wait_until(lambda: house.order_service.hellos)
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "printed")
    agent.send_signal(signal.SIGTERM)
    assert agent.wait(30) == 0
    house.order_service.wait_for_presence("stopped")


def test_a_disk_that_refuses_ends_the_agent_before_anything_is_accepted(house: House) -> None:
    agent = house.process("kitchen")
    house.order_service.wait_until(lambda: house.order_service.hellos)
    resource.prlimit(agent.pid, resource.RLIMIT_FSIZE, (0, 0))
    job = house.order_service.send(a_job())
    assert agent.wait(10) == 1
    assert house.order_service.told(job) == []
    house.process("kitchen")
    house.order_service.wait_until(lambda: len(house.order_service.hellos) == 2)
    house.order_service.send(job)
    house.order_service.wait_for(job, "printed")
    assert house.printer.printed_once("Μουσακάς")


def test_a_damaged_spool_is_named_in_one_sentence(house: House) -> None:
    path = spool_path(house.data_dir, "kitchen")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"this was never a database, whatever its name says" * 100)
    agent = house.process("kitchen")
    _, said = agent.communicate(timeout=10)
    assert agent.returncode == 2
    assert said.count("\n") == 1
    assert str(path) in said


def test_a_second_process_for_the_same_printer_ends_with_status_3(house: House) -> None:
    house.agent()
    second = house.process("kitchen")
    _, said = second.communicate(timeout=10)
    assert (second.returncode, said) == (3, "An agent for the printer 'kitchen' is already running on this machine.\n")


def test_a_printer_name_that_is_no_name_is_refused(house: House) -> None:
    agent = house.process("../kitchen")
    _, said = agent.communicate(timeout=10)
    assert agent.returncode == 2
    assert "is not a printer's name" in said


def test_an_agent_signs_in_with_the_password_it_is_given(house: House) -> None:
    from kernel.service_credentials import ensure_secret

    elsewhere = house.data_dir.parent / "another-machine"
    secret = ensure_secret(house.data_dir, "agent.kitchen")
    house.process("kitchen", "--broker", house.broker.url, POS_DATA_DIR=str(elsewhere), MQTT_PASSWORD=secret)
    job = a_job()
    house.order_service.wait_until(lambda: house.order_service.hellos)
    house.order_service.send(job)
    house.order_service.wait_for(job, "printed")
    assert spool_path(elsewhere, "kitchen").exists()


def test_one_host_runs_an_agent_for_each_printer_as_they_come_and_go(house: House) -> None:
    house.process()
    kitchen = a_job()
    house.order_service.wait_until(lambda: [one.printer_id for one in house.order_service.hellos] == ["kitchen"])
    house.order_service.send(kitchen)
    house.order_service.wait_for(kitchen, "printed")
    house.order_service.configure(settings_of(house.printer, "bar"))
    house.order_service.wait_until(lambda: house.order_service.hellos[-1].printer_id == "bar")
    drinks = house.order_service.send(a_job(7, "Μπύρα", printer="bar"))
    house.order_service.wait_for(drinks, "printed")
    house.order_service.configure(settings_of(house.printer, "bar", is_active=False))
    house.order_service.wait_for_presence("stopped")
    house.order_service.forget("kitchen")
    house.order_service.wait_until(
        lambda: (
            {one.service for one in house.order_service.presences if one.state == "stopped"}
            == {"agent.bar", "agent.kitchen"}
        )
    )


def test_the_host_prints_what_it_took_before_it_lets_go_of_a_printer_whose_agent_runs_elsewhere(house: House) -> None:
    house.printer.runs_out_of_paper()
    house.process()
    house.order_service.wait_until(lambda: house.order_service.hellos)
    job = house.order_service.send(a_job())
    house.order_service.wait_for(job, "accepted", "paper_out")
    hand_out(house.data_dir, "kitchen")
    hand_out(house.data_dir, "bar")
    house.order_service.configure(
        settings_of(house.printer, "bar")
    )  # a printer that was elsewhere from the start gets no agent here
    house.printer.gets_paper()
    house.order_service.wait_for(job, "printed")
    house.order_service.wait_for_presence("stopped")
    assert {one.printer_id for one in house.order_service.hellos} == {"kitchen"}
    take_back(house.data_dir, "kitchen")
    house.order_service.wait_until(lambda: len(house.order_service.hellos) > 1)
    again = house.order_service.send(a_job(43))
    house.order_service.wait_for(again, "printed")


def test_an_agent_starts_without_the_heavy_libraries(house: House) -> None:
    script = (
        "import json, sys; from printer_agents import agent, app, host; "
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    listed = subprocess.run(
        [sys.executable, "-c", script], env=house.environment(), capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(listed.stdout))
    assert {"paho", "pydantic", "sqlite3"} <= loaded
    assert not loaded & {"PIL", "sqlalchemy", "escpos", "amqtt", "fastapi", "alembic", "yaml"}
