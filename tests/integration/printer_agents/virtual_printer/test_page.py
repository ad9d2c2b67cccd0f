"""The page and its HTTP interface, in the process that prints."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from printer_agents.virtual_printer import VirtualPrinter
from printer_agents.virtual_printer.live import events
from printer_agents.virtual_printer.page import app_for

TICKET = b"\x1b@\x1c.\x1bt\x1d" + "2 Μουσακάς\n".encode("cp737") + b"\x1dVB\x00"


@asynccontextmanager
async def house() -> AsyncIterator[tuple[VirtualPrinter, httpx.AsyncClient]]:
    async with VirtualPrinter("kitchen") as printer:
        app = app_for({"kitchen": printer}, asyncio.Event())
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as browser:
            yield printer, browser


async def send(printer: VirtualPrinter, data: bytes) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", printer.port)
    writer.write(data)
    await writer.drain()
    writer.close()


def test_tickets_are_served_as_text_bytes_and_picture() -> None:
    async def story() -> None:
        async with house() as (printer, browser):
            await send(printer, TICKET)
            (ticket,) = (await browser.get("/printers/kitchen/tickets?since=0&wait_s=5&raw=1")).json()
            assert ticket["seq"] == 1
            assert ticket["text"] == "2 Μουσακάς"
            assert bytes.fromhex(ticket["raw_hex"]) == TICKET
            assert (await browser.get("/printers/kitchen/tickets?since=1")).json() == []
            picture = await browser.get("/printers/kitchen/tickets/1.png")
            assert picture.headers["content-type"] == "image/png"
            assert picture.content.startswith(b"\x89PNG")
            assert (await browser.get("/printers")).json()[0]["printed"] == 1
            await browser.post("/printers/kitchen/clear", json={})
            assert (await browser.get("/printers/kitchen/tickets")).json() == []

    asyncio.run(story())


def test_faults_and_switches_act_by_http_and_heal() -> None:
    async def story() -> None:
        async with house() as (printer, browser):
            told = (await browser.post("/printers/kitchen/faults", json={"fault": "paper_out"})).json()
            assert told["condition"]["paper"] == "out"
            assert "paper_out" in told["faults"]
            told = (await browser.post("/printers/kitchen/capabilities", json={"status": False})).json()
            assert told["capabilities"]["status"] is False
            assert printer.capabilities.status is False
            told = (await browser.post("/printers/kitchen/heal", json={})).json()
            assert told["faults"] == {}
            assert told["condition"]["can_print"] is True

    asyncio.run(story())


def test_a_printer_without_a_knife_waits_for_a_hand() -> None:
    async def story() -> None:
        async with house() as (printer, browser):
            told = (await browser.post("/printers/kitchen/capabilities", json={"cutter": "none", "dots": 384})).json()
            assert (told["capabilities"]["cutter"], told["capabilities"]["dots"]) == ("none", 384)
            await send(printer, TICKET)
            await printer.wait_until(lambda: bool(printer.mechanism.pen.rows), 20)
            assert (await browser.get("/printers/kitchen/tickets")).json() == []
            await browser.post("/printers/kitchen/tear", json={})
            (ticket,) = (await browser.get("/printers/kitchen/tickets")).json()
            assert (ticket["text"].strip(), ticket["ended_by"]) == ("2 Μουσακάς", "hand")

    asyncio.run(story())


def test_what_is_wrong_is_answered_with_a_problem_a_code_and_a_hint() -> None:
    async def story() -> None:
        async with house() as (_, browser):
            faults = "/printers/kitchen/faults"
            for answer, status, code in [
                (await browser.get("/printers/cellar"), 404, "unknown-printer"),
                (await browser.get("/printers/kitchen/tickets/99.png"), 404, "unknown-ticket"),
                (await browser.get("/printers/kitchen/tickets?since=-1"), 422, "invalid-value"),
                (await browser.get("/nowhere"), 404, "not-found"),
                (await browser.get(faults), 405, "method-not-allowed"),
                (await browser.post(faults, json={"fault": "fire"}), 422, "unknown-fault"),
                (await browser.post(faults, content="{"), 415, "not-json"),
                (
                    await browser.post(faults, content="{", headers={"content-type": "application/json"}),
                    400,
                    "not-json",
                ),
                (await browser.post(faults, json={"fault": "x" * 70_000}), 413, "too-long"),
            ]:
                assert answer.status_code == status
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.json()["code"] == code
                assert answer.json()["hint"]

    asyncio.run(story())


def test_the_page_allows_no_foreign_script_and_no_foreign_name() -> None:
    async def story() -> None:
        async with house() as (_, browser):
            page = await browser.get("/")
            assert page.status_code == 200
            assert "script-src 'self'" in page.headers["content-security-policy"]
            assert "unsafe" not in page.headers["content-security-policy"]
            for file in ("page.js", "page.css", "words.js"):
                assert (await browser.get(f"/static/{file}")).status_code == 200
            assert (await browser.get("/printers", headers={"host": "evil.example"})).status_code == 400

    asyncio.run(story())


def test_an_open_page_hears_of_a_ticket_and_ends_with_the_server() -> None:
    async def story() -> None:
        stopping = asyncio.Event()
        async with VirtualPrinter("kitchen") as printer, asyncio.timeout(10):
            stream = events({"kitchen": printer}, "run", stopping)

            async def heard() -> dict[str, Any]:
                while True:
                    event = await anext(stream)
                    if event.startswith("event: printer"):
                        return json.loads(event.partition("data: ")[2])  # type: ignore[no-any-return]

            assert (await heard())["tickets"] == []
            await send(printer, TICKET)
            told = await heard()
            while not told["tickets"]:
                told = await heard()
            assert told["tickets"][0]["text"] == "2 Μουσακάς"
            assert told["log"][0]["direction"] == "in"
            stopping.set()
            assert not [event async for event in stream if event.startswith("event: nothing")]

    asyncio.run(story())
