"""How long from tap to paper? One waiter, 25 tickets/s, 10 and 50 waiters, then a minute at 100/s and 250/s."""

from tests.bench.figures import percentile, table
from tests.bench.floor import Floor
from tests.bench.machine import pss_mb
from tests.bench.rig import Rig
from tests.bench.scenes import HEAD, Scene, alternate, in_blocks, open_loop, waiters
from tests.bench.taverna import BenchSite


def run(rig: Rig) -> None:
    """Budgets 1 to 4, and how memory grows over all these tickets (8)."""
    quick = rig.is_quick
    with (
        Floor(rig.street, rig.folder / "floor-path") as floor,
        BenchSite(rig.street, rig.place("path"), rig.template) as site,
    ):
        ours, single = site.counter("2 dishes, 1 beer"), site.counter("1 dish", "one dish")
        alternate(rig.street, [ours, single], floor.counter, 15, "warm-up")
        before_mb = pss_mb(site.pids())
        minute = 20 if quick else 60
        one = alternate(rig.street, [ours, single], floor.counter, 80 if quick else 250, "1 waiter")
        calm = in_blocks(rig.street, [ours], floor.counter, "25 tickets/s", open_loop(25, 8 if quick else 24))
        ten = in_blocks(rig.street, [ours], floor.counter, "10 waiters", waiters(10, 5 if quick else 12))
        fifty = in_blocks(rig.street, [ours], floor.counter, "50 waiters", waiters(50, 5 if quick else 12))
        busy = in_blocks(rig.street, [ours], floor.counter, f"100 tickets/s, {minute} s", open_loop(100, minute))
        after_mb, thousands = pss_mb(site.pids()), len(site.paper.at_ns) / 1000
        full = in_blocks(rig.street, [ours], floor.counter, f"250 tickets/s, {minute} s", open_loop(250, minute))
        scenes = [one, calm, ten, fifty, busy, full]
        for scene in scenes:
            scene.keep(rig.book, "path")
        table("Tap to paper", HEAD, [row for scene in scenes for row in scene.rows()])
        _judge(rig, ours.name, *scenes)
        what = f"memory after {thousands:.0f} thousand tickets / before"
        rig.book.judge("8", what, after_mb / before_mb, 1.15, None, "x", busy.load)
        last_mb = pss_mb(site.pids())
        rig.book.keep("path", full.load, before_mb=before_mb, after_mb=after_mb, after_all_mb=last_mb)


def _judge(rig: Rig, name: str, one: Scene, calm: Scene, ten: Scene, fifty: Scene, busy: Scene, full: Scene) -> None:
    judge = rig.book.judge

    def ratio(scene: Scene, part: float) -> float:
        return percentile(scene.of(name).paper_ms, part) / scene.f

    judge("1", "tap to paper p50, 1 waiter", ratio(one, 0.5), 8, 4, "F", one.load)
    judge("2", "tap to paper p99, 1 waiter", ratio(one, 0.99), 20, 12, "F", one.load)
    judge("2", "tap to paper p99, 25 tickets/s", ratio(calm, 0.99), 20, 12, "F", calm.load)
    judge("3", f"p99, {busy.title}", ratio(busy, 0.99), 125, None, "F", busy.load)
    judge("3", f"p99, {full.title} (stretch)", ratio(full, 0.99), 125, None, "F", full.load)
    growth = percentile(fifty.of(name).paper_ms, 0.99) / percentile(ten.of(name).paper_ms, 0.99)
    load = max(ten.load, fifty.load, key=lambda load: load.others)
    judge("4", "p99 grows from 10 to 50 waiters", growth, 6, 5, "x", load)
