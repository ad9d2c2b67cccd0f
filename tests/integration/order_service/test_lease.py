"""One acts, the other waits."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import update

from order_service.lease import BEAT_S, TAKE_OVER_S, Lease, is_dead, this_process
from order_service.store import tables as t
from tests.builders import Book


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def neighbour() -> Iterator[subprocess.Popen[bytes]]:
    """Another live process on this machine."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process
    process.kill()
    process.wait()


def name_of(pid: int) -> str:
    host = this_process().split("/")[0]
    with open(f"/proc/{pid}/stat") as stat:
        return f"{host}/{pid}/{stat.read().rpartition(')')[2].split()[19]}"


def hand_over(book: Book, holder: str) -> None:
    book.writer.run(lambda unit: unit.connection.execute(update(t.leases).values(holder=holder)))


def beat(book: Book) -> None:
    book.writer.run(lambda unit: unit.connection.execute(update(t.leases).values(beat=t.leases.c.beat + 1)))


def test_the_first_to_come_holds_it_and_keeps_it(any_book: Book, clock: Clock) -> None:
    lease = Lease(any_book.writer, monotonic=clock)
    assert lease.tend()
    clock.now_s += BEAT_S
    assert lease.tend()
    assert any_book.rows(t.leases)[0]["beat"] == 2


def test_a_held_lease_costs_no_write_between_beats(any_book: Book, clock: Clock) -> None:
    lease = Lease(any_book.writer, monotonic=clock)
    lease.tend()
    commits = any_book.writer.commits
    clock.now_s += BEAT_S / 2
    assert lease.tend()
    assert any_book.writer.commits == commits


def test_a_live_neighbour_keeps_it(book: Book, clock: Clock, neighbour: subprocess.Popen[bytes]) -> None:
    lease = Lease(book.writer, monotonic=clock)
    lease.tend()
    hand_over(book, name_of(neighbour.pid))
    clock.now_s += BEAT_S
    assert not lease.tend()
    assert not lease.is_held
    for _ in range(6):
        clock.now_s += BEAT_S
        beat(book)
        assert not lease.tend()


def test_it_falls_at_once_to_the_waiting_one_when_its_holder_is_killed(
    book: Book, clock: Clock, neighbour: subprocess.Popen[bytes]
) -> None:
    lease = Lease(book.writer, monotonic=clock)
    lease.tend()
    hand_over(book, name_of(neighbour.pid))
    clock.now_s += BEAT_S
    assert not lease.tend()
    neighbour.kill()
    neighbour.wait()
    assert lease.tend()


@pytest.mark.parametrize("holder", ["other-box/1/1", "live neighbour"])
def test_a_holder_that_stands_still_loses_it_after_a_while(
    book: Book, clock: Clock, neighbour: subprocess.Popen[bytes], holder: str
) -> None:
    lease = Lease(book.writer, monotonic=clock)
    lease.tend()
    hand_over(book, name_of(neighbour.pid) if holder == "live neighbour" else holder)
    clock.now_s += BEAT_S
    assert not lease.tend()
    clock.now_s += TAKE_OVER_S - 0.1
    assert not lease.tend()
    clock.now_s += 0.1
    assert lease.tend()


def test_a_released_lease_is_taken_at_once(book: Book, clock: Clock) -> None:
    lease = Lease(book.writer, monotonic=clock)
    lease.tend()
    lease.release()
    assert book.rows(t.leases)[0]["holder"] == ""
    assert Lease(book.writer, monotonic=clock).tend()


def test_releasing_what_another_holds_takes_nothing_from_it(book: Book, clock: Clock) -> None:
    lease = Lease(book.writer, monotonic=clock)
    lease.tend()
    hand_over(book, "other-box/1/1")
    lease.release()
    assert book.rows(t.leases)[0]["holder"] == "other-box/1/1"


def test_a_process_is_known_by_its_start_so_that_a_reused_pid_is_another(neighbour: subprocess.Popen[bytes]) -> None:
    alive = name_of(neighbour.pid)
    assert not is_dead(alive)
    assert not is_dead(this_process())
    assert is_dead(f"{alive.rsplit('/', 1)[0]}/1")
    assert not is_dead("other-box/1/1")
    assert not is_dead("")
    assert not is_dead("nonsense")
    assert str(os.getpid()) in this_process()
