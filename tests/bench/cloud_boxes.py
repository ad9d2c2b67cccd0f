"""Boxes that ask the cloud: plain sockets, so that what they cost does not hide what the cloud costs."""

import asyncio
import hashlib
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

NONCE = "nonce-of-the-bench"


def site_id(number: int) -> str:
    """Of the seeded site with this number."""
    return f"{number:032x}"


def site_key(number: int) -> str:
    """Its key; PostgreSQL hashes the same text when it seeds."""
    return f"key-of-{number}"


def key_hash(number: int) -> str:
    """As the cloud keeps it."""
    return hashlib.sha256(site_key(number).encode()).hexdigest()


def question(number: int, what: str = "POST /api/heartbeat/") -> bytes:
    """One request of one box, as it goes over the wire."""
    body = b"" if what.startswith("GET") else (
        b'{"version":"1.4.2","uptime_seconds":86400,"nonce":"%s","serial":1,"health":{"tickets":412,"printers":3,'
        b'"on_paper_within_5s":0.998,"printers_in_trouble":0,"backup_age_s":200,"disk_free_mb":20000}}'
        % NONCE.encode()
    )  # fmt: skip
    head = (
        f"{what} HTTP/1.1\r\nHost: cloud\r\nX-Site-ID: {site_id(number)}\r\nX-Site-Key: {site_key(number)}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@dataclass
class Answers:
    """What came back: milliseconds of those that were 200, and how many were not."""

    ms: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


async def ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: bytes, answers: Answers, due: float
) -> None:
    """One question over a kept connection; the time counts from when it was due."""
    writer.write(sent)
    head = await reader.readuntil(b"\r\n\r\n")
    length = next((int(x.split(b":")[1]) for x in head.lower().split(b"\r\n") if x.startswith(b"content-length")), 0)
    await reader.readexactly(length)
    if head.startswith(b"HTTP/1.1 200"):
        answers.ms.append((time.monotonic() - due) * 1000)
    else:
        answers.wrong.append(head.split(b"\r\n")[0].decode("latin-1"))


async def closed_loop(port: int, boxes: int, seconds: float, sites: int) -> Answers:
    """So many boxes that each ask again as soon as they were answered."""
    answers = Answers()
    until = time.monotonic() + seconds

    async def one(seed: int) -> None:
        chooser = random.Random(seed)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.monotonic() < until:
            await ask(reader, writer, question(chooser.randrange(sites)), answers, time.monotonic())
        writer.close()

    await asyncio.gather(*(one(seed) for seed in range(boxes)))
    return answers


async def open_loop(port: int, rate: float, seconds: float, sites: int) -> Answers:
    """Questions at a steady rate, whether the last one was answered or not."""
    answers = Answers()
    free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    chooser = random.Random(1)

    async def one(due: float) -> None:
        connection = free.pop() if free else await asyncio.open_connection("127.0.0.1", port)
        await ask(*connection, question(chooser.randrange(sites)), answers, due)
        free.append(connection)

    began = time.monotonic()
    running = []
    for number in range(int(rate * seconds)):
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        running.append(asyncio.create_task(one(due)))
    await asyncio.gather(*running)
    for _, writer in free:
        writer.close()
    return answers


async def herd(port: int, boxes: int) -> tuple[Answers, float]:
    """All at once, each over a connection of its own, as after a power cut of a whole town; returns seconds as well."""
    answers = Answers()
    began = time.monotonic()

    async def one(number: int) -> None:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            await ask(reader, writer, question(number), answers, began)
            writer.close()
        except OSError as error:
            answers.wrong.append(str(error))

    await asyncio.gather(*(one(number) for number in range(boxes)))
    return answers, time.monotonic() - began


class Waiters:
    """Long polls, held open."""

    def __init__(self, port: int, numbers: Sequence[int]) -> None:
        self._port = port
        self._numbers = numbers
        self._held: dict[int, asyncio.StreamReader] = {}
        self._writers: list[asyncio.StreamWriter] = []

    async def enter(self) -> None:
        """Open them all."""
        for number in self._numbers:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            writer.write(question(number, f"GET /api/heartbeat/wait?serial=1&nonce={NONCE}"))
            self._held[number] = reader
            self._writers.append(writer)

    async def woken(self, number: int) -> float:
        """When one was answered, monotonic seconds."""
        await self._held[number].readuntil(b"\r\n\r\n")
        return time.monotonic()

    def leave(self) -> None:
        """Hang up."""
        for writer in self._writers:
            writer.close()
