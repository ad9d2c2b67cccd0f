"""The broker's door to the network: TLS, handed-out agents and nobody else, and never in the way of the house."""

import signal
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from broker.in_thread import BrokerThread
from broker.limits import Limits
from broker.network_door import NetworkDoor
from deploy.trust.certificates import Signed, make_authority, make_box_certificate
from kernel.broker_trouble import why_not_reached
from kernel.mqtt_link import BrokerEndpoint, MqttLink
from kernel.service_credentials import ensure_secret, hand_out, take_back
from kernel.settings import SiteSettings
from kernel.topics import Topics
from tests.integration.broker.conftest import SITE
from tests.integration.broker.raw_mqtt import RawClient
from tests.mosquitto import MOSQUITTO, mosquitto_command
from tests.ports import free_port, wait_for_port
from tests.site import wait_until

TOPICS = Topics(SITE)
BUSY_S = 20.0


def make_certificate(folder: Path) -> None:
    """`trust/box.pem` for 127.0.0.1, its own authority: the box's real one vouches for no loopback address."""
    trust = folder / "trust"
    trust.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
         "-keyout", trust / "key.pem", "-out", trust / "cert.pem", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    (trust / "box.pem").write_bytes((trust / "cert.pem").read_bytes() + (trust / "key.pem").read_bytes())


@dataclass
class Box:
    """A broker with both doors.

    Attributes:
        learn: tells it of credentials that changed; the embedded one looks by itself.
    """

    folder: Path
    port: int
    door_port: int
    learn: Callable[[], object] = lambda: None

    def knock(self, user: str, secret: str, topic: str = TOPICS.license_state) -> "Knock":
        authority = (self.folder / "trust" / "cert.pem").read_text()
        endpoint = BrokerEndpoint.parse(f"mqtts://127.0.0.1:{self.door_port}", ca_text=authority)
        return Knock(endpoint, user, secret, topic)


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    make_certificate(tmp_path)
    door = NetworkDoor(tmp_path, "127.0.0.1", 0)
    with BrokerThread(tmp_path, site=SITE, agents_door=door, limits=Limits(max_waiting=8)) as broker:
        yield Box(tmp_path, broker.port, door.port)


@pytest.fixture
def mosquitto_box(tmp_path: Path) -> Iterator[Box]:
    if MOSQUITTO is None:
        pytest.skip("NOT TESTED ON MOSQUITTO: it is not installed")
    make_certificate(tmp_path)
    site = SiteSettings(
        data_dir=tmp_path,
        site_id=SITE,
        mqtt_port=free_port(),
        mqtt_agents_host="127.0.0.1",
        mqtt_agents_port=free_port(),
        _env_file=None,
    )

    process = subprocess.Popen(mosquitto_command(site, ["kitchen", "bar"]), stderr=subprocess.DEVNULL)

    def learn() -> None:
        mosquitto_command(site, ["kitchen", "bar"])
        process.send_signal(signal.SIGHUP)

    try:
        assert wait_for_port(site.mqtt_agents_port, BUSY_S)
        here = RawClient(site.mqtt_port)  # who is served: a SIGHUP between its sockets and its handlers would end it
        assert here.sign_in("api:t", "api", ensure_secret(tmp_path, "api")) == 0
        here.leave()
        yield Box(tmp_path, site.mqtt_port, site.mqtt_agents_port, learn)
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(params=["box", "mosquitto_box"])
def any_box(request: pytest.FixtureRequest) -> Box:
    """On each of the two brokers."""
    found: Box = request.getfixturevalue(request.param)
    return found


class Knock:
    """`with Knock(...) as link:` a link of `user` with `secret`, subscribed to `topic`."""

    def __init__(self, endpoint: BrokerEndpoint, user: str, secret: str, topic: str) -> None:
        self.seen: list[bytes] = []
        self._link = MqttLink(
            endpoint,
            user,
            secret,
            f"test-{id(self)}",
            subscriptions=[topic],
            on_message=lambda one: self.seen.append(one.payload),
        )

    def __enter__(self) -> "Knock":
        self._link.start()
        return self

    def __exit__(self, *_how: object) -> None:
        self._link.stop()

    @property
    def is_in(self) -> bool:
        return self._link.is_ready

    @property
    def said(self) -> str:
        return self._link.trouble


def test_a_handed_out_agent_gets_in_by_tls_and_reads_its_own_printers_jobs_alone(any_box):
    secret = hand_out(any_box.folder, "kitchen")
    any_box.learn()
    with (
        any_box.knock("agent.kitchen", secret, TOPICS.jobs("+", "kitchen")) as mine,
        any_box.knock("agent.kitchen", secret, TOPICS.jobs("+", "bar")) as foreign,
    ):
        wait_until(lambda: mine.is_in, "the agent in", BUSY_S)
        order_service = RawClient(any_box.port)
        known = ensure_secret(any_box.folder, "order-service")
        assert order_service.sign_in("order-service:t", "order-service", known) == 0
        order_service.publish(TOPICS.jobs("hot", "bar"), b"{}")
        order_service.publish(TOPICS.jobs("hot", "kitchen"), b"{}")
        wait_until(lambda: mine.seen == [b"{}"], "the job", BUSY_S)
        assert foreign.seen == []


def test_nobody_else_gets_in_by_it_and_its_credential_is_none_on_loopback(any_box):
    secret = hand_out(any_box.folder, "kitchen")
    any_box.learn()
    for user in ("api", "agent.kitchen", "agent.bar"):
        with any_box.knock(user, ensure_secret(any_box.folder, user)) as link:
            wait_until(lambda link=link: "does not let" in link.said, f"{user} refused", BUSY_S)
            assert not link.is_in
    assert RawClient(any_box.port).sign_in("agent.kitchen:t", "agent.kitchen", secret) == 5


def test_a_credential_made_anew_or_taken_back_shows_the_old_one_out(any_box):
    for change in (lambda: hand_out(any_box.folder, "kitchen"), lambda: take_back(any_box.folder, "kitchen")):
        secret = hand_out(any_box.folder, "kitchen")
        any_box.learn()
        with any_box.knock("agent.kitchen", secret) as link:
            wait_until(lambda link=link: link.is_in, "the agent in", BUSY_S)
            change()
            any_box.learn()
            wait_until(lambda link=link: "does not let" in link.said, "the agent out, and refused", BUSY_S)
            assert "pos agent-credential kitchen" in link.said


def test_a_crowd_of_silent_sockets_keeps_neither_the_agent_nor_the_house_out(box):
    crowd = [RawClient(box.door_port) for _ in range(60)]
    here = RawClient(box.port)
    assert here.sign_in("api:t", "api", ensure_secret(box.folder, "api")) == 0
    with box.knock("agent.kitchen", hand_out(box.folder, "kitchen"), TOPICS.jobs("+", "kitchen")) as link:
        wait_until(lambda: link.is_in, "the agent in", BUSY_S)
    assert crowd[0].is_hung_up(BUSY_S)
    in_clear = RawClient(box.door_port)
    in_clear.send(b"\x10\x40" + bytes(64))
    assert in_clear.is_hung_up(BUSY_S)


def test_the_house_works_without_a_certificate_and_the_door_opens_and_renews_by_itself(tmp_path):
    door = NetworkDoor(tmp_path, "127.0.0.1", free_port())
    with BrokerThread(tmp_path, site=SITE, agents_door=door) as broker:
        assert RawClient(broker.port).sign_in("api:t", "api", ensure_secret(tmp_path, "api")) == 0
        assert not door.is_open
        for _ in range(2):
            make_certificate(tmp_path)
            wanted = (tmp_path / "trust" / "cert.pem").read_text()
            wait_until(lambda wanted=wanted: shown_at(door.port) == wanted, "its certificate shown", BUSY_S)


def shown_at(port: int) -> str:
    try:
        return ssl.get_server_certificate(("127.0.0.1", port))
    except OSError:
        return ""


# ---------------------------------------------------------------- what an agent's log says


NOW = datetime.now(UTC)
AUTHORITY = make_authority("taverna", NOW)


def pem(signed: Signed, *, with_key: bool = False) -> bytes:
    key = signed.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) if with_key else b""
    return signed.certificate.public_bytes(Encoding.PEM) + key


@pytest.mark.parametrize(
    ("of", "made_at", "authority", "host", "expected"),
    [
        ("10.0.0.1", NOW, AUTHORITY, "10.0.0.1", ""),
        ("pos.lan", NOW, AUTHORITY, "10.0.0.1", 'On the box: "pos trust NAMES 10.0.0.1"'),
        ("10.0.0.1", NOW, AUTHORITY, "pos.lan", "another name than pos.lan"),
        ("10.0.0.1", NOW - timedelta(days=900), AUTHORITY, "10.0.0.1", "expired"),
        ("10.0.0.1", NOW + timedelta(days=9), AUTHORITY, "10.0.0.1", "clock is wrong"),
        ("10.0.0.1", NOW, make_authority("other", NOW), "10.0.0.1", "another authority"),
    ],
    ids=["good", "other address", "other name", "expired", "of the future", "other authority"],
)
def test_a_certificate_that_is_not_believed_is_a_sentence(tmp_path, of, made_at, authority, host, expected):
    certificate = make_box_certificate(AUTHORITY, [of], made_at)
    file = tmp_path / "box.pem"
    file.write_bytes(pem(certificate, with_key=True))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    context = BrokerEndpoint.parse(f"mqtts://{host}", ca_text=pem(authority).decode()).tls_context()
    said = handshake(server, context, host)
    assert expected in said
    assert bool(said) == bool(expected)


def handshake(server: ssl.SSLContext, client: ssl.SSLContext, host: str) -> str:
    """What is said of a real handshake; '' when it was believed."""
    here, there = socket.socketpair()

    def serve() -> None:
        try:
            server.wrap_socket(there, server_side=True).close()
        except OSError:
            there.close()

    serving = threading.Thread(target=serve)
    serving.start()
    try:
        client.wrap_socket(here, server_hostname=host).close()
        return ""
    except OSError as error:
        return why_not_reached(error, host, 8883)
    finally:
        here.close()
        serving.join()


def test_a_broker_that_is_not_there_or_speaks_no_tls_is_a_sentence(box):
    for port, expected in ((box.port, "does not speak TLS"), (free_port(), "no broker listens")):
        with Knock(BrokerEndpoint.parse(f"mqtts://127.0.0.1:{port}"), "agent.kitchen", "x", "a") as link:
            wait_until(lambda link=link, expected=expected: expected in link.said, expected, BUSY_S)
    with Knock(BrokerEndpoint.parse("mqtts://no-such-box.invalid"), "agent.kitchen", "x", "a") as link:
        wait_until(lambda: "Nobody knows the name" in link.said, "an unknown name", BUSY_S)
