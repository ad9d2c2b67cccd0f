"""The broker as a process: it starts, says why it can't, stops on a signal, speaks TLS."""

import contextlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from broker.in_thread import BrokerThread
from kernel.errors import CannotStart
from kernel.mqtt_link import BrokerEndpoint, MqttLink
from kernel.service_credentials import SERVICE_USERS, ensure_secret
from kernel.topics import Topics
from tests.integration.broker.conftest import PRINTERS, SITE
from tests.integration.broker.raw_mqtt import PUBLISH, HungUp, RawClient
from tests.ports import free_port

ROOT = Path(__file__).parents[3]


def environment(data_dir, port, **more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MQTT_", "POS_", "SITE_"))}
    return {**kept, "PYTHONPATH": str(ROOT), "POS_DATA_DIR": str(data_dir), "MQTT_PORT": str(port), **more}


@contextlib.contextmanager
def started(folder, port, **more):
    process = subprocess.Popen(
        [sys.executable, "-m", "broker"],
        cwd=folder,
        env=environment(folder / "data", port, **more),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert any("broker_started" in line for line in process.stderr), process.wait(10)
        yield process
    finally:
        process.kill()
        process.communicate()


def refused(folder, port, **more):
    """Exit status, and what was said."""
    done = subprocess.run(
        [sys.executable, "-m", "broker"],
        cwd=folder,
        env=environment(folder / "data", port, **more),
        capture_output=True,
        text=True,
        timeout=20,
    )
    return done.returncode, done.stderr


@pytest.fixture
def port():
    return free_port()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_a_signal(tmp_path, port, number):
    with started(tmp_path, port, SITE_ID=SITE) as process:
        for user in SERVICE_USERS:
            client = RawClient(port)
            assert client.sign_in(f"{user}:link", user, (tmp_path / "data/credentials" / user).read_text()) == 0
        process.send_signal(number)
        assert process.wait(10) == 0
        assert client.is_hung_up()


def test_a_busy_port_is_said_in_one_sentence(tmp_path, port):
    with socket.create_server(("127.0.0.1", port)):
        status, said = refused(tmp_path, port)
    assert status == 2
    assert said == f"Port {port} is taken by another program. Stop it, or set MQTT_PORT to a free port.\n"


def test_a_data_folder_that_can_not_be_written_is_said_in_one_sentence(tmp_path, port):
    (tmp_path / "file").write_text("")
    status, said = refused(tmp_path, port, POS_DATA_DIR=str(tmp_path / "file" / "data"))
    assert status == 2
    assert "POS_DATA_DIR" in said
    assert said.count("\n") == 1


def test_a_foreign_address_is_said_in_one_sentence(tmp_path, port):
    status, said = refused(tmp_path, port, MQTT_HOST="192.0.2.1", MQTT_NETWORK_IS_PRIVATE="1")
    assert status == 2
    assert "MQTT_HOST" in said
    assert said.count("\n") == 1


def test_the_network_without_tls_is_refused(tmp_path, port):
    status, said = refused(tmp_path, port, MQTT_HOST="0.0.0.0")
    assert status == 2
    assert "MQTT_TLS_CERT_FILE" in said


@pytest.fixture
def certificate(tmp_path):
    """Certificate and key of 127.0.0.1, its own authority."""
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", key, "-out", cert, "-days", "1", "-subj", "/CN=127.0.0.1", "-addext",
         "subjectAltName=IP:127.0.0.1"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return cert, key


def test_with_tls_a_link_that_knows_the_certificate_gets_in_and_nobody_in_clear(tmp_path, port, certificate):
    cert, key = certificate
    secured = {"MQTT_TLS_CERT_FILE": str(cert), "MQTT_TLS_KEY_FILE": str(key), "SITE_ID": SITE}
    with started(tmp_path, port, MQTT_CONNECT_TIMEOUT_S="0.5", **secured):
        endpoint = BrokerEndpoint.parse(f"mqtts://127.0.0.1:{port}", cert)
        topics = Topics(SITE)
        secret = ensure_secret(tmp_path / "data", "api")
        link = MqttLink(endpoint, "api", secret, "link", subscriptions=[topics.event("+")])
        link.start()
        try:
            assert link.wait_ready(10)
        finally:
            link.stop()
        in_clear = RawClient(port)
        with pytest.raises(HungUp):
            in_clear.sign_in("api:link", "api", secret)
        assert RawClient(port).is_hung_up()  # silent instead of shaking hands
        with pytest.raises(ssl.SSLError), socket.create_connection(("127.0.0.1", port), 5) as plain:
            ssl.create_default_context().wrap_socket(plain, server_hostname="127.0.0.1")
        crowd = [RawClient(port) for _ in range(150)]  # more than the waiting room holds, in mid-handshake
        link = MqttLink(endpoint, "api", secret, "again", subscriptions=[topics.event("+")])
        link.start()
        try:
            assert link.wait_ready(10)
        finally:
            link.stop()
        assert all(one.is_hung_up() for one in crowd)


def test_a_stopped_broker_starts_again_on_its_port_and_links_come_back(tmp_path):
    topics, connections = Topics(SITE), []
    with BrokerThread(tmp_path, site=SITE) as broker:
        port = broker.port
        link = MqttLink(
            BrokerEndpoint.parse(broker.url),
            "api",
            ensure_secret(tmp_path, "api"),
            "link",
            subscriptions=[topics.event("+")],
            on_ready=connections.append,
        )
        link.start()
        try:
            assert link.wait_ready(20)
            broker.stop()
            broker.start()
            assert broker.port == port
            assert wait_for(lambda: connections == [1, 2])
        finally:
            link.stop()


def test_a_second_broker_on_the_port_is_told_so(tmp_path):
    with BrokerThread(tmp_path) as first, pytest.raises(CannotStart, match="MQTT_PORT"):
        BrokerThread(tmp_path, port=first.port).start()


def test_stopping_speaks_no_last_will_and_leaves_nothing_behind(tmp_path):
    with BrokerThread(tmp_path, site=SITE) as broker:
        topics = Topics(SITE)
        watcher, leaver = RawClient(broker.port), RawClient(broker.port)
        assert watcher.sign_in("api:watcher", "api", ensure_secret(tmp_path, "api")) == 0
        watcher.subscribe(topics.presence("+"))
        secret = ensure_secret(tmp_path, f"agent.{PRINTERS[0]}")
        presence = topics.presence(f"agent.{PRINTERS[0]}")
        user = f"agent.{PRINTERS[0]}"
        assert leaver.sign_in(f"{user}:link", user, secret, will=(presence, b"offline", True)) == 0
        broker.stop()
        with pytest.raises(HungUp):
            watcher.read_kind(PUBLISH)


def wait_for(fact, timeout_s=10.0):
    deadline, pause = time.monotonic() + timeout_s, threading.Event()
    while not fact() and time.monotonic() < deadline:
        pause.wait(0.02)
    return fact()
