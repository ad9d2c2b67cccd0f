"""Outside judges: programs that others wrote, which know nothing of ours, as clients of the virtual printer.

- receiptio 2.1.2 (npm, Apache-2.0): the best small open client; asks status, prints, believes a fence. Installed by
  `deploy/setup.sh test` from package.json and package-lock.json here (five packages, 3 MB, no install scripts).
- python-escpos 3.1 (MIT): its encoder chooses code pages by itself, its Network class reads status. It leaves a
  temporary folder behind at each import, which is why it is imported through `python_escpos` here.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent
_SCRIPT = "require('receiptio').print(process.argv[1], process.argv[2]).then(console.log)"
PORT = 9100
"""The only one receiptio connects to."""


def own_loopback_address() -> str:
    """An address of this machine that no other test run listens on."""
    pid = os.getpid()
    return f"127.{77 + (pid >> 14 & 63)}.{pid >> 7 & 127}.{(pid & 127) + 1}"


def receiptio(address: str, *options: str, markdown: str = "") -> str:
    """Run it once; its answer in a word: `success`, `online`, `coveropen`, `paperempty`, `disconnect` ..."""
    command = ["node", "-e", _SCRIPT, markdown, " ".join(("-d", address, *options))]
    return subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=120, check=True).stdout.strip()


def receiptio_is_here() -> bool:
    """It was installed."""
    return (HERE / "node_modules" / "receiptio").is_dir() and shutil.which("node") is not None


@cache
def python_escpos() -> ModuleType:
    """Its module `escpos.printer`; what it leaves in the temporary folder goes with this process."""
    before, folder = tempfile.tempdir, tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    tempfile.tempdir = folder
    try:
        from escpos import printer
    finally:
        tempfile.tempdir = before
    return printer
