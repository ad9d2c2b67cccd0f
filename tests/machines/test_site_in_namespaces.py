"""A restaurant over four machines: box, agent in the yard, phone, cloud. From the wheel, by the units' own commands,
each machine a network namespace of its own with a cable to the box; the cables are pulled."""

import getpass
import os
import re
import shutil
import signal
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import load_der_x509_certificate

from deploy.nginx_files import cloud_text
from deploy.trust.certificates import make_authority, make_box_certificate
from printer_agents.virtual_printer.threaded import ThreadedVirtualPrinter
from tests.installed import Machine
from tests.networks import Network
from tests.site import wait_until

BOX_FOR_THE_YARD, KITCHEN = "10.77.1.1", "10.77.1.3"
BOX_FOR_PHONES, BAR = "10.77.2.1", "10.77.2.3"
CLOUD: Final = "10.77.3.2"
ADMIN: Final = {"username": "irene", "password": "lighthouse of 1912"}
PATIENCE_S = 180.0
UNHURRIED: Final = {
    "POS_AGENT_CONNECT_TIMEOUT_S": "10",
    "POS_AGENT_STATUS_TIMEOUT_S": "10",
    "POS_AGENT_FENCE_WAIT_S": "60",
}
"""So long that a printer on a busy machine is not taken for a dead one: what was doubted comes out twice."""


class Restaurant:
    """Everything of it; `with Restaurant(program, folder) as restaurant:` returns when all of it works."""

    def __init__(self, program: Path, folder: Path) -> None:
        self.program, self.folder = program, folder
        self._running: list[tuple[str, subprocess.Popen[bytes], Path]] = []
        self._stack = ExitStack()

    def __enter__(self) -> "Restaurant":
        try:
            self._lay_cables()
            self.kitchen = self._printer("kitchen", self.yard, KITCHEN)
            self.bar = self._printer("bar", self.hall, BAR)
            self._start_the_cloud()
            self._install_the_box()
            self._register_the_site()
            self._start_the_box()
            self._start_the_agent_in_the_yard()
            self._write_the_menu()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_how: object) -> None:
        ends = []
        for _, process, _ in reversed(self._running):
            process.send_signal(signal.SIGTERM)
        for name, process, said in reversed(self._running):
            try:
                ends.append((name, process.wait(PATIENCE_S), said))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                ends.append((name, process.wait(), said))
        self._stack.close()
        for name, status, said in ends:
            assert status == 0, f"{name} ended with {status}:\n{said.read_text()[-2000:]}"

    # ---------------------------------------------------------------- machines

    def _lay_cables(self) -> None:
        networks = [self._stack.enter_context(Network(name)) for name in ("box", "yard", "hall", "cloud")]
        self.box, self.yard, self.hall, self.cloud = networks
        self.box.joins(self.yard, [f"{BOX_FOR_THE_YARD}/24"], ["10.77.1.2/24", f"{KITCHEN}/24"], "to-yard")
        self.box.joins(self.hall, [f"{BOX_FOR_PHONES}/24"], ["10.77.2.2/24", f"{BAR}/24"], "to-hall")
        self.box.joins(self.cloud, ["10.77.3.1/24"], [f"{CLOUD}/24"], "to-cloud")

    def _printer(self, name: str, network: Network, address: str) -> ThreadedVirtualPrinter:
        printer = ThreadedVirtualPrinter(name, 9100, address)
        network.does(printer.start)
        self._stack.callback(printer.stop)
        return printer

    def _machine(self, network: Network, name: str, *words: str) -> Machine:
        """`pos install` on a machine of its own."""
        root = self.folder / name
        places = {"home": root / "lib" / "simple-pos", "units": root / "units", "command": root / "bin" / "pos"}
        machine = Machine(self.program, **places, said="")
        root.mkdir()
        where = [f"--{place}={path}" for place, path in places.items()]
        command = [str(self.program), "install", "--no-start", f"--user={getpass.getuser()}", *where, *words]
        machine.said = self._done(network, command, root)
        return machine

    def _pos(self, machine: Machine, *words: str) -> str:
        return self._done(self.box, [str(self.program), *words], machine.home)

    @staticmethod
    def _done(network: Network, command: list[str], folder: Path) -> str:
        environment = {"PATH": os.environ["PATH"], **UNHURRIED}
        ran = network.does(
            lambda: subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def _runs(self, name: str, network: Network, start: Callable[[], "subprocess.Popen[bytes]"], said: Path) -> None:
        self._running.append((name, network.does(start), said))

    def _nginx(self, name: str, network: Network, text: str) -> None:
        folder = self.folder / f"nginx-{name}"
        folder.mkdir()
        (folder / "server.conf").write_text(text)
        kept = " ".join(
            f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"user root; daemon off; worker_processes 1; pid {folder}/nginx.pid; events {{ worker_connections 256; }}"
            f" http {{ access_log off; {kept} include {folder}/server.conf; }}\n"
        )
        said = folder / "error.log"
        command = [str(NGINX), "-e", str(said), "-c", str(folder / "nginx.conf")]
        self._runs(f"nginx of the {name}", network, lambda: subprocess.Popen(command), said)

    # ---------------------------------------------------------------- the vendor

    def _start_the_cloud(self) -> None:
        home = self.folder / "cloud"
        home.mkdir()
        authority = make_authority("vendor", datetime.now(UTC))
        proof = make_box_certificate(authority, [CLOUD], datetime.now(UTC))
        (home / "ca.pem").write_bytes(authority.certificate.public_bytes(Encoding.PEM))
        (home / "fullchain.pem").write_bytes(proof.certificate.public_bytes(Encoding.PEM))
        key = proof.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (home / "privkey.pem").write_bytes(key)
        environment = {
            "PATH": os.environ["PATH"],
            "CLOUD_DATA_DIR": str(home / "data"),
            "CLOUD_PUBLIC_URL": f"https://{CLOUD}",
            "CLOUD_TRUSTED_PROXIES": "127.0.0.1",
            "ADMIN_USERNAME": ADMIN["username"],
            "ADMIN_PASSWORD": ADMIN["password"],
        }
        said = home / "said"
        with said.open("w") as out:
            command = [str(self.program), "cloud"]
            self._runs(
                "the cloud",
                self.cloud,
                lambda: subprocess.Popen(command, cwd=home, env=environment, stdout=out, stderr=out),
                said,
            )
        text = cloud_text(CLOUD, ["127.0.0.1:8001"])
        self._nginx("cloud", self.cloud, text.replace(f"/etc/letsencrypt/live/{CLOUD}", str(home)))

    def _register_the_site(self) -> None:
        home = self.folder / "cloud"
        trusting = ssl.create_default_context(cafile=str(home / "ca.pem"))
        self._console = self._stack.enter_context(
            httpx.Client(base_url=f"https://{CLOUD}", verify=trusting, timeout=PATIENCE_S)
        )
        wait_until(lambda: self._answers(self.cloud, self._console, "/"), "the cloud", PATIENCE_S)
        session = self.vendor("POST", "/api/auth/login", ADMIN)
        self._console.headers["Authorization"] = f"Bearer {session['access_token']}"
        new = {"name": "Ταβέρνα", "owner_name": "Ελένη", "contact_email": "e@example.com"}
        self.site = self.vendor("POST", "/api/sites/", new | {"licensed_until": "2027-06-30"})

    def vendor(self, method: str, path: str, body: Any = None) -> Any:
        """A click in the console, on a machine beside the cloud."""
        answer = self.cloud.does(lambda: self._console.request(method, path, json=body))
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    # ---------------------------------------------------------------- the box and the agent

    def _install_the_box(self) -> None:
        printers = [f"--printer=kitchen={KITCHEN}", f"--printer=bar={BAR}"]
        self.machine = machine = self._machine(self.box, "box", *printers)
        assert machine.said.count("It answers, and it can print.") == 2, machine.said

    def _start_the_box(self) -> None:
        machine = self.machine
        machine.setting(
            SITE_ID=self.site["site_id"],
            SITE_KEY=self.site["secret_key"],
            LICENSE_KEYS=self.vendor("GET", "/api/license-keys")["license_keys"],
            CLOUD_URL=f"https://{CLOUD}",
            CLOUD_CA_FILE=str(self.folder / "cloud" / "ca.pem"),
            LICENSE_FIRST_RETRY_S="0.3",
            MQTT_AGENTS_HOST="0.0.0.0",  # of a network of this test's own
            POS_TICKET_ALERT_AFTER_S="2",
            **UNHURRIED,
        )
        self._pos(machine, "trust", BOX_FOR_THE_YARD, BOX_FOR_PHONES)
        self._runs("the box", self.box, machine.start, machine.home / "said")
        self._nginx("box", self.box, self._pos(machine, "nginx", "site"))

    def _start_the_agent_in_the_yard(self) -> None:
        said = self._pos(self.machine, "agent-credential", "kitchen", "--broker", f"mqtts://{BOX_FOR_THE_YARD}:8883")
        assert "MQTT_AGENTS_HOST" not in said, "it is set"
        credential = self.machine.home / "kitchen.agent"
        machine = self._machine(self.yard, "yard", "--agent", f"--credential={credential}")
        credential.unlink()
        machine.setting(**UNHURRIED)
        self._runs(
            "the agent in the yard",
            self.yard,
            lambda: machine.start("simple-pos-agent@.service", "kitchen"),
            machine.home / "said",
        )

    # ---------------------------------------------------------------- a phone

    def phone(self) -> httpx.Client:
        """A new phone: it takes the box's authority from the page /trust, and speaks HTTPS from then on."""
        client = httpx.Client(base_url=f"http://{BOX_FOR_PHONES}", timeout=PATIENCE_S)
        wait_until(lambda: self._answers(self.hall, client, "/api/system/health"), "the box", PATIENCE_S)
        authority = load_der_x509_certificate(self.hall.does(lambda: client.get("/trust/authority.crt")).content)
        client.close()
        context = ssl.create_default_context(cadata=authority.public_bytes(Encoding.PEM).decode())
        secure = httpx.Client(base_url=f"https://{BOX_FOR_PHONES}", verify=context, timeout=PATIENCE_S)
        self._stack.enter_context(secure)
        pin = re.findall(r"Hired manager \(manager\): (\d{6})", self.machine.said)[0]
        body = {"username": "manager", "pin": pin}
        signed_in = self.hall.does(lambda: secure.post("/api/auth/login", json=body))
        assert signed_in.status_code == 200, signed_in.text
        secure.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"
        return secure

    def ask(self, method: str, path: str, body: Any = None, *, of: httpx.Client | None = None) -> httpx.Response:
        """A call of a phone's."""
        client = of or self._phone
        return self.hall.does(lambda: client.request(method, path, json=body))

    def get(self, path: str) -> Any:
        """The body of a GET that must succeed."""
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(self, dish: str, note: str) -> Any:
        """A round that must be taken; its note tells its papers from the others'."""
        line = {"product_id": self.dishes[dish], "quantity": "1", "choice_ids": [], "note": note}
        answer = self.ask("POST", f"/api/tables/{self.table}/rounds", {"lines": [line]})
        assert answer.status_code == 201, answer.text
        return answer.json()

    @contextmanager
    def without(self, cable: str) -> Iterator[None]:
        """A cable of the box's is out until the end of the block."""
        self.box.pull(cable)
        try:
            yield
        finally:
            self.box.plug(cable)

    def wait_settled(self, *orders: int) -> None:
        """Until the box, too, knows that every ticket of these orders is on paper."""

        def are_told() -> bool:
            return all(set(self._custodies(order)) == {"on_paper"} for order in orders)

        wait_until(are_told, "every ticket on paper in the book, too", PATIENCE_S)

    def custody_of(self, order: int, zone: str) -> str:
        """Who has the newest ticket of a zone, as the waiter's screen is told."""
        return self._custodies(order, zone)[-1]

    def _custodies(self, order: int, zone: str = "") -> list[str]:
        rounds = self.get(f"/api/orders/{order}")["rounds"]
        tickets = [ticket for one in rounds for ticket in one["tickets"] if zone in ("", ticket["zone_id"])]
        return [ticket["custody"] for ticket in sorted(tickets, key=lambda ticket: int(ticket["number"]))]

    def _write_the_menu(self) -> None:
        wait_until(self._is_open, f"a licence; logs in {self.machine.home}", PATIENCE_S)
        self._phone = self.phone()
        self.dishes = {}
        for zone, dish in (("kitchen", "Μουσακάς"), ("bar", "Ρετσίνα")):
            page = self.ask("POST", "/api/products/categories", {"name": dish, "printer_zone_id": zone})
            assert page.status_code == 201, page.text
            product = {"name": dish, "category_id": page.json()["id"], "base_price": "9.50"}
            self.dishes[dish] = self.ask("POST", "/api/products/", product).json()["id"]
        self.table = self.ask("POST", "/api/tables/", {"number": 1}).json()["id"]
        wait_until(self._are_printers_ready, f"both agents; logs in {self.folder}", PATIENCE_S)

    def _is_open(self) -> bool:
        client = httpx.Client(base_url=f"http://{BOX_FOR_PHONES}", timeout=PATIENCE_S)
        try:
            health = self.hall.does(lambda: client.get("/api/system/health")).json()
            return bool(health["license"]["state"] == "active")
        except (httpx.HTTPError, ValueError, KeyError):
            return False
        finally:
            client.close()

    def _are_printers_ready(self) -> bool:
        return all(one["presence"] == "online" for one in self.get("/api/printers/"))

    @staticmethod
    def _answers(network: Network, client: httpx.Client, path: str) -> bool:
        try:
            return network.does(lambda: client.get(path)).status_code < 500
        except httpx.HTTPError:
            return False


NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")


@pytest.fixture(scope="module")
def restaurant(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restaurant]:
    with Restaurant(program, tmp_path_factory.mktemp("restaurant")) as running:
        yield running


if os.geteuid() != 0 or NGINX is None:
    pytestmark = pytest.mark.skip("NOT TESTED OVER SEVERAL MACHINES: needs root (network namespaces) and nginx")


def test_a_round_comes_out_in_the_yard_and_at_the_bar(restaurant: Restaurant) -> None:
    orders = {restaurant.send(dish, "first")["order_id"] for dish in restaurant.dishes}
    assert restaurant.kitchen.wait_for_ticket("first", timeout_s=PATIENCE_S)
    assert restaurant.bar.wait_for_ticket("first", timeout_s=PATIENCE_S)
    assert restaurant.kitchen.times_printed("first") == restaurant.bar.times_printed("first") == 1
    restaurant.wait_settled(*orders)


def test_a_manager_has_the_printer_in_the_yard_checked_by_its_own_agent(restaurant: Restaurant) -> None:
    begun = restaurant.ask("POST", "/api/printer-checks/", {"step": "sample", "printer_id": "kitchen"})
    assert begun.status_code == 202, begun.text
    check = f"/api/printer-checks/{begun.json()['id']}"
    wait_until(lambda: restaurant.get(check)["is_final"], "the end of the check", PATIENCE_S)
    assert restaurant.get(check)["reason"] == ""


def test_with_the_yards_cable_out_the_phone_is_told_and_the_ticket_comes_out_once_when_it_is_in_again(
    restaurant: Restaurant,
) -> None:
    with restaurant.without("to-yard"):
        order = restaurant.send("Μουσακάς", "pulled")["order_id"]
        restaurant.send("Ρετσίνα", "pulled")
        assert restaurant.bar.wait_for_ticket("pulled", timeout_s=PATIENCE_S)

        def told() -> bool:
            return (order, "agent") in [(one["order_id"], one["cause"]) for one in restaurant.get("/api/alerts/")]

        wait_until(told, "the sender told that the agent is silent", PATIENCE_S)
        assert restaurant.custody_of(order, "kitchen") == "received"
    assert restaurant.kitchen.wait_for_ticket("pulled", timeout_s=PATIENCE_S)
    wait_until(lambda: restaurant.get("/api/alerts/") == [], "the alert gone", PATIENCE_S)
    restaurant.wait_settled(order)
    assert restaurant.kitchen.times_printed("pulled") == restaurant.bar.times_printed("pulled") == 1


def test_with_the_clouds_cable_out_the_site_works_and_a_lock_reaches_it_when_it_is_in_again(
    restaurant: Restaurant,
) -> None:
    site = restaurant.site["site_id"]
    with restaurant.without("to-cloud"):
        for dish in restaurant.dishes:
            restaurant.send(dish, "no cloud")
        assert restaurant.kitchen.wait_for_ticket("no cloud", timeout_s=PATIENCE_S)
        assert restaurant.bar.wait_for_ticket("no cloud", timeout_s=PATIENCE_S)
        assert restaurant.ask("GET", "/api/tables/", of=restaurant.phone()).status_code == 200
        restaurant.vendor("POST", f"/api/sites/{site}/lock", {"reason": "a drill"})
        assert restaurant.ask("GET", "/api/tables/").status_code == 200, "nobody can have told the box"
    wait_until(lambda: restaurant.ask("GET", "/api/tables/").status_code == 423, "the lock", PATIENCE_S)
    restaurant.vendor("POST", f"/api/sites/{site}/unlock", {})
    wait_until(lambda: restaurant.ask("GET", "/api/tables/").status_code == 200, "open again", PATIENCE_S)
    restaurant.send("Μουσακάς", "unlocked")
    assert restaurant.kitchen.wait_for_ticket("unlocked", timeout_s=PATIENCE_S)
