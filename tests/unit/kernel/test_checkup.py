"""What a measurement means for the evening."""

from datetime import UTC, datetime, timedelta

import pytest

from kernel.backup_state import BackupState
from kernel.checkup import (
    Finding,
    judge_backup,
    judge_broker,
    judge_certificate,
    judge_clock,
    judge_database,
    judge_disk,
    judge_licence,
    judge_order_service,
    judge_printer,
    spoken,
    worst,
)

NOW = datetime(2026, 12, 4, 16, 30, tzinfo=UTC)
GIB = 1024**3


def backups(age: timedelta | None = timedelta(minutes=4), **changes: object) -> BackupState:
    good_at = None if age is None else NOW - age
    known = {"folder": "/media/stick", "every_s": 300, "is_separate": True, "tried_at": NOW, "good_at": good_at}
    return BackupState.model_validate(known | changes)


@pytest.mark.parametrize(
    ("finding", "state", "code"),
    [
        (judge_disk(20 * GIB, 32 * GIB), "ok", "disk-ok"),
        (judge_disk(GIB // 2, 32 * GIB), "warn", "disk-nearly-full"),
        (judge_disk(100 * 1024**2, 32 * GIB), "bad", "disk-full"),
        (judge_licence("active", "", NOW + timedelta(days=40), None, NOW), "ok", "licence-ok"),
        (judge_licence("active", "", None, None, NOW), "ok", "licence-ok"),
        (judge_licence("active", "", NOW + timedelta(days=13), None, NOW), "warn", "licence-ends-soon"),
        (judge_licence("grace", "", NOW + timedelta(days=40), 7.5, NOW), "warn", "licence-grace"),
        (judge_licence("expired", "It ended.", NOW - timedelta(days=1), None, NOW), "bad", "licence-shut"),
        (judge_licence("locked", "Call us.", None, None, NOW), "bad", "licence-shut"),
        (judge_certificate(NOW + timedelta(days=70), None, NOW), "ok", "certificate-ok"),
        (judge_certificate(NOW + timedelta(days=29), None, NOW), "warn", "certificate-ends-soon"),
        (judge_certificate(NOW - timedelta(hours=1), None, NOW), "bad", "certificate-ended"),
        (judge_certificate(NOW + timedelta(days=800), NOW + timedelta(days=50), NOW), "warn", "certificate-not-served"),
        (judge_certificate(NOW + timedelta(days=800), NOW - timedelta(days=1), NOW), "bad", "certificate-not-served"),
        (judge_clock(NOW, NOW - timedelta(hours=3), True), "ok", "clock-ok"),
        (judge_clock(NOW, None, None), "ok", "clock-ok"),
        (judge_clock(NOW, None, False), "warn", "clock-alone"),
        (judge_clock(NOW, NOW + timedelta(days=2), True), "bad", "clock-went-back"),
        (judge_clock(NOW, NOW + timedelta(seconds=2), True), "ok", "clock-ok"),
        (judge_clock(datetime(1970, 1, 1, tzinfo=UTC), None, True), "bad", "clock-never-set"),
        (judge_database("ok", ""), "ok", "database-ok"),
        (judge_database("ok", "SQLite 3.40.1 can lose rows in WAL mode."), "warn", "database-slow-mode"),
        (judge_database("", ""), "bad", "database-silent"),
        (judge_database("row 3 missing from index", ""), "bad", "database-damaged"),
        (judge_broker(True), "ok", "broker-ok"),
        (judge_broker(False), "bad", "broker-away"),
        (judge_order_service("inside"), "ok", "order-service-ok"),
        (judge_order_service("silent"), "bad", "order-service-silent"),
        (judge_printer("Κουζίνα", "online", "", 0), "ok", "printer-ok"),
        (judge_printer("Κουζίνα", "online", "", 3), "warn", "printer-tickets-wait"),
        (judge_printer("Κουζίνα", "online", "paper_out", 3), "bad", "printer-not-ready"),
        (judge_printer("Κουζίνα", "offline", "", 0), "bad", "printer-agent-away"),
        (judge_backup(None, NOW), "warn", "backup-none"),
        (judge_backup(backups(None), NOW), "warn", "backup-none"),
        (judge_backup(backups(), NOW), "ok", "backup-ok"),
        (judge_backup(backups(is_separate=False), NOW), "warn", "backup-same-disk"),
        (judge_backup(backups(timedelta(minutes=16)), NOW), "bad", "backup-late"),
        (judge_backup(backups(trouble="medium-missing"), NOW), "bad", "backup-medium-missing"),
        (judge_backup(backups(None, trouble="medium-full"), NOW), "bad", "backup-medium-full"),
        (judge_backup(backups(trouble="failed"), NOW), "ok", "backup-ok"),  # the next try is in a minute
        (judge_backup(backups(timedelta(hours=1), trouble="failed"), NOW), "bad", "backup-failed"),
    ],
)
def test_what_was_measured_is_judged(finding: Finding, state: str, code: str) -> None:
    assert (finding.state, finding.code) == (state, code)
    assert bool(finding.do) == (state != "ok"), "whoever is told of trouble is told what to do, and nobody else"
    assert finding.says.endswith(".") or finding.code == "database-damaged"


def test_the_worst_finding_is_the_state_of_the_whole() -> None:
    well, late = judge_broker(True), judge_backup(backups(timedelta(hours=1)), NOW)
    assert worst([well]) == "ok"
    assert worst([well, judge_backup(None, NOW)]) == "warn"
    assert worst([late, well]) == "bad"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(5, "5 seconds"), (61, "1 minute"), (7200, "2 hours"), (86_400, "1 day"), (200_000, "2 days")],
)
def test_an_age_is_spoken_in_its_largest_unit(seconds: int, words: str) -> None:
    assert spoken(timedelta(seconds=seconds)) == words
