"""What happens to every request, as plain ASGI: a correlation id, a bound on the body, headers that browsers obey."""

import re
from collections.abc import Callable

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kernel.clock import utc_now
from kernel.ids import new_ulid
from kernel.logging import get_logger
from kernel.web.problems import bug, problem

MAX_BODY_BYTES = 1024 * 1024

BoundOf = Callable[[str, str, str], int]
"""How many bytes a request's body may have, by its method, path and Content-Type."""

log = get_logger("web")

_CORRELATION_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)


class RequestFrame:
    """Gives a request its id, refuses one over its bound, answers for a bug, and dresses the answer.

    The correlation id is the client's `X-Correlation-Id` when it looks like one, else a new ULID; it is in
    `scope["state"]`, in every log record of the request, and in the answer.

    Args:
        bound_of: how large each request's body may be.
    """

    def __init__(self, app: ASGIApp, bound_of: BoundOf = lambda *_asked: MAX_BODY_BYTES) -> None:
        self._app = app
        self._bound_of = bound_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-correlation-id", "")
        correlation_id = given if _CORRELATION_ID.match(given) else new_ulid(utc_now())
        scope.setdefault("state", {})["correlation_id"] = correlation_id
        structlog.contextvars.bind_contextvars(correlation_id=correlation_id)
        path: str = scope["path"]

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                out["X-Correlation-Id"] = correlation_id
                out["X-Content-Type-Options"] = "nosniff"
                out["Referrer-Policy"] = "no-referrer"
                if path.startswith("/api/"):
                    out.setdefault("Cache-Control", "no-store")
                else:
                    out["Content-Security-Policy"] = _POLICY
                    out["Cache-Control"] = "public, max-age=31536000, immutable" if "/assets/" in path else "no-cache"
            await send(message)

        most = self._bound_of(scope["method"], path, headers.get("content-type", ""))
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > 15 or int(length) > most:
            await self._too_large(most, correlation_id)(scope, receive, dressed)
            return
        received = 0
        started = False

        async def bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise BodyTooLarge
            return message

        async def answering(message: Message) -> None:
            nonlocal started
            if started or received <= most:  # else whatever is said of a body cut short is not the point
                started = True
                await dressed(message)

        try:
            await self._app(scope, bounded, answering)
        except Exception as error:
            if started:
                raise
            if received <= most:
                log.error("request_failed", path=path, exc_info=error)
                await bug(correlation_id)(scope, receive, dressed)
                return
        if not started and received > most:
            await self._too_large(most, correlation_id)(scope, receive, dressed)

    @staticmethod
    def _too_large(most: int, correlation_id: str) -> ASGIApp:
        size = f"{most // 1024} KB"
        return problem(413, "body-too-large", f"The request is over {size}.", "Send less at once.", correlation_id)


class BodyTooLarge(Exception):  # never leaves this file
    """A chunked body went over the bound."""
