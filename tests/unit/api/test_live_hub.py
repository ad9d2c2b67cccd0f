"""Screens and what they are told, without a socket."""

import asyncio

from api.live import BACKLOG, LiveHub, Screen
from kernel.messages import Event

MARIA, NIKOS = (1, 1), (2, 1)


def an_event(number: int) -> Event:
    return Event(kind="table", id=str(number), rev=number)


async def heard_by(screen: Screen) -> list[str]:
    """Ids until the stream ends."""
    return [event.id if event.kind != "hello" else "hello" async for event in screen.events()]


def test_a_screen_hears_hello_then_events_in_order_then_the_end() -> None:
    async def scene() -> list[str]:
        hub = LiveHub()
        hub.attach(asyncio.get_running_loop())
        screen = hub.open(MARIA)
        hub.tell([an_event(1), an_event(2)])
        await asyncio.sleep(0)
        hub.close()
        return await heard_by(screen)

    assert asyncio.run(scene()) == ["hello", "1", "2"]


def test_the_same_event_twice_in_one_commit_is_said_once() -> None:
    async def scene() -> list[str]:
        hub = LiveHub()
        hub.attach(asyncio.get_running_loop())
        screen = hub.open(MARIA)
        hub.tell([an_event(1), an_event(1)])
        await asyncio.sleep(0)
        hub.close()
        return await heard_by(screen)

    assert asyncio.run(scene()) == ["hello", "1"]


def test_who_is_put_out_hears_the_end_and_nobody_else_does() -> None:
    async def scene() -> tuple[list[str], list[str]]:
        hub = LiveHub()
        maria, nikos = hub.open(MARIA), hub.open(NIKOS)
        hub.put_out(frozenset({NIKOS}))
        nikos.push(an_event(1))
        maria.push(an_event(1))
        hub.close()
        return await heard_by(maria), await heard_by(nikos)

    assert asyncio.run(scene()) == (["hello"], ["hello", "1"])


def test_the_end_is_never_lost_in_a_flood_that_follows_it() -> None:
    async def scene() -> list[str]:
        screen = Screen(MARIA)
        screen.push(None)
        for number in range(3 * BACKLOG):
            screen.push(an_event(number))
        return await asyncio.wait_for(heard_by(screen), 10)

    assert asyncio.run(scene()) == []


def test_a_flood_becomes_one_hello_and_what_came_after_it() -> None:
    async def scene() -> list[str]:
        screen = Screen(MARIA)
        for number in range(BACKLOG + 3):
            screen.push(an_event(number))
        screen.push(None)
        return await heard_by(screen)

    assert asyncio.run(scene()) == ["hello", str(BACKLOG + 1), str(BACKLOG + 2)]


def test_telling_before_the_house_runs_or_after_it_closed_harms_nobody() -> None:
    hub = LiveHub()
    hub.tell([an_event(1)])
    loop = asyncio.new_event_loop()
    hub.attach(loop)
    loop.close()
    hub.tell([an_event(1)])
