"""What a manager set of the house's rules: the last word of the audit trail; until then the settings hold."""

from dataclasses import fields, replace
from typing import Any, Final

from sqlalchemy import Connection, desc, select

from order_service.domain.house_rules import HouseRules
from order_service.store.audit import record
from order_service.store.tables import audit_log
from order_service.store.unit_of_work import UnitOfWork

SUBJECT = "house"
SET = "house_set"
KEPT: Final = (
    "restaurant_name",
    "restaurant_details",
    "waiters_may_discount",
    "day_starts_at_hour",
    "hour_before",
    "hour_since",
)
"""Fields of HouseRules that the book knows better than the environment."""

_LAST = (
    select(audit_log.c.details)
    .where(audit_log.c.subject == SUBJECT, audit_log.c.action == SET)
    .order_by(desc(audit_log.c.id))
    .limit(1)
)


def rules_by_the_book(connection: Connection, rules: HouseRules) -> HouseRules:
    """`rules` as the settings have them, with what a manager set since."""
    known: dict[str, Any] = connection.scalar(_LAST) or {}
    names = {field.name for field in fields(HouseRules)} & set(KEPT)
    return replace(rules, **{name: value for name, value in known.items() if name in names})


def keep_rules(unit: UnitOfWork, rules: HouseRules, user_id: int, correlation_id: str) -> None:
    """Write down what a manager set."""
    details = {name: getattr(rules, name) for name in KEPT}
    record(unit, user_id, SET, SUBJECT, details, correlation_id=correlation_id)
