"""A site's process that writes down when a ticket passes: `python -m tests.bench.stamped NAME`, as deploy.processes.

The product has no switch for this: its functions are wrapped here, from outside, in this process alone. A stamp is one
unbuffered line `stage nanoseconds` (CLOCK_MONOTONIC, the same in all processes) at the end of POS_BENCH_STAMPS.
"""

import os
import sys
import time
from collections.abc import Callable
from typing import Any

from deploy import processes

_file = os.open(os.environ["POS_BENCH_STAMPS"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def _stamp(stage: str) -> None:
    os.write(_file, f"{stage} {time.monotonic_ns()}\n".encode())


def _wrap(owner: Any, name: str, *, before: str = "", after: str = "") -> None:
    inner: Callable[..., Any] = getattr(owner, name)

    def stamped(*arguments: Any, **named: Any) -> Any:
        if before:
            _stamp(before)
        try:
            return inner(*arguments, **named)
        finally:
            if after:
                _stamp(after)

    setattr(owner, name, stamped)


def _stamp_api() -> None:
    from kernel.web.request_frame import RequestFrame
    from order_service.store.writer import Writer

    _wrap(RequestFrame, "__call__", before="handler")
    _wrap(Writer, "submit", before="queued")
    _wrap(Writer, "_transact", before="writing", after="committed")
    _stamp_orders()


def _stamp_orders() -> None:
    from order_service.outbox_relay import OutboxRelay

    _wrap(OutboxRelay, "_ring", before="relay awake")
    inner = OutboxRelay.__init__

    def init(self: OutboxRelay, *arguments: Any, **named: Any) -> None:
        inner(self, *arguments, **named)
        publish = self._publish

        def published(*message: Any) -> bool:
            done = publish(*message)
            _stamp("published")
            return done

        self._publish = published

    OutboxRelay.__init__ = init  # type: ignore[method-assign]


def _stamp_agents() -> None:
    from printer_agents.agent import PrinterAgent
    from printer_agents.press import Press
    from printer_agents.printer_link import PrinterLink
    from printer_agents.spool import Spool

    _wrap(PrinterAgent, "_take_job", before="received")
    _wrap(Spool, "commit", after="spooled")
    _wrap(Press, "_print", before="claimed")
    _wrap(PrinterLink, "send", after="sent")
    _wrap(Press, "_settle", before="confirmed")


_STAMPS = {"api": _stamp_api, "order-service": _stamp_orders, "printer-agents": _stamp_agents}

if __name__ == "__main__":
    process = sys.argv[1]
    _STAMPS.get(process, lambda: None)()
    sys.exit(processes.start(processes.STARTS[process]))
