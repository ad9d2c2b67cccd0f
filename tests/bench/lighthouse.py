"""Lighthouse on a page of a running site, as its own program judges it; npx fetches it."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.e2e.conftest import CHROMIUM

GOALS = (("accessibility", 100), ("best-practices", 100), ("performance", 90))


def lighthouse(url: str, folder: Path, goal: Callable[[str, str, str], None]) -> None:
    """Tell `goal` each score: what, target, found. Says so where Lighthouse can't run."""
    npx = shutil.which("npx")
    if npx is None:
        goal("Lighthouse", "accessibility 100, best practices 100, performance >= 90", "npx is not here")
        return
    report = folder / "lighthouse.json"
    told = [
        npx, "-y", "lighthouse@12.2.3", url, "--output=json", f"--output-path={report}", "--quiet",
        "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage",
    ]  # fmt: skip
    done = subprocess.run(
        told, env={**os.environ, "CHROME_PATH": str(CHROMIUM)}, capture_output=True, timeout=400, check=False
    )
    if not report.exists():
        goal("Lighthouse", "accessibility 100, best practices 100, performance >= 90", done.stderr.decode()[-120:])
        return
    scores = {name: one["score"] for name, one in json.loads(report.read_text())["categories"].items()}
    for name, least in GOALS:
        goal(f"Lighthouse, sign-in page, {name}", f">= {least}", f"{(scores.get(name) or 0) * 100:.0f}")
