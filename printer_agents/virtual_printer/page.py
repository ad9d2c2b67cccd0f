"""The paper page: tickets as pictures and text, live, and every fault at a button or by HTTP."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from printer_agents.virtual_printer.live import events
from printer_agents.virtual_printer.printer import VirtualPrinter
from printer_agents.virtual_printer.report import state_of, ticket_as_json
from printer_agents.virtual_printer.requests_in import BadRequest, capability_changes, fault_order, whole_number
from printer_agents.virtual_printer.tickets import Ticket

STATIC = Path(__file__).parent / "static"
_LONGEST_BODY = 64 * 1024
_LONGEST_WAIT_S = 30
_LOOPBACK = ["127.0.0.1", "localhost", "[::1]", "::1", "testserver"]
_HEADERS = {
    b"content-security-policy": b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    b"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-resource-policy": b"same-origin",
}


class _SafeHeaders:
    """Puts the security headers on every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS.items()]
            await send(message)

        await self.app(scope, receive, with_headers)


class PaperPage:
    """The routes; all run in the event loop that the printers live in.

    Args:
        printers: by name; the page shows them in this order.
        stopping: set it, and open live streams end.
    """

    def __init__(self, printers: Mapping[str, VirtualPrinter], stopping: asyncio.Event) -> None:
        self.printers, self.stopping = printers, stopping
        self.run_id = uuid.uuid4().hex[:8]

    async def home(self, request: Request) -> Response:
        """The page itself."""
        return FileResponse(STATIC / "page.html", media_type="text/html; charset=utf-8")

    async def no_icon(self, request: Request) -> Response:
        """Browsers ask for one."""
        return Response(status_code=204)

    async def live(self, request: Request) -> Response:
        """GET /events: server-sent events."""
        return StreamingResponse(
            events(self.printers, self.run_id, self.stopping),
            media_type="text/event-stream",
            headers={"cache-control": "no-store"},
        )

    async def all_printers(self, request: Request) -> Response:
        """GET /printers: the state of each."""
        return JSONResponse([state_of(printer) for printer in self.printers.values()])

    async def one_printer(self, request: Request) -> Response:
        """GET /printers/{name}: its state."""
        return JSONResponse(state_of(self._printer(request)))

    async def tickets(self, request: Request) -> Response:
        """GET /printers/{name}/tickets?since=3&raw=1&wait_s=5: those after number 3, oldest first.

        With wait_s the answer is held until there is one, at most 30 s.
        """
        printer, query = self._printer(request), request.query_params
        since = whole_number(query.get("since"), "since", 0)
        wait_s = min(_LONGEST_WAIT_S, whole_number(query.get("wait_s"), "wait_s", 0))
        shelf = printer.mechanism.shelf
        if wait_s:
            try:
                await printer.wait_until(lambda: bool(shelf.since(since)) or self.stopping.is_set(), wait_s)
            except TimeoutError:
                pass  # an empty list says so
        with_raw = query.get("raw") in ("1", "true")
        return JSONResponse([ticket_as_json(ticket, with_raw) for ticket in shelf.since(since)])

    async def picture(self, request: Request) -> Response:
        """GET /printers/{name}/tickets/{seq}.png."""
        png = await run_in_threadpool(self._ticket(request).png)
        return Response(png, media_type="image/png", headers={"cache-control": "private, max-age=3600"})

    async def one_ticket(self, request: Request) -> Response:
        """GET /printers/{name}/tickets/{seq}: with its bytes."""
        return JSONResponse(ticket_as_json(self._ticket(request), with_raw=True))

    async def fault(self, request: Request) -> Response:
        """POST /printers/{name}/faults {"fault": "paper_out", "on": true, ...}: answers the state after it."""
        printer = self._printer(request)
        printer.order(fault_order(await _json(request)))
        return JSONResponse(state_of(printer))

    async def heal(self, request: Request) -> Response:
        """POST /printers/{name}/heal {}: end every fault."""
        printer = self._printer(request)
        await _json(request)
        printer.heal()
        return JSONResponse(state_of(printer))

    async def capabilities(self, request: Request) -> Response:
        """POST /printers/{name}/capabilities {"status": false}: switch what it can do."""
        printer = self._printer(request)
        printer.can(**capability_changes(await _json(request)))
        return JSONResponse(state_of(printer))

    async def tear(self, request: Request) -> Response:
        """POST /printers/{name}/tear {}: a person tears the paper off; what a printer without a knife waits for."""
        printer = self._printer(request)
        await _json(request)
        printer.tear()
        return JSONResponse(state_of(printer))

    async def clear(self, request: Request) -> Response:
        """POST /printers/{name}/clear {}: throw its tickets away."""
        printer = self._printer(request)
        await _json(request)
        printer.clear()
        return JSONResponse(state_of(printer))

    def _printer(self, request: Request) -> VirtualPrinter:
        name = request.path_params["name"]
        if name not in self.printers:
            known = ", ".join(self.printers)
            raise BadRequest(404, "unknown-printer", f"There is no printer {name[:80]!r}.", f"There are: {known}.")
        return self.printers[name]

    def _ticket(self, request: Request) -> Ticket:
        ticket = self._printer(request).mechanism.shelf.find(request.path_params["seq"])
        if ticket is None:
            raise BadRequest(404, "unknown-ticket", "This ticket is not kept.", "The newest 500 are kept.")
        return ticket


def app_for(printers: Mapping[str, VirtualPrinter], stopping: asyncio.Event, hosts: list[str] | None = None) -> ASGIApp:
    """The ASGI application.

    Args:
        printers: by name.
        stopping: set it, and open live streams end.
        hosts: names it may be called by; None for loopback only, ["*"] for any.
    """
    page, get, post = PaperPage(printers, stopping), ["GET"], ["POST"]
    routes = [
        Route("/", page.home, methods=get),
        Route("/favicon.ico", page.no_icon, methods=get),
        Route("/events", page.live, methods=get),
        Route("/printers", page.all_printers, methods=get),
        Route("/printers/{name}", page.one_printer, methods=get),
        Route("/printers/{name}/tickets", page.tickets, methods=get),
        Route("/printers/{name}/tickets/{seq:int}.png", page.picture, methods=get),
        Route("/printers/{name}/tickets/{seq:int}", page.one_ticket, methods=get),
        Route("/printers/{name}/faults", page.fault, methods=post),
        Route("/printers/{name}/heal", page.heal, methods=post),
        Route("/printers/{name}/capabilities", page.capabilities, methods=post),
        Route("/printers/{name}/clear", page.clear, methods=post),
        Route("/printers/{name}/tear", page.tear, methods=post),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    middleware = [Middleware(_SafeHeaders), Middleware(TrustedHostMiddleware, allowed_hosts=hosts or _LOOPBACK)]
    return Starlette(
        routes=routes,
        middleware=middleware,
        exception_handlers={BadRequest: _refused, HTTPException: _not_served},
    )


async def _json(request: Request) -> Any:
    """The body; JSON only, so that a foreign web page cannot post here without asking the browser first."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise BadRequest(415, "not-json", "The body is not JSON.", "Send Content-Type: application/json.")
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST_BODY:
            raise BadRequest(413, "too-long", "The body is too long.", "Send at most 64 KiB.")
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest(400, "not-json", "The body is not JSON.", 'Send for example {"on": true}.') from None


def _problem(status: int, code: str, title: str, detail: str, hint: str) -> Response:
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code, "hint": hint}
    return JSONResponse(told, status_code=status, media_type="application/problem+json")


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, BadRequest)
    return _problem(error.status, error.code, error.code.replace("-", " ").capitalize(), error.detail, error.hint)


async def _not_served(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "refused")
    return _problem(
        error.status_code, code, error.detail, f"{request.method} is not served here.", "See GET /printers."
    )
