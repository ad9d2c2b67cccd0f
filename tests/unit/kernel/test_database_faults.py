"""What a database's failure means, by its words (SQLite) or its code (PostgreSQL)."""

import pytest
from sqlalchemy.exc import OperationalError

from kernel.database_faults import fault_behind, is_clash, is_fault, is_full


class ServerError(Exception):
    """As the driver raises it."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__("words in any language")
        self.sqlstate = sqlstate


def error(cause: str) -> OperationalError:
    orig = ServerError(cause) if len(cause) == 5 else Exception(cause)
    return OperationalError("SELECT 1", {}, orig)


@pytest.mark.parametrize(
    ("cause", "clash", "fault", "full"),
    [
        ("40001", True, True, False),
        ("40P01", True, True, False),
        ("55P03", False, True, False),
        ("57P01", False, True, False),
        ("08006", False, True, False),
        ("25006", False, True, False),
        ("53100", False, True, True),
        ("53300", False, True, False),
        ("23505", False, False, False),
        ("42P01", False, False, False),
        ("22003", False, False, False),
        ("disk I/O error", False, True, False),
        ("database or disk is full", False, True, True),
        ("database disk image is malformed", False, True, False),
        ("UNIQUE constraint failed: orders.table_id", False, False, False),
        ("no such table: nowhere", False, False, False),
    ],
)
def test_a_failure_is_ours_or_the_database_s(cause: str, clash: bool, fault: bool, full: bool) -> None:
    found = error(cause)
    assert (is_clash(found), is_fault(found), is_full(found)) == (clash, fault, full)


def test_the_first_reason_is_the_one_that_counts() -> None:
    gone = error("no such savepoint: command")
    gone.__context__ = error("database or disk is full")
    assert fault_behind(gone) is gone.__context__
    assert fault_behind(ValueError("ours")) is None
