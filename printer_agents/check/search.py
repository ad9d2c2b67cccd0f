"""Knocking at the doors of the box's own networks: few at a time, so slowly that nobody notices, and only once."""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from ipaddress import IPv4Address

from kernel.messages import FoundPrinter, PrinterSettings
from printer_agents.check.answers import answer_of_a_stranger
from printer_agents.printer_link import Address, PrinterGone, PrinterLink
from printer_agents.settings import AgentSettings

PORT = 9100
_A_SECOND = 100
"""New connections."""
_AT_ONCE = 64
_MOST_FOUND = 64

Progress = Callable[[float], None]


def search(
    addresses: Sequence[IPv4Address],
    ours: Mapping[str, PrinterSettings],
    numbers: AgentSettings,
    stop: threading.Event,
    progress: Progress,
) -> list[FoundPrinter]:
    """Find what listens on port 9100.

    Args:
        addresses: where to knock.
        ours: known printers by address; they are named and left in peace.
        numbers: waits.
        stop: ends it early.
        progress: told now and then how much is done, 0 to 1.

    Returns:
        those that took the connection, in the order of their addresses, and our own ones; without MACs.
    """
    patience_s = numbers.search_patience_s
    quick = numbers.model_copy(update={"connect_timeout_s": patience_s, "status_timeout_s": patience_s})
    found: dict[IPv4Address, FoundPrinter] = {}
    knocks: dict[IPv4Address, Future[FoundPrinter | None]] = {}
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="search") as pool:
        for number, address in enumerate(addresses):
            if (mine := ours.get(str(address))) is not None:
                found[address] = FoundPrinter(address=str(address), port=mine.port, printer_id=mine.printer_id)
                continue
            if stop.wait(1 / _A_SECOND):
                break
            knocks[address] = pool.submit(_knock, str(address), quick)
            if number % _A_SECOND == 0:
                progress(number / len(addresses))
    found |= {address: one for address, knock in knocks.items() if (one := knock.result()) is not None}
    return [found[address] for address in sorted(found)][:_MOST_FOUND]


def _knock(address: str, numbers: AgentSettings) -> FoundPrinter | None:
    try:
        link = PrinterLink(Address(address, PORT), numbers)
    except PrinterGone as gone:
        return FoundPrinter(address=address, port=PORT, reason="busy") if gone.reason == "busy" else None
    try:
        return FoundPrinter(address=address, port=PORT, reason=answer_of_a_stranger(link, numbers.status_timeout_s))
    finally:
        link.close()
