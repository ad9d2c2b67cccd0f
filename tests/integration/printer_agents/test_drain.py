"""An agent in a house that is shut: tickets that were on their way print, later ones wait in the book."""

from datetime import timedelta

from kernel.license_keeper import DAEMON
from kernel.messages import LicenseState
from kernel.mqtt_link import BrokerEndpoint, MqttLink
from kernel.service_credentials import ensure_secret
from kernel.topics import Topics
from tests.integration.printer_agents.conftest import SITE, House, a_job
from tests.licensed import KEYS, signed
from tests.site import wait_until


def test_a_shut_house_drains_and_takes_new_tickets_again_after_the_unlock(house: House) -> None:
    agent = house.agent(license_keys=KEYS)
    at_s = [1000.0]
    agent._drain._clock = lambda: at_s[0]
    daemon = MqttLink(
        BrokerEndpoint("127.0.0.1", house.broker.port), DAEMON, ensure_secret(house.data_dir, DAEMON), "test"
    )
    daemon.start()
    assert daemon.wait_ready(20)

    def tell(**changes: object) -> None:
        state = LicenseState(lease=signed(SITE, **changes), serial=1)
        daemon.publish(Topics(SITE).license_state, state, retain=True)

    tell(serial=2, locked=True)
    wait_until(lambda: agent._drain.look(), "the lock heard")
    on_its_way = house.order_service.send(a_job(1))
    house.order_service.wait_for(on_its_way, "printed")

    job = a_job(2, "Τζατζίκι")
    at_s[0] += (job.stale_after - job.fired_at + timedelta(minutes=2)).total_seconds()
    late = house.order_service.send(job)
    before = len(house.order_service.told(on_its_way))
    house.order_service.send(on_its_way)  # sent after the late one: its answer proves that the late one was seen
    house.order_service.wait_until(lambda: len(house.order_service.told(on_its_way)) > before)
    assert house.order_service.told(late) == []

    tell(serial=3, locked=False)
    wait_until(lambda: not agent._drain.look(), "the unlock heard")
    house.order_service.send(late)
    house.order_service.wait_for(late, "printed")
    assert house.printer.times_printed("Τζατζίκι") == 1
    daemon.stop()
