"""Free ports on loopback."""

import random
import socket

# Below those that the system gives to whoever asks for any (32768 and up on Linux): what a test was told stays free
# until it is listened on, however many servers and connections the other workers open meanwhile.
_RANGE = range(12_000, 32_000)
_claims: list[socket.socket] = []


def free_port() -> int:
    """A port that nobody listens on, and that no other test process is told of while this one lives."""
    for _ in _RANGE:
        port = random.choice(_RANGE)
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0simple-pos-test-port-{port}")  # abstract: of the machine, and gone with the process
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            claim.close()
            continue
        _claims.append(claim)
        return port
    raise AssertionError("no port is free")


def wait_for_port(port: int, timeout_s: float) -> bool:
    """Whether somebody accepts on the port in time."""
    import time

    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return True
        except OSError:
            time.sleep(0.02)
    return False
