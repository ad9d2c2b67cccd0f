"""The other end of the wire: asks the agents' host for one step of a check, and waits for the answer."""

import os
import queue
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from kernel.ids import new_ulid
from kernel.messages import CheckStep, PrinterCheckReport, PrinterCheckRequest, PrinterCheckStop
from kernel.mqtt_link import BrokerEndpoint, Incoming, MqttLink
from kernel.topics import Topics

CHECK_USER = "printer-check"
_CONNECT_S = 3.0
_BEGIN_S = 20.0
"""Until a host of agents says that it has begun: it may have another check to finish."""

Progress = Callable[[PrinterCheckReport], None]


def a_request(step: CheckStep, now: datetime, **fields: Any) -> PrinterCheckRequest:
    """One step of a check; `fields` as in PrinterCheckRequest."""
    return PrinterCheckRequest.model_validate(
        {"request_id": new_ulid(now), "step": step, "asked_at": now, **fields},
    )


class Asker:
    """`with Asker(endpoint, site, secret) as asker:`; one request at a time.

    Args:
        endpoint: the site's broker.
        site: level of every topic.
        secret: of the broker user `printer-check`.
    """

    def __init__(self, endpoint: BrokerEndpoint, site: str, secret: str) -> None:
        self._topics = Topics(site)
        self._reports: queue.Queue[PrinterCheckReport] = queue.Queue()
        self._link = MqttLink(
            endpoint,
            CHECK_USER,
            secret,
            f"{os.getpid()}",
            subscriptions=[self._topics.check_reports, self._topics.check_reports_of("+")],
            on_message=self._heard,
        )

    def __enter__(self) -> Self:
        self._link.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        self._link.stop()

    def finds_a_broker(self) -> bool:
        """Whether there is one to ask through."""
        return self._link.wait_ready(_CONNECT_S)

    def ask(
        self, request: PrinterCheckRequest, timeout_s: float, progress: Progress | None = None
    ) -> PrinterCheckReport | None:
        """Send a request and wait for its last report.

        Args:
            request: as `a_request` makes it.
            timeout_s: the longest silence that is borne once it has begun.
            progress: told each report that is not the last.

        Returns:
            None when there is no broker, or no host of agents that answers.
        """
        if not self._link.wait_ready(_CONNECT_S) or not self._link.publish(self._topics.check_requests, request):
            return None
        try:
            return self._answer_to(request, timeout_s, progress)
        except KeyboardInterrupt:
            self._link.publish(self._topics.check_requests, PrinterCheckStop(request_id=request.request_id))
            raise

    def _answer_to(
        self, request: PrinterCheckRequest, timeout_s: float, progress: Progress | None
    ) -> PrinterCheckReport | None:
        bear_s, seq = _BEGIN_S, 0
        while True:
            try:
                report = self._reports.get(timeout=bear_s)
            except queue.Empty:
                return None
            if report.request_id != request.request_id:
                continue
            bear_s = timeout_s
            if report.is_final:
                return report
            if progress is not None and report.seq > seq:
                progress(report)
            seq = report.seq

    def _heard(self, incoming: Incoming) -> None:
        self._reports.put(PrinterCheckReport.model_validate_json(incoming.payload))
