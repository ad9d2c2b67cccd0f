"""What the page is told while it is open: server-sent events, several changes folded into one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from printer_agents.virtual_printer.printer import VirtualPrinter
from printer_agents.virtual_printer.report import log_line_as_json, state_of, ticket_as_json

NEWEST_TICKETS = 40
_NEWEST_LOG_LINES = 60
_AT_MOST_EVERY_S = 0.1
_HEARTBEAT_S = 15.0


class Follower:
    """One open page: remembers what it was already told about each printer."""

    def __init__(self, printers: Mapping[str, VirtualPrinter], run_id: str) -> None:
        self._printers, self._run_id = printers, run_id
        self._told = dict.fromkeys(printers, (0, 0))
        self._last: dict[str, str] = {}

    def news(self) -> list[str]:
        """An event for each printer that changed since the last call; all of them at the first."""
        return [event for name in self._printers if (event := self._news_of(name))]

    def _news_of(self, name: str) -> str:
        printer, (seq, number) = self._printers[name], self._told[name]
        tickets = printer.mechanism.shelf.since(seq)[-NEWEST_TICKETS:]
        lines = printer.mechanism.log.since(number)[-_NEWEST_LOG_LINES:]
        state = state_of(printer)
        if not tickets and not lines and self._last.get(name) == json.dumps(state):
            return ""
        self._last[name] = json.dumps(state)
        self._told[name] = (tickets[-1].seq if tickets else seq, lines[-1].number if lines else number)
        told: dict[str, Any] = {
            "run": self._run_id,
            "state": state,
            "tickets": [ticket_as_json(ticket) for ticket in tickets],
            "log": [log_line_as_json(line) for line in lines],
        }
        return f"event: printer\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"


async def events(printers: Mapping[str, VirtualPrinter], run_id: str, stopping: asyncio.Event) -> AsyncIterator[str]:
    """Server-sent events until the server stops: `printer` events, and a comment when nothing happens for 15 s."""
    changed = asyncio.Event()
    forget = [printer.watch(changed.set) for printer in printers.values()]
    forget.append(_when(stopping, changed))
    follower = Follower(printers, run_id)
    try:
        yield "retry: 1000\n\n"
        while not stopping.is_set():
            changed.clear()
            for event in follower.news():
                yield event
            try:
                async with asyncio.timeout(_HEARTBEAT_S):
                    await changed.wait()
            except TimeoutError:
                yield ": still here\n\n"
            else:
                await asyncio.sleep(_AT_MOST_EVERY_S)  # a burst of changes becomes one event
    finally:
        for end in forget:
            end()


def _when(stopping: asyncio.Event, changed: asyncio.Event) -> Any:
    async def pass_on() -> None:
        await stopping.wait()
        changed.set()

    task = asyncio.get_running_loop().create_task(pass_on())
    return task.cancel
