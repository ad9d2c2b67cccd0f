"""Where shall the order service's loops live, and what does the broker cost? The same scenes, interleaved.

Inside the API's process (one writer, woken in the process) or beside it (`pos order-service`, woken by a message), on
the embedded broker; and Mosquitto in the embedded one's place. docs/adr/0002 decides by this.
"""

import contextlib
import shutil

from tests.bench.figures import note, percentile, table
from tests.bench.floor import Floor
from tests.bench.machine import pss_mb
from tests.bench.rig import Rig
from tests.bench.scenes import HEAD, alternate, in_blocks, open_loop, waiters
from tests.bench.taverna import BenchSite
from tests.site import Broker, Place

LAYOUTS: tuple[tuple[str, Broker, Place], ...] = (
    ("inside", "amqtt", "inside"),
    ("beside", "amqtt", "beside"),
    ("inside, Mosquitto", "mosquitto", "inside"),
)


def run(rig: Rig) -> None:
    """Prints the comparison; nothing here is a budget."""
    quick = rig.is_quick
    layouts = LAYOUTS
    if shutil.which("mosquitto") is None and shutil.which("mosquitto", path="/usr/sbin") is None:
        note("Mosquitto is not installed: left out")
        layouts = tuple(layout for layout in LAYOUTS if layout[1] != "mosquitto")
    with contextlib.ExitStack() as stack:
        floor = stack.enter_context(Floor(rig.street, rig.folder / "floor-layouts"))
        sites = {
            name: stack.enter_context(
                BenchSite(rig.street, rig.place("layout"), rig.template, broker=broker, order_service=place)
            )
            for name, broker, place in layouts
        }
        counters = [site.counter(name) for name, site in sites.items()]
        alternate(rig.street, counters, floor.counter, 10, "warm-up")
        blocks = 2
        scenes = [
            alternate(rig.street, counters, floor.counter, 40 if quick else 120, "1 waiter"),
            in_blocks(
                rig.street, counters, floor.counter, "25 tickets/s", open_loop(25, 3 if quick else 6), blocks
            ),
            in_blocks(rig.street, counters, floor.counter, "10 waiters", waiters(10, 2 if quick else 4), blocks),
            in_blocks(rig.street, counters, floor.counter, "50 waiters", waiters(50, 2 if quick else 4), blocks),
            in_blocks(
                rig.street, counters, floor.counter, "100 tickets/s", open_loop(100, 4 if quick else 8), blocks
            ),
        ]  # fmt: skip
        for scene in scenes:
            scene.keep(rig.book, "layouts")
        table("Layouts", HEAD, [row for scene in scenes for row in scene.rows()])
        rows = []
        for name, site in sites.items():
            memory = pss_mb(site.pids())
            growth = percentile(scenes[3].of(name).paper_ms, 0.99) / percentile(scenes[2].of(name).paper_ms, 0.99)
            rows.append([name, f"{memory:.0f}", f"{growth:.1f}"])
            rig.book.keep("layouts", contender=name, pss_mb=round(memory, 1), growth_10_to_50=round(growth, 2))
        table("Layouts: memory after these scenes", ["what", "PSS MB", "p99 at 50 / at 10 waiters"], rows)
