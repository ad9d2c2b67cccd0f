"""What does a heartbeat cost the vendor, how many boxes may wait, and how soon does a lock reach one?"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import uvloop
from sqlalchemy import text

from tests.bench.cloud_boxes import Waiters, closed_loop, herd, key_hash, open_loop, site_id
from tests.bench.figures import median, note, percentile, table
from tests.bench.machine import LoadMeter, cpu_s, family, pss_mb
from tests.bench.rig import Rig
from tests.ports import free_port, wait_for_port
from tests.postgres import Postgres, PostgresMissing

T = TypeVar("T")

SITES = 100_000
AT_ONCE = 64
"""Boxes that ask without a pause."""
RATE = 100.0
"""Heartbeats a second while p99 is measured: 2,000,000 boxes at four a day."""
ADMIN, PASSWORD = "bench", "a bench of old wood"
ROOT = Path(__file__).parents[2]


def run(rig: Rig) -> None:
    """Budget 15, and P16's cloud half."""
    try:
        server = Postgres()
    except PostgresMissing as missing:
        note(f"NOT MEASURED: {missing}")
        return
    try:
        with (
            server.database("nothing", lambda _database: None) as url,
            _worker(rig.place("cloud"), url) as worker,
            _floor(rig.place("floor")) as floor,
        ):
            _seed(server, url)
            _heartbeats(rig, server, worker, floor)
            _pace(rig, worker)
            _waiting(rig, worker)
            _herd(rig, worker)
    finally:
        server.remove()


class _Process:
    """One of ours, and what it used."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]") -> None:
        self.port = port
        self.pid = process.pid

    @property
    def cpu_s(self) -> float:
        return cpu_s({self.pid})


@contextmanager
def _started(command: list[str], port: int, folder: Path, environment: dict[str, str]) -> Iterator[_Process]:
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT), "POS_LOG_LEVEL": "warning", **environment}
    )
    try:
        assert wait_for_port(port, 60.0), f"{command} did not start"
        yield _Process(port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _worker(folder: Path, url: str) -> Any:
    port = free_port()
    environment = {
        "CLOUD_DATA_DIR": str(folder / "data"),
        "CLOUD_PORT": str(port),
        "DATABASE_URL": url,
        "ADMIN_USERNAME": ADMIN,
        "ADMIN_PASSWORD": PASSWORD,
    }
    return _started([sys.executable, "-m", "deploy.processes", "cloud"], port, folder, environment)


def _floor(folder: Path) -> Any:
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.cloud_floor", str(port), str(folder / "data")]
    return _started(command, port, folder, {})


def _seed(server: Postgres, url: str) -> None:
    """Sites 0 to SITES-1 with their keys, by the server itself."""
    note(f"seeding {SITES} sites")
    engine = server.engine(url.rpartition("/")[2])
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO sites (site_id, name, owner_name, contact_email, time_zone, search_key, license_expires_at, "
            "created_at) SELECT lpad(to_hex(n), 32, '0'), 'Site ' || n, 'Owner', 'a@b.gr', 'Europe/Athens', 'site', "
            "now() + interval '300 days', now() FROM generate_series(0, :last) n",
            "INSERT INTO site_keys (site_id, secret_key_hash, created_at) SELECT lpad(to_hex(n), 32, '0'), "
            "encode(sha256(convert_to('key-of-' || n, 'UTF8')), 'hex'), now() FROM generate_series(0, :last) n",
        ):
            connection.execute(text(statement), {"last": SITES - 1})
        kept = connection.scalar(
            text("SELECT secret_key_hash FROM site_keys WHERE site_id = :site"), {"site": site_id(77)}
        )
        assert kept == key_hash(77)
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def _heartbeats(rig: Rig, server: Postgres, worker: _Process, floor: _Process) -> None:
    note("heartbeats with and without a database")
    seconds = 4.0 if rig.is_quick else 10.0
    _run(closed_loop(worker.port, AT_ONCE, 2.0, SITES))
    _run(closed_loop(floor.port, AT_ONCE, 2.0, SITES))
    per_core: dict[str, list[float]] = {"PostgreSQL": [], "no database": []}
    rate: dict[str, list[float]] = {"PostgreSQL": [], "no database": []}
    server_share = []
    meter = LoadMeter()
    for _ in range(2 if rig.is_quick else 4):
        for name, process in (("PostgreSQL", worker), ("no database", floor)):
            before, of_server = process.cpu_s, cpu_s(_family_of(server))
            answers = _run(closed_loop(process.port, AT_ONCE, seconds, SITES))
            time.sleep(1.5)  # the last second's presence belongs to the bill
            own = process.cpu_s - before
            servers = cpu_s(_family_of(server)) - of_server if process is worker else 0.0
            if answers.wrong:
                rig.book.fault(f"{len(answers.wrong)} heartbeats were not answered 200: {answers.wrong[0]}")
            per_core[name].append(len(answers.ms) / (own + servers))
            rate[name].append(len(answers.ms) / seconds)
            if process is worker:
                server_share.append(servers / (own + servers))
    load = meter.read()
    rows = [
        [name, f"{median(per_core[name]):.0f}", f"{median(rate[name]):.0f}"] for name in per_core
    ]  # fmt: skip
    table(
        f"Heartbeats, {SITES} sites, {AT_ONCE} boxes without a pause (other load {load.others:.0%}; "
        f"PostgreSQL used {median(server_share):.0%} of the CPU)",
        ["", "per CPU second", "per second"],
        rows,
    )
    ratio = median(per_core["PostgreSQL"]) / median(per_core["no database"])
    rig.book.keep(
        "cloud", load, per_core={k: [round(x) for x in v] for k, v in per_core.items()}, ratio=round(ratio, 3)
    )
    rig.book.judge("15", "1 / (heartbeats per core on PostgreSQL : without)", 1 / ratio, 1 / 0.6, 1 / 0.95, "x", load)


def _pace(rig: Rig, worker: _Process) -> None:
    note(f"{RATE:.0f} heartbeats a second")
    meter = LoadMeter()
    answers = _run(open_loop(worker.port, RATE, 5.0 if rig.is_quick else 15.0, SITES))
    load = meter.read()
    if answers.wrong:
        rig.book.fault(f"{len(answers.wrong)} heartbeats were not answered 200: {answers.wrong[0]}")
    table(
        f"Heartbeats at {RATE:.0f} a second",
        ["n", "p50 ms", "p99 ms"],
        [[str(len(answers.ms)), f"{median(answers.ms):.1f}", f"{percentile(answers.ms, 0.99):.1f}"]],
    )
    rig.book.judge("P16", "heartbeat p99", percentile(answers.ms, 0.99), 100, None, "ms", load)


def _waiting(rig: Rig, worker: _Process) -> None:
    boxes = 500 if rig.is_quick else 2000
    note(f"{boxes} long polls, then locks")
    with httpx.Client(base_url=f"http://127.0.0.1:{worker.port}", timeout=30) as console:
        session = console.post("/api/auth/login", json={"username": ADMIN, "password": PASSWORD}).json()
        console.headers["Authorization"] = f"Bearer {session['access_token']}"
        _run(_hold(rig, worker, boxes, console))


async def _hold(rig: Rig, worker: _Process, boxes: int, console: httpx.Client) -> None:
    before_mb, before_cpu = pss_mb({worker.pid}), 0.0
    waiters = Waiters(worker.port, range(boxes))
    await waiters.enter()
    deadline = time.monotonic() + 30
    while (held := (await asyncio.to_thread(console.get, "/health")).json()["long_polls"]) < boxes:
        if time.monotonic() > deadline:
            rig.book.fault(f"only {held} of {boxes} long polls were held")
            return
        await asyncio.sleep(0.1)
    each_kb = (pss_mb({worker.pid}) - before_mb) * 1000 / boxes
    before_cpu = worker.cpu_s
    await asyncio.sleep(5)
    idle = (worker.cpu_s - before_cpu) / 5
    meter = LoadMeter()
    waits = []
    for number in range(20):
        woken = asyncio.create_task(waiters.woken(number * 7))
        path = f"/api/sites/{site_id(number * 7)}/lock"
        began = time.monotonic()
        body = {"reason": "Bench", "confirm_locks": number + 1}
        answer = await asyncio.to_thread(console.post, path, json=body)
        if answer.status_code != 200:
            rig.book.fault(f"a lock was answered {answer.status_code}: {answer.text[:200]}")
            break
        waits.append((await asyncio.wait_for(woken, 30) - began) * 1000)
    load = meter.read()
    waiters.leave()
    table(
        f"{boxes} idle long polls on one worker",
        ["memory each KB", "idle CPU of a core", "lock click to box p50 ms", "p99 ms"],
        [[f"{each_kb:.1f}", f"{idle:.1%}", f"{median(waits):.1f}", f"{percentile(waits, 0.99):.1f}"]],
    )
    rig.book.keep("cloud", load, long_polls=boxes, each_kb=round(each_kb, 1), idle_cpu=round(idle, 4))
    rig.book.judge("P16", "lock click to the waiting box, p99", percentile(waits, 0.99), 5000, None, "ms", load)


def _herd(rig: Rig, worker: _Process) -> None:
    boxes = 1000 if rig.is_quick else 3000
    note(f"{boxes} boxes at once")
    answers, seconds = _run(herd(worker.port, boxes))
    table(
        f"A herd of {boxes} boxes in the same moment",
        ["answered", "not", "all answered after s", "p99 ms"],
        [[str(len(answers.ms)), str(len(answers.wrong)), f"{seconds:.1f}", f"{percentile(answers.ms, 0.99):.0f}"]],
    )
    rig.book.keep("cloud", None, herd=boxes, seconds=round(seconds, 2), wrong=len(answers.wrong))
    if answers.wrong:
        rig.book.fault(f"{len(answers.wrong)} boxes of a herd were not answered: {answers.wrong[0]}")
    if httpx.get(f"http://127.0.0.1:{worker.port}/health", timeout=30).json()["status"] != "ok":
        rig.book.fault("the worker was not well after the herd")


def _family_of(server: Postgres) -> set[int]:
    assert server._server is not None
    return family(server._server.pid)


def _run(what: Coroutine[Any, Any, T]) -> T:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(what)
