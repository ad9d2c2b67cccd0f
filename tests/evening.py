"""A busy evening: phones that send rounds and repeat what got no answer, and a checker that reads the paper."""

import random
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from printer_agents.virtual_printer.threaded import ThreadedVirtualPrinter
from tests.site import Site, Waiter, wait_until

PEOPLE = ("maria", "nikos", "giorgos", "eleni")
_NUMBER = re.compile(r"#(\d{4,})")
COPY_WORDS = ("ΑΝΤΙΓΡΑΦΟ",)


@dataclass
class Evening:
    """What the phones know afterwards."""

    acknowledged: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    """Key of a tap -> its tickets, (printer, number)."""
    repeats: int = 0
    """Requests that were sent again for want of an answer."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledge(self, key: str, tickets: list[tuple[str, int]]) -> None:
        """A phone got its answer."""
        with self._lock:
            self.acknowledged[key] = tickets

    def repeat(self) -> None:
        """A phone tries again."""
        with self._lock:
            self.repeats += 1


def serve(site: Site, *, rounds: int, phones: int, seed: int) -> tuple[Evening, list[threading.Thread]]:
    """Start `phones` threads that send `rounds` rounds in all; join the threads before reading the evening."""
    evening = Evening()
    counter = iter(range(rounds))
    lock = threading.Lock()

    def phone(number: int) -> None:
        chance = random.Random(seed * 1000 + number)
        waiter = site.waiter(PEOPLE[number % len(PEOPLE)])
        dishes = [waiter.line("Μουσακάς"), waiter.line("Τζατζίκι"), waiter.line("Μπίρα μαύρη 330 ml")]
        table = number % 20 + 1
        while True:
            with lock:
                if next(counter, None) is None:
                    return
            lines = chance.sample(dishes, chance.randint(1, 3))
            _send_until_answered(evening, waiter, table, lines)
            time.sleep(chance.uniform(0, 0.08))  # a waiter walks; nothing is awaited here

    threads = [threading.Thread(target=phone, args=(number,), daemon=True) for number in range(phones)]
    site.product("Μουσακάς"), site.table_id(1)
    for thread in threads:
        thread.start()
    return evening, threads


def _send_until_answered(evening: Evening, waiter: Waiter, table: int, lines: list[dict[str, object]]) -> None:
    key = secrets.token_hex(16)
    path = f"/api/tables/{waiter.site.table_id(table)}/rounds"
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            answer = waiter.post(path, {"lines": lines}, key)
        except httpx.TransportError:
            evening.repeat()
            time.sleep(0.05)  # as the phone's outbox does, only quicker
            continue
        if answer.status_code in (429, 500, 502, 503):
            evening.repeat()
            time.sleep(0.05)
            continue
        assert answer.status_code == 201, answer.text
        evening.acknowledge(key, [(t["printer_id"], t["number"]) for t in answer.json()["round"]["tickets"]])
        return
    raise AssertionError("A phone got no answer for 90 s.")


@dataclass(frozen=True)
class Paper:
    """What one printer printed: how often each ticket number, and how often without a copy's banner."""

    times: Counter[int]
    unmarked: Counter[int]
    torn: int

    @classmethod
    def of(cls, printer: ThreadedVirtualPrinter) -> "Paper":
        """Read every ticket that was cut."""
        times: Counter[int] = Counter()
        unmarked: Counter[int] = Counter()
        torn = 0
        for ticket in printer.tickets:
            if not ticket.is_whole:
                torn += 1
                continue
            found = _NUMBER.search(ticket.text)
            assert found, ticket.text
            number = int(found[1])
            times[number] += 1
            if not any(word in ticket.text for word in COPY_WORDS):
                unmarked[number] += 1
        return cls(times, unmarked, torn)


def wait_all_settled(site: Site, timeout_s: float = 120.0, look: Callable[[Any], object] = lambda _job: None) -> None:
    """Until no ticket is on its way any more, by the book; fails with those that are. `look` sees them each time."""
    eleni = site.waiter("eleni")
    waiting: list[Any] = []

    def settled() -> bool:
        try:
            waiting[:] = eleni.get("/api/print-jobs/")
        except httpx.TransportError:
            return False
        for job in waiting:
            look(job)
        return waiting == []

    try:
        wait_until(settled, "an empty print queue", timeout_s)
    except AssertionError as error:
        raise AssertionError(f"{error}; {len(waiting)} still there, the first: {waiting[:3]}") from None


def check(site: Site, evening: Evening) -> dict[str, int]:
    """Compare what was acknowledged with what came out.

    Returns:
        counts, for the record.

    Raises:
        AssertionError: a ticket is missing, doubled without a mark, or a number is missing.
    """
    papers = {"kitchen": Paper.of(site.kitchen), "bar": Paper.of(site.bar)}
    owed = {ticket for tickets in evening.acknowledged.values() for ticket in tickets}
    missing = [(printer, number) for printer, number in owed if papers[printer].times[number] == 0]
    doubled = [(printer, number) for printer, paper in papers.items() for number, n in paper.unmarked.items() if n > 1]
    assert not missing, f"{len(missing)} acknowledged tickets never came out: {missing[:10]}"
    assert not doubled, f"{len(doubled)} tickets came out twice unmarked: {doubled[:10]}"
    for printer, paper in papers.items():
        numbers = sorted(paper.times)
        assert numbers == list(range(1, len(numbers) + 1)), f"{printer}: a number is missing in {numbers}"
    rounds = len(evening.acknowledged)
    assert len(owed) == sum(len(tickets) for tickets in evening.acknowledged.values()), "two rounds share a number"
    return {
        "rounds": rounds,
        "tickets": len(owed),
        "repeated_requests": evening.repeats,
        "marked_copies": sum(sum((paper.times - paper.unmarked).values()) for paper in papers.values()),
    }
