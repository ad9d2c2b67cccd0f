"""The spool's promises: durable before it is said, once per id, doubt after a crash."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kernel.errors import CannotStart
from kernel.messages import JobState
from printer_agents.spool import Spool
from printer_agents.spool_file import AlreadyRunning, open_spool, printers_with_open_jobs, spool_path
from printer_agents.spool_writer import SpoolWriter
from tests.integration.printer_agents.conftest import a_job

NOW = datetime(2026, 6, 5, 12, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=1)
WEEK = timedelta(days=7)


def opened(folder: Path, now: datetime = NOW) -> Spool:
    return open_spool(folder, "kitchen", now, WEEK)


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    made = opened(tmp_path)
    made.begin()
    yield made
    made.close()


def keep(spool: Spool, number: int = 1) -> str:
    job = a_job(number, fired_at=NOW, stale_after=NOW + timedelta(minutes=30))
    spool.accept(job, job.to_payload(), NOW)
    return job.job_id


def after(spool: Spool) -> list[tuple[str, str, int]]:
    """Commit, and what may now be said."""
    states = [(one.state, one.reason, one.seq) for one in spool.commit()]
    spool.begin()
    return states


def test_jobs_come_out_in_the_order_they_came_in(spool: Spool) -> None:
    ids = [keep(spool, number) for number in (1, 2, 3)]
    claimed = [spool.claim(NOW) for _ in range(4)]
    assert [one.job.job_id for one in claimed if one] == ids
    assert claimed[3] is None


def test_a_known_id_answers_its_present_state(spool: Spool) -> None:
    job = a_job(fired_at=NOW, stale_after=SOON)
    spool.accept(job, job.to_payload(), NOW)
    spool.claim(NOW)
    spool.settle(job.job_id, "printed", "", NOW)
    after(spool)
    spool.accept(job, job.to_payload(), NOW)
    assert after(spool) == [("printed", "", 2)]
    assert spool.claim(NOW) is None


def test_a_job_given_back_is_as_if_never_claimed(spool: Spool) -> None:
    keep(spool)
    first = spool.claim(NOW)
    assert first is not None
    spool.give_back(first, "paper_out", NOW)
    assert after(spool) == [("accepted", "paper_out", 2)]
    second = spool.claim(NOW)
    assert second is not None
    assert (second.attempt, second.copies_possible) == (1, False)


def test_a_doubtful_job_is_reprinted_once_then_left_to_a_person(spool: Spool) -> None:
    keep(spool)
    first = spool.claim(NOW)
    assert first is not None
    spool.doubt(first, "link_lost", NOW)
    assert after(spool)[-1][:2] == ("printing", "link_lost")
    second = spool.claim(NOW)
    assert second is not None
    assert (second.attempt, second.copies_possible) == (2, True)
    spool.doubt(second, "silent", NOW)
    assert after(spool)[-1][:2] == ("uncertain", "silent")
    assert spool.claim(NOW) is None
    assert spool.counts().uncertain == 1


def test_a_stale_job_fails_when_nothing_was_sent_and_is_uncertain_when_something_was(spool: Spool) -> None:
    keep(spool)
    keep(spool)
    later = NOW + timedelta(hours=1)
    claimed = spool.claim(NOW)
    assert claimed is not None
    spool.doubt(claimed, "link_lost", NOW)
    assert spool.claim(later) is None
    assert [one[:2] for one in after(spool)] == [("uncertain", "stale"), ("failed", "stale")]


def test_what_was_sending_at_a_crash_is_doubtful_at_the_next_start(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    spool.begin()
    keep(spool)
    spool.claim(NOW)
    spool.commit()
    spool.close()
    again = opened(tmp_path)
    again.begin()
    claimed = again.claim(NOW)
    assert claimed is not None
    assert (claimed.attempt, claimed.copies_possible) == (2, True)
    again.close()


def test_ids_are_forgotten_after_a_week_unless_they_are_open(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    spool.begin()
    done, waiting = keep(spool, 1), keep(spool, 2)
    spool.settle(done, "printed", "", NOW)
    spool.commit()
    spool.close()
    later = opened(tmp_path, NOW + timedelta(days=8))
    later.begin()
    later.say_again([done, waiting])
    assert [one.job_id for one in later.commit()] == [waiting]
    later.close()


def test_states_that_were_never_told_are_told_at_hello(spool: Spool) -> None:
    told, untold = keep(spool, 1), keep(spool, 2)
    for job_id in (told, untold):
        spool.settle(job_id, "printed", "", NOW)
    states = spool.commit()
    spool.begin()
    spool.told([one for one in states if one.job_id == told])
    spool.say_untold(since=SOON)
    assert [one.job_id for one in spool.commit()] == [untold]
    spool.begin()
    spool.say_untold(since=NOW - timedelta(minutes=1))
    assert {one.job_id for one in spool.commit()} == {told, untold}
    spool.begin()


def test_a_second_owner_and_a_damaged_file_are_refused_in_words(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    with pytest.raises(AlreadyRunning):
        opened(tmp_path)
    spool.begin()
    for number in range(200):
        keep(spool, number + 1)
    spool.commit()
    spool.close()
    path = spool_path(tmp_path, "kitchen")
    path.with_name("kitchen.db-wal").unlink(missing_ok=True)
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xa5" * 60_000)
    with pytest.raises(CannotStart, match=r"Move it away|Restore a backup"):
        opened(tmp_path)


def test_a_newer_spool_is_left_alone(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    spool._db.execute("PRAGMA user_version = 9")
    spool.close()
    with pytest.raises(CannotStart, match="format 9"):
        opened(tmp_path)


def test_only_spools_that_owe_paper_are_started_without_a_broker(tmp_path: Path) -> None:
    from kernel.messages import PrinterSettings

    spool = opened(tmp_path)
    spool.begin()
    spool.keep_settings(PrinterSettings(printer_id="kitchen", name="K", zone_id="kitchen", address="192.168.1.5"))
    spool.commit()
    assert printers_with_open_jobs(tmp_path) == []
    spool.begin()
    keep(spool)
    spool.commit()
    spool.close()
    assert printers_with_open_jobs(tmp_path) == ["kitchen"]


def test_an_idle_printer_gets_insert_and_sending_in_one_commit(tmp_path: Path) -> None:
    writer = SpoolWriter(opened(tmp_path), lambda states: None, pytest.fail, WEEK)
    writer.start()
    waiting = threading.Thread(target=lambda: claims.append(writer.claim(5)))
    claims: list[object] = []
    waiting.start()
    before = writer.commits
    job = a_job()
    writer.submit(lambda spool: spool.accept(job, job.to_payload(), datetime.now(UTC)))
    waiting.join()
    assert claims[0] is not None
    assert writer.commits - before <= 2, "one empty look, one with the job"
    writer.stop()
    assert opened(tmp_path).counts().printing == 0


def test_jobs_that_come_together_share_a_commit(tmp_path: Path) -> None:
    told: list[JobState] = []
    writer = SpoolWriter(opened(tmp_path), told.extend, pytest.fail, WEEK)
    jobs = [a_job(number) for number in range(1, 51)]
    for job in jobs:
        writer.submit(lambda spool, job=job: spool.accept(job, job.to_payload(), datetime.now(UTC)))
    writer.start()
    writer.stop()
    assert (writer.commits, len(told)) == (1, 50)


def test_a_failing_disk_tells_nothing_and_ends_the_agent(tmp_path: Path) -> None:
    failed = threading.Event()
    told: list[JobState] = []
    spool = opened(tmp_path)
    spool._db.execute("PRAGMA max_page_count = 20")
    writer = SpoolWriter(spool, told.extend, lambda error: failed.set(), WEEK)
    writer.start()
    job = a_job()
    writer.submit(lambda spool: spool.accept(job, b"x" * 200_000, datetime.now(UTC)))
    assert failed.wait(20)
    assert told == []


VICTIM = """
import sys, threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from printer_agents.spool_file import open_spool
from printer_agents.spool_writer import SpoolWriter
from tests.integration.printer_agents.conftest import a_job

lock = threading.Lock()
def say(word, job_id):
    with lock:
        sys.stdout.write(f"{word} {job_id}\\n"); sys.stdout.flush()

now = lambda: datetime.now(UTC)
spool = open_spool(Path(sys.argv[1]), "kitchen", now(), timedelta(days=7))
writer = SpoolWriter(spool, lambda states: [say(one.state, one.job_id) for one in states], print, timedelta(days=7))
writer.start()
def ring():
    for number in range(1, 100000):
        job = a_job(number)
        writer.submit(lambda spool, job=job: spool.accept(job, job.to_payload(), now()))
        threading.Event().wait(0.0005)
threading.Thread(target=ring, daemon=True).start()
while True:
    claimed = writer.claim(1)
    if claimed is not None:
        say("sending", claimed.job.job_id)
        writer.submit(lambda spool, c=claimed: spool.settle(c.job.job_id, "printed", "", now()), then_claim=True)
"""


@pytest.mark.parametrize("said_before_the_kill", [1, 20, 150])
def test_what_was_said_before_a_kill_is_true_after_it(tmp_path: Path, said_before_the_kill: int) -> None:
    root = Path(__file__).parents[3]
    victim = subprocess.Popen(
        [sys.executable, "-c", VICTIM, str(tmp_path)], cwd=root, stdout=subprocess.PIPE, text=True
    )
    assert victim.stdout is not None
    lines = [victim.stdout.readline() for _ in range(said_before_the_kill)]
    victim.send_signal(signal.SIGKILL)
    lines += victim.stdout.read().splitlines()
    victim.wait()
    said: dict[str, list[str]] = {}
    for line in lines:
        if len(words := line.split()) == 2 and len(words[1]) == 26:
            said.setdefault(words[1], []).append(words[0])
    assert said
    spool = opened(tmp_path, datetime.now(UTC))
    spool.begin()
    spool.say_again(list(said))
    now_known = {one.job_id: one for one in spool.commit()}
    assert set(now_known) == set(said), "what was told is on disk"
    for job_id, words in said.items():
        if "printed" in words:
            assert now_known[job_id].state == "printed"
        elif "sending" in words and now_known[job_id].state != "printed":
            assert now_known[job_id].copies_possible, "bytes may have left: the next paper is marked"
    spool.close()
