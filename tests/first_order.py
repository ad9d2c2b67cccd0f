"""A waiter's first order at a demo that runs elsewhere (in an image, on another processor), followed to the paper.

    python -m tests.first_order API_PORT PAPER_PORT DATA_DIR

Prints both papers. For trials by hand: deploy/arm_trial.sh.
"""

import json
import sys
import uuid
from pathlib import Path
from typing import Any

import httpx

from tests.site import wait_until

WAITS_S = 600.0
"""An emulated processor is slow; so is a site that has just started."""

DISHES = {"kitchen": "Τζατζίκι", "bar": "Ούζο καραφάκι"}
TABLE = 7


def wait_healthy(api: str) -> None:
    """Until every process of the demo answers and its vendor has said that it may work."""

    def is_healthy() -> bool:
        try:
            health = httpx.get(f"{api}/api/system/health", timeout=20).json()
        except (httpx.HTTPError, ValueError):
            return False
        return bool(health["status"] == "ok" and health["license"]["state"] == "active")

    wait_until(is_healthy, f"a healthy site at {api}", WAITS_S)


def take(api: str, paper: str, pin: str) -> None:
    """Open the app, sign in, send a round for both printers; wait until the site says "printed", and see the papers."""
    with httpx.Client(base_url=api, timeout=60) as phone:
        assert "<script" in phone.get("/waiter/").text
        token = _answer(phone.post("/api/auth/login", json={"username": "maria", "pin": pin}))["access_token"]
        phone.headers["Authorization"] = f"Bearer {token}"
        menu = {product["name"]: product["id"] for product in _answer(phone.get("/api/products/"))}
        tables = {table["number"]: table["id"] for table in _answer(phone.get("/api/tables/"))}
        lines = [{"product_id": menu[dish], "quantity": "1"} for dish in DISHES.values()]
        sent = _answer(
            phone.post(
                f"/api/tables/{tables[TABLE]}/rounds",
                json={"lines": lines},
                headers={"Idempotency-Key": str(uuid.uuid4())},
            )
        )

        def states() -> list[str]:
            order = _answer(phone.get(f"/api/orders/{sent['order_id']}"))
            return [ticket["state"] for one in order["rounds"] for ticket in one["tickets"]]

        wait_until(lambda: states() == ["printed"] * len(DISHES), "tickets that the site calls printed", WAITS_S)
    for printer, dish in DISHES.items():
        [ticket] = _answer(httpx.get(f"{paper}/printers/{printer}/tickets", timeout=60))
        assert dish in ticket["text"], ticket["text"]
        print(f"--- {printer}\n{ticket['text'].strip()}")
    print("--- The site calls both tickets printed.")


def _answer(answer: httpx.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()


if __name__ == "__main__":
    api_port, paper_port, data_dir = sys.argv[1:]
    wait_healthy(f"http://127.0.0.1:{api_port}")
    people = json.loads((Path(data_dir) / "demo-credentials.json").read_text("utf-8"))
    take(f"http://127.0.0.1:{api_port}", f"http://127.0.0.1:{paper_port}", people["maria"]["pin"])
