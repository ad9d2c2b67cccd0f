"""A job in, paper out, the answer back: the way every ticket goes."""

from tests.integration.printer_agents.conftest import House, a_job


def test_a_job_is_accepted_printed_and_told_in_that_order(house: House) -> None:
    house.agent()
    job = house.order_service.send(a_job())
    ticket = house.printer.wait_for_ticket("Μουσακάς")
    house.order_service.wait_for(job, "printed")
    assert "ΤΡΑΠΕΖΙ 12" in ticket.text
    assert house.order_service.told(job) in (["accepted", "printed"], ["printed"])
