"""Says states to the order service: what is pending when it gets to it travels in one message."""

import threading
from collections.abc import Callable

from kernel.messages import JobState, JobStates

_MOST = 200


class Teller:
    """A thread that gathers states for a moment and publishes them.

    Args:
        printer_id, boot_id: of this agent.
        gather_s: how long a state waits for company.
        publish: sends one message; False when the link is down.
        on_told: told which states were handed to a live link.
    """

    def __init__(
        self,
        printer_id: str,
        boot_id: str,
        gather_s: float,
        publish: Callable[[JobStates], bool],
        on_told: Callable[[list[JobState]], None],
    ) -> None:
        self._printer_id = printer_id
        self._boot_id = boot_id
        self._gather_s = gather_s
        self._publish = publish
        self._on_told = on_told
        self._pending: dict[str, JobState] = {}
        self._changed = threading.Condition()
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name=f"teller-{printer_id}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Say what is pending and end."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(2.0)

    def say(self, states: list[JobState]) -> None:
        """Have these told; of two states of one job the later one."""
        with self._changed:
            was_empty = not self._pending
            for state in states:
                known = self._pending.get(state.job_id)
                if known is None or known.seq <= state.seq:
                    self._pending[state.job_id] = state
            if was_empty:
                self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._pending or self._is_stopping)
                if not self._is_stopping and self._gather_s:
                    self._changed.wait_for(lambda: self._is_stopping, self._gather_s)
                states, self._pending = list(self._pending.values()), {}
                is_last = self._is_stopping
            for start in range(0, len(states), _MOST):
                part = states[start : start + _MOST]
                if self._publish(
                    JobStates.model_construct(printer_id=self._printer_id, boot_id=self._boot_id, states=tuple(part))
                ):
                    self._on_told(part)
            if is_last and not states:
                return
