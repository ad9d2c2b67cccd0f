"""What leaves the box with a heartbeat, and what does not."""

from datetime import UTC, datetime, timedelta

from license_daemon.fleet_report import fleet_health

NOW = datetime(2026, 6, 5, 12, 0, tzinfo=UTC)
SAID = {
    "status": "ok",
    "on_paper_share": 0.987,
    "printers_in_trouble": 1,
    "backup_age_s": 240,
    "disk_free_mb": 12_000,
    "warnings": ["Μαρία"],
    "license": {"reason": "x"},
}


def told(said, cloud_now=NOW):
    return fleet_health(said, NOW, cloud_now).model_dump(exclude_none=True)


def test_shares_ages_and_the_clock_and_no_word_of_the_business():
    assert told(SAID, NOW - timedelta(minutes=3)) == {
        "on_paper_within_5s": 0.987,
        "printers_in_trouble": 1,
        "backup_age_s": 240,
        "disk_free_mb": 12_000,
        "clock_offset_s": 180.0,
    }


def test_what_makes_no_sense_is_left_out_and_the_rest_is_told():
    absurd = SAID | {"on_paper_share": 17, "disk_free_mb": "much", "backup_age_s": None}
    assert told(absurd) == {"printers_in_trouble": 1, "clock_offset_s": 0.0}
    assert told({}, None) == {}
