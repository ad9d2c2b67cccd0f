"""A box that waits hears of a change at once, whichever worker it was made on; and of nothing else."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import httpx
import pytest

from kernel.lease import verify
from tests.integration.cloud_license.conftest import Box, OpenWorker, Worker
from tests.site import wait_until

PATIENCE_S = 30


def waiting(box: Box, serial: int) -> "Future[httpx.Response]":
    """A long poll on a thread; returns once the worker holds it."""
    held = box.worker.cloud.waiting.count
    answer: Future[httpx.Response] = Future()

    def poll() -> None:
        try:
            answer.set_result(box.wait(serial))
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=poll, daemon=True).start()
    wait_until(lambda: answer.done() or box.worker.cloud.waiting.count > held, "the poll is held", PATIENCE_S)
    return answer


Change = Callable[[Worker, Box], object]
CHANGES: dict[str, Change] = {
    "locked": lambda worker, box: worker.ok("POST", f"{box.path}/lock", {"reason": "Unpaid"}),
    "extended": lambda worker, box: worker.ok("PUT", box.path, {"extend": "year"}),
    "deregistered": lambda worker, box: worker.ok("DELETE", f"{box.path}?name=Ταβέρνα ο Νίκος"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_made_on_another_worker_wakes_the_box(open_worker: OpenWorker, change: str) -> None:
    worker, other = open_worker(), open_worker()
    box = worker.register()
    serial = box.lease().serial
    answer = waiting(box, serial)
    CHANGES[change](other, box)
    told = answer.result(PATIENCE_S)
    assert told.status_code == 200
    nonce = str(told.request.url.params["nonce"])
    lease = verify(told.json()["lease"], worker.cloud.keys.pinned, site_id=box.site_id, nonce=nonce, serial=serial + 1)
    assert (lease.locked, lease.deregistered) == (change == "locked", change == "deregistered")
    assert worker.cloud.waiting.count == 0


def test_a_box_that_is_behind_is_answered_at_once(worker: Worker) -> None:
    box = worker.register()
    worker.ok("POST", f"{box.path}/lock", {"reason": "Unpaid"})
    assert box.wait(1).json()["locked"] is True
    assert box.wait(0).status_code == 200


def test_without_a_change_the_answer_is_empty_and_in_time(worker: Worker) -> None:
    box, neighbour = worker.register(), worker.register("Ουζερί")
    worker.cloud.longest_wait_s = 0.3
    answer = waiting(box, 1)
    worker.ok("POST", f"{neighbour.path}/lock", {"reason": "Unpaid"})
    told = answer.result(PATIENCE_S)
    assert (told.status_code, told.content) == (204, b"")
    assert worker.cloud.waiting.count == 0


def test_a_fourth_wait_of_one_box_sends_the_first_away(worker: Worker) -> None:
    box = worker.register()
    first, *others = [waiting(box, 1) for _ in range(3)]
    with ThreadPoolExecutor(1) as pool:
        fourth = pool.submit(box.wait, 1)
        assert first.result(PATIENCE_S).status_code == 204
        wait_until(lambda: worker.cloud.waiting.count == 3, "three are held", PATIENCE_S)
        worker.ok("POST", f"{box.path}/lock", {"reason": "Unpaid"})
        assert {answer.result(PATIENCE_S).status_code for answer in (*others, fourth)} == {200}


def test_a_wait_that_makes_no_sense_is_refused(file_worker: Worker) -> None:
    worker = file_worker
    box = worker.register()
    for query in ("", "?serial=-1", "?serial=x", f"?serial={2**60}", "?serial=1&nonce=short"):
        answer = worker.http.get(f"/api/heartbeat/wait{query}", headers=box.headers)
        assert answer.status_code == 422, query


def test_a_worker_that_lost_the_server_hears_of_what_it_missed(postgres_worker: Worker) -> None:
    worker = postgres_worker
    box = worker.register()
    answer = waiting(box, 1)
    with worker.cloud.book.database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        ended = connection.exec_driver_sql(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'LISTEN%%' "
            "AND datname = current_database()"
        ).scalar_one()
    assert ended == 1
    worker.ok("POST", f"{box.path}/lock", {"reason": "Unpaid"})
    assert answer.result(PATIENCE_S).json()["locked"] is True
