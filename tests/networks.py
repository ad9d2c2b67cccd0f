"""Networks of a test's own: namespaces with a cable between them, gone when the test ends. Needs root."""

import ctypes
import os
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

T = TypeVar("T")

_NEW_NETWORK = 0x40000000  # CLONE_NEWNET of setns(2)
_FOLDER = Path("/run/netns")


class Network:
    """One namespace: a machine's view of the network.

    Args:
        name: what it is for; the namespace's own name holds this process's id, so that runs don't meet.
    """

    def __init__(self, name: str) -> None:
        self.name = f"pos-{os.getpid()}-{name}"
        _ip("netns", "add", self.name)
        self.ip("link", "set", "lo", "up")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        _ip("netns", "del", self.name)

    def ip(self, *words: str) -> str:
        """Run `ip` inside."""
        return _ip("-n", self.name, *words)

    def joins(self, other: "Network", addresses: list[str], others: list[str], cable: str = "cable") -> None:
        """Lay a cable; the addresses (`10.77.0.1/26`) are those of its two ends.

        Args:
            cable: what this end is called, when more than one comes in here; the other end is `cable`.
        """
        _ip("link", "add", cable, "netns", self.name, "type", "veth", "peer", "name", "cable", "netns", other.name)
        for network, end, mine in ((self, cable, addresses), (other, "cable", others)):
            for address in mine:
                network.ip("addr", "add", address, "dev", end)
            network.ip("link", "set", end, "up")

    def pull(self, cable: str = "cable") -> None:
        """Out of its socket here: what is on the way is lost, and neither side is told."""
        self.ip("link", "set", cable, "down")

    def plug(self, cable: str = "cable") -> None:
        """In again."""
        self.ip("link", "set", cable, "up")

    @property
    def mac(self) -> str:
        """Of this end of the cable."""
        words = self.ip("link", "show", "cable").split()
        return words[words.index("link/ether") + 1]

    def does(self, act: Callable[[], T]) -> T:
        """Call `act` on a thread that is inside; threads it starts and sockets it opens stay inside."""
        results: list[T] = []
        errors: list[BaseException] = []

        def inside() -> None:
            try:
                with (_FOLDER / self.name).open() as handle:
                    if ctypes.CDLL(None, use_errno=True).setns(handle.fileno(), _NEW_NETWORK) != 0:
                        raise OSError(ctypes.get_errno(), "setns")
                results.append(act())
            except BaseException as error:
                errors.append(error)

        thread = threading.Thread(target=inside)
        thread.start()
        thread.join()
        if errors:
            raise errors[0]
        return results[0]


def _ip(*words: str) -> str:
    program = shutil.which("ip") or "/usr/sbin/ip"
    done = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise OSError(f"ip {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout
