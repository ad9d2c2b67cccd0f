"""The tables of the site's database, SQLAlchemy Core. Money in cents, quantities in thousandths, times in UTC."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from kernel.schema import NAMING, UtcTime

metadata = MetaData(naming_convention=NAMING)

MAX_KEY = 2**31 - 1
"""No key in use is larger: whatever is asked for beyond it is not there."""

_Key = BigInteger().with_variant(Integer, "sqlite")
"""Eight bytes on both: PostgreSQL refuses to compare four with a larger number, and a browser counts to 2**53."""


def _key() -> Column[int]:
    return Column("id", _Key, primary_key=True)


def _time(name: str, **options: Any) -> Column[datetime]:
    return Column(name, UtcTime, **options)


def _names(length: int = 120) -> tuple[Column[str], Column[str]]:
    return Column("name", String(length), nullable=False), Column("name_en", String(length), nullable=False, default="")


# --- staff

users = Table(
    "users",
    metadata,
    _key(),
    Column("username", String(40), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("pin_hash", String(100), nullable=False),
    Column("role", String(12), nullable=False),
    Column("is_active", Boolean, nullable=False, default=True),
    Column("token_version", Integer, nullable=False, default=1),
    _time("created_at", nullable=False),
    CheckConstraint("role IN ('waiter', 'manager', 'sysadmin')", name="role"),
)

assistant_assignments = Table(
    "assistant_assignments",
    metadata,
    Column("waiter_id", ForeignKey("users.id"), primary_key=True),
    Column("assistant_id", ForeignKey("users.id"), primary_key=True),
    CheckConstraint("waiter_id <> assistant_id", name="not_oneself"),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("subject", String(80), primary_key=True),
    Column("failures", Integer, nullable=False),
    _time("last_at", nullable=False),
)
"""Wrong PINs by `account:...`, `address:192.168.1.7`, `device:...`, `known:...` and `box:2026-11-23`."""

known_devices = Table(
    "known_devices",
    metadata,
    Column("device", String(64), primary_key=True),
    Column("user_id", ForeignKey("users.id"), primary_key=True, index=True),
    _time("first_at", nullable=False),
    _time("last_at", nullable=False),
)
"""Who signed in on which device before; `device` is the hash of a cookie that only the device holds."""

# --- floor

table_groups = Table("table_groups", metadata, _key(), *_names(60), Column("sort_order", Integer, nullable=False))

tables = Table(
    "tables",
    metadata,
    _key(),
    Column("number", Integer, nullable=False, unique=True),
    Column("label", String(20), nullable=False),
    Column("is_active", Boolean, nullable=False, default=True),
    Column("group_id", ForeignKey("table_groups.id")),
)

# --- printing places

zones = Table("zones", metadata, Column("id", String(32), primary_key=True), *_names(60), _time("deleted_at"))

printers = Table(
    "printers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("zone_id", ForeignKey("zones.id"), nullable=False, index=True),
    Column("ip_address", String(45), nullable=False),
    Column("port", Integer, nullable=False, default=9100),
    Column("is_active", Boolean, nullable=False, default=True),
    Column("capabilities", JSON, nullable=False, default=dict),
    Column("rev", Integer, nullable=False, default=1),
    _time("deleted_at"),
    Column("mac", String(17), nullable=False, default=""),
    Column("is_paused", Boolean, nullable=False, default=False),
    Column("backup_id", ForeignKey("printers.id")),
    Column("takeover_after_s", Integer),
    Column("diverted_to", ForeignKey("printers.id")),
    _time("diverted_at"),
    Column("diverted_by", ForeignKey("users.id")),
)
"""`capabilities`: encoding, code_page, columns, status, fence, beep, cut ..., as in PrinterSettings.

`mac`: of its network card, as the last check saw it; it is found by that when its address changes.
`backup_id` takes over after so many seconds of trouble, or when a manager says so. `diverted_to` prints its tickets now
(`diverted_by` is nobody when the backup took over by itself).
"""

section_printers = Table(
    "section_printers",
    metadata,
    Column("zone_id", ForeignKey("zones.id"), primary_key=True),
    Column("section_id", ForeignKey("table_groups.id"), primary_key=True),
    Column("printer_id", ForeignKey("printers.id"), nullable=False),
)
"""Where a zone's tickets from one section of the floor come out: the nearest bar."""

# --- menu

categories = Table(
    "categories",
    metadata,
    _key(),
    *_names(60),
    Column("color", String(7), nullable=False, default="#46505c"),
    Column("sort_order", Integer, nullable=False, default=0),
    Column("printer_zone_id", ForeignKey("zones.id")),
    Column("course", Integer),
    Column("note_chips", JSON, nullable=False, default=list),
    _time("deleted_at"),
)
"""`course`: 1 is served first, none when it is of no course. `note_chips`: names in Greek and English."""

courses = Table("courses", metadata, Column("number", Integer, primary_key=True), *_names(40))
"""What a manager calls a course; those that nobody named have the names of `domain/course.py`."""

products = Table(
    "products",
    metadata,
    _key(),
    *_names(),
    Column("kitchen_name", String(120), nullable=False, default=""),
    Column("category_id", ForeignKey("categories.id"), nullable=False, index=True),
    Column("base_price_cents", Integer, nullable=False),
    Column("is_available", Boolean, nullable=False, default=True),
    Column("prints_nowhere", Boolean, nullable=False, default=False),
    Column("image_url", String(200)),
    Column("unit", String(8), nullable=False, default="piece"),
    Column("vat_rate_bp", Integer, nullable=False, default=1300),
    Column("course", Integer),
    Column("out_on", String(10), nullable=False, default=""),
    Column("sort_order", Integer, nullable=False, default=0),
    _time("deleted_at"),
    CheckConstraint("base_price_cents >= 0", name="price"),
    CheckConstraint("vat_rate_bp BETWEEN 0 AND 10000", name="vat_rate"),
)
"""`vat_rate_bp` in hundredths of a percent; `out_on`: the business day for which it is out (86)."""

product_zones = Table(
    "product_zones",
    metadata,
    Column("product_id", ForeignKey("products.id", ondelete="CASCADE"), primary_key=True),
    Column("zone_id", ForeignKey("zones.id"), primary_key=True, index=True),
    Column("sort_order", Integer, nullable=False, default=0),
)
"""Zones of a product's own; without any it goes to its category's, or nowhere when it `prints_nowhere`."""

product_options = Table(
    "product_options",
    metadata,
    _key(),
    Column("product_id", ForeignKey("products.id", ondelete="CASCADE"), nullable=False, index=True),
    *_names(),
    Column("extra_cost_cents", Integer, nullable=False, default=0),
    Column("sort_order", Integer, nullable=False, default=0),
    sqlite_autoincrement=True,
)

product_ingredients = Table(
    "product_ingredients",
    metadata,
    _key(),
    Column("product_id", ForeignKey("products.id", ondelete="CASCADE"), nullable=False, index=True),
    *_names(),
    Column("extra_cost_cents", Integer, nullable=False, default=0),
    Column("sort_order", Integer, nullable=False, default=0),
    sqlite_autoincrement=True,
)

product_preference_sets = Table(
    "product_preference_sets",
    metadata,
    _key(),
    Column("product_id", ForeignKey("products.id", ondelete="CASCADE"), nullable=False, index=True),
    *_names(),
    Column("min_choices", Integer, nullable=False, default=1),
    Column("max_choices", Integer, nullable=False, default=1),
    Column("sort_order", Integer, nullable=False, default=0),
    CheckConstraint("min_choices >= 0 AND max_choices >= 1 AND min_choices <= max_choices", name="choices"),
    sqlite_autoincrement=True,
)

product_preference_choices = Table(
    "product_preference_choices",
    metadata,
    _key(),
    Column(
        "preference_set_id",
        ForeignKey("product_preference_sets.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    *_names(),
    Column("price_delta_cents", Integer, nullable=False, default=0),
    Column("is_default", Boolean, nullable=False, default=False),
    Column("sort_order", Integer, nullable=False, default=0),
    sqlite_autoincrement=True,
)
"""Ids of options, ingredients and choices are never used again: a phone may still name one that was removed."""

# --- orders

_ACTIVE = "status IN ('open', 'partially_paid', 'paid')"

orders = Table(
    "orders",
    metadata,
    _key(),
    Column("table_id", ForeignKey("tables.id"), nullable=False),
    Column("opened_by", ForeignKey("users.id"), nullable=False),
    Column("status", String(16), nullable=False),
    Column("covers", Integer),
    Column("rev", Integer, nullable=False, default=1),
    Column("total_cents", Integer, nullable=False, default=0),
    Column("paid_cents", Integer, nullable=False, default=0),
    Column("rounds", Integer, nullable=False, default=0),
    Column("business_day", String(10), nullable=False, index=True),
    _time("opened_at", nullable=False),
    _time("closed_at"),
    Column("closed_by", ForeignKey("users.id")),
    Column("joined_into", ForeignKey("orders.id")),
    CheckConstraint("status IN ('open', 'partially_paid', 'paid', 'closed', 'cancelled')", name="status"),
    Index(
        "uq_orders_active_table",
        "table_id",
        unique=True,
        sqlite_where=text(_ACTIVE),
        postgresql_where=text(_ACTIVE),
    ),
    Index("ix_orders_table", "table_id", "id"),
    Index("ix_orders_opener", "opened_by", "id"),
    Index("ix_orders_status", "status", "id"),
)
"""`uq_orders_active_table`: one active order a table, held by the database itself.

`joined_into`: the order that took its last lines; it was closed because nothing was left on it.
"""

IS_ACTIVE = text(f"orders.{_ACTIVE}")
"""Orders at tables, in the very words of `uq_orders_active_table`: with bound values SQLite would read all ever."""

order_waiters = Table(
    "order_waiters",
    metadata,
    Column("order_id", ForeignKey("orders.id"), primary_key=True),
    Column("waiter_id", ForeignKey("users.id"), primary_key=True, index=True),
)

rounds = Table(
    "rounds",
    metadata,
    _key(),
    Column("order_id", ForeignKey("orders.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("fired_by", ForeignKey("users.id"), nullable=False),
    _time("fired_at", nullable=False),
    Column("correlation_id", String(64), nullable=False),
    UniqueConstraint("order_id", "number"),
)

order_items = Table(
    "order_items",
    metadata,
    _key(),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("round_id", ForeignKey("rounds.id"), nullable=False, index=True),
    Column("product_id", ForeignKey("products.id"), nullable=False),
    *_names(),
    Column("kitchen_name", String(120), nullable=False),
    Column("quantity_milli", Integer, nullable=False),
    Column("unit_price_cents", Integer, nullable=False),
    Column("line_total_cents", Integer, nullable=False),
    Column("options", JSON, nullable=False),
    Column("choices", JSON, nullable=False),
    Column("removed", JSON, nullable=False),
    Column("note", String(200), nullable=False, default=""),
    Column("status", String(8), nullable=False, default="fired"),
    Column("zone_ids", JSON, nullable=False),
    Column("unit", String(8), nullable=False, default="piece"),
    Column("course", Integer),
    Column("business_day", String(10), nullable=False, default="", index=True),
    Column("local_hour", Integer, nullable=False, default=0),
    Column("waiter_id", ForeignKey("users.id")),
    Column("section", String(60), nullable=False, default=""),
    Column("category_id", Integer),
    Column("category_name", String(60), nullable=False, default=""),
    Column("vat_rate_bp", Integer, nullable=False, default=1300),
    Column("discount_cents", Integer, nullable=False, default=0),
    Column("is_comped", Boolean, nullable=False, default=False),
    Column("paid_milli", Integer, nullable=False, default=0),
    Column("paid_cents", Integer, nullable=False, default=0),
    Column("cut_from", ForeignKey("order_items.id")),
    CheckConstraint("status IN ('held', 'fired', 'paid', 'void')", name="status"),
    CheckConstraint("quantity_milli > 0", name="quantity"),
    CheckConstraint("discount_cents BETWEEN 0 AND line_total_cents", name="discount"),
    CheckConstraint("paid_milli BETWEEN 0 AND quantity_milli", name="paid_quantity"),
    CheckConstraint("paid_cents BETWEEN 0 AND line_total_cents - discount_cents", name="paid"),
)
"""A snapshot of the product at the tap. Whether it is printed follows from the jobs that name it. A `held` line has
none yet. A line that moved to another order keeps the round it was sent in.

`paid_*` is what standing payments took of it. `cut_from`: the line of whose quantity this is a part; that line's ticket
is this one's.
"""

payments = Table(
    "payments",
    metadata,
    _key(),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("tender", String(8), nullable=False),
    Column("amount_cents", Integer, nullable=False),
    Column("taken_by", ForeignKey("users.id"), nullable=False),
    _time("taken_at", nullable=False),
    Column("business_day", String(10), nullable=False, index=True),
    _time("taken_back_at"),
    Column("taken_back_by", ForeignKey("users.id")),
    Column("take_back_reason", String(200), nullable=False, default=""),
    Column("taken_back_day", String(10), nullable=False, default="", index=True),
    CheckConstraint("tender IN ('cash', 'card', 'other')", name="tender"),
    CheckConstraint("amount_cents >= 0", name="amount"),
)
"""Money that a waiter took. One taken back stays, marked; what stands is what has no `taken_back_at`."""

payment_items = Table(
    "payment_items",
    metadata,
    Column("payment_id", ForeignKey("payments.id"), primary_key=True),
    Column("item_id", ForeignKey("order_items.id"), primary_key=True, index=True),
    Column("quantity_milli", Integer, nullable=False),
    Column("amount_cents", Integer, nullable=False),
)
"""What a payment paid of which line; the amounts add up to the payment."""

# --- the outbox: what is owed to printers and agents

_OPEN = "state IN ('new', 'sent', 'accepted', 'printing')"
_TROUBLE = "state IN ('failed', 'uncertain')"

print_jobs = Table(
    "print_jobs",
    metadata,
    Column("position", _Key, primary_key=True),
    Column("id", String(26), nullable=False, unique=True),
    Column("order_id", ForeignKey("orders.id"), index=True),
    Column("round_id", ForeignKey("rounds.id"), index=True),
    Column("zone_id", ForeignKey("zones.id"), nullable=False),
    Column("printer_id", ForeignKey("printers.id"), nullable=False),
    Column("ticket_number", Integer, nullable=False),
    Column("business_day", String(10), nullable=False),
    Column("document", JSON, nullable=False),
    Column("item_ids", JSON, nullable=False),
    Column("copy_mark", String(16), nullable=False, default=""),
    Column("copy_of", String(26)),
    Column("state", String(12), nullable=False, default="new"),
    Column("reason", String(20), nullable=False, default=""),
    Column("seq", Integer, nullable=False, default=-1),
    Column("tries", Integer, nullable=False, default=0),
    Column("copies_possible", Boolean, nullable=False, default=False),
    Column("correlation_id", String(64), nullable=False),
    Column("sender_id", ForeignKey("users.id")),
    _time("created_at", nullable=False),
    _time("stale_after", nullable=False),
    _time("updated_at", nullable=False),
    Column("meant_for", String(32)),
    Column("replaced_by", String(26)),
    Index(
        "ix_print_jobs_open",
        "printer_id",
        "position",
        sqlite_where=text(_OPEN),
        postgresql_where=text(_OPEN),
    ),
    Index("ix_print_jobs_number", "printer_id", "business_day", "ticket_number"),
    Index(
        "ix_print_jobs_trouble", "printer_id", "reason", sqlite_where=text(_TROUBLE), postgresql_where=text(_TROUBLE)
    ),
    Index(
        "ix_print_jobs_replaced",
        "replaced_by",
        sqlite_where=text("replaced_by IS NOT NULL"),
        postgresql_where=text("replaced_by IS NOT NULL"),
    ),
)
"""`position` is the order in which tickets were owed, whatever the wall clock said.

A report, a test or a catch-up slip is of no order; a slip that stands for tickets of several people has no sender.
`meant_for`: the printer whose ticket it is, when another one stands in. `replaced_by`: the job whose paper stands for
this one's: a copy, or a catch-up slip.
"""

IS_OPEN = text(f"print_jobs.{_OPEN}")
"""Jobs on their way, in the very words of `ix_print_jobs_open`: with bound values SQLite would read all jobs ever."""

IN_TROUBLE = text(f"print_jobs.{_TROUBLE}")
"""Jobs that somebody must settle, in the very words of `ix_print_jobs_trouble`."""

OLDEST_FIRST = print_jobs.c.position + 0
"""Sorts the few rows that were found; by the bare column SQLite would walk all jobs ever to spare itself the sort."""

print_log = Table(
    "print_log",
    metadata,
    _key(),
    Column("job_id", ForeignKey("print_jobs.id"), nullable=False, index=True),
    Column("order_id", ForeignKey("orders.id")),
    Column("printer_id", String(32), nullable=False),
    Column("attempt", Integer, nullable=False),
    _time("printed_at", nullable=False),
    Column("item_ids", JSON, nullable=False),
    Column("success", Boolean, nullable=False),
    Column("error_message", String(80), nullable=False, default=""),
    UniqueConstraint("job_id", "attempt", "success", "error_message"),
    Index("ix_print_log_printed", "printer_id", "id", sqlite_where=text("success"), postgresql_where=text("success")),
)
"""A row per attempt; an answer heard twice finds its row there."""

ticket_counters = Table(
    "ticket_counters",
    metadata,
    Column("printer_id", String(32), primary_key=True),
    Column("business_day", String(10), primary_key=True),
    Column("last_number", Integer, nullable=False),
)

agent_commands = Table(
    "agent_commands",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("printer_id", String(32), nullable=False, index=True),
    Column("action", String(10), nullable=False),
    Column("job_id", String(26), nullable=False),
    _time("created_at", nullable=False),
    _time("done_at"),
)
"""Cancels owed to an agent until it answers for the job."""

alerts = Table(
    "alerts",
    metadata,
    _key(),
    Column("job_id", ForeignKey("print_jobs.id"), nullable=False, unique=True),
    Column("order_id", ForeignKey("orders.id"), index=True),
    Column("sender_id", ForeignKey("users.id")),
    Column("cause", String(10), nullable=False),
    Column("reason", String(20), nullable=False, default=""),
    _time("raised_at", nullable=False),
    _time("acted_at"),
    Column("acted_by", ForeignKey("users.id")),
    Column("action", String(20), nullable=False, default=""),
    Index("ix_alerts_open", "id", sqlite_where=text("acted_at IS NULL"), postgresql_where=text("acted_at IS NULL")),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", String(40), nullable=False),
    Column("beat", Integer, nullable=False),
)
"""Who acts. A holder counts `beat` up; another may take over when it has not moved for a while on *its* clock."""

# --- business days and reports

adjustments = Table(
    "adjustments",
    metadata,
    _key(),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("order_item_id", ForeignKey("order_items.id"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("quantity_milli", Integer, nullable=False, default=0),
    Column("cents", Integer, nullable=False),
    Column("reason", String(200), nullable=False, default=""),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("business_day", String(10), nullable=False, index=True),
    _time("at", nullable=False),
    CheckConstraint("kind IN ('void', 'comp', 'discount')", name="kind"),
)
"""Append-only: what was taken off a line, on the day it was taken off; giving it back is a negative row."""

business_days = Table(
    "business_days",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("z_number", Integer, nullable=False, unique=True),
    _time("opened_at", nullable=False),
    _time("closed_at", nullable=False),
    Column("closed_by", ForeignKey("users.id"), nullable=False),
    Column("report", JSON, nullable=False),
)
"""Closed days. `report` is the Z as it was answered; nothing changes it later."""

sales_totals = Table(
    "sales_totals",
    metadata,
    Column("dimension", String(10), primary_key=True),
    Column("period", String(10), primary_key=True),
    Column("key", String(120), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("count", Integer, nullable=False),
    Column("quantity_milli", BigInteger, nullable=False),
    Column("gross_cents", BigInteger, nullable=False),
    Column("void_cents", BigInteger, nullable=False),
    Column("comp_cents", BigInteger, nullable=False),
    Column("discount_cents", BigInteger, nullable=False),
    Column("net_cents", BigInteger, nullable=False),
    Column("vat_cents", BigInteger, nullable=False),
)
"""Sums of closed days (`period` 2026-06-05) and of their months (2026-06): years are read as quickly as weeks."""

cash_ups = Table(
    "cash_ups",
    metadata,
    _key(),
    Column("business_day", String(10), nullable=False, index=True),
    Column("waiter_id", ForeignKey("users.id"), nullable=False),
    Column("float_cents", Integer, nullable=False),
    Column("counted_cents", Integer, nullable=False),
    Column("expected_cents", Integer, nullable=False),
    Column("difference_cents", Integer, nullable=False),
    Column("note", String(200), nullable=False, default=""),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    _time("at", nullable=False),
)
"""Append-only: a waiter's purse was counted; a later count of the same day replaces it on reports, not here."""

# --- memory of what was done

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("user_id", Integer, primary_key=True),
    Column("endpoint", String(120), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
    _time("created_at", nullable=False, index=True),
)

audit_log = Table(
    "audit_log",
    metadata,
    _key(),
    _time("at", nullable=False),
    Column("user_id", ForeignKey("users.id")),
    Column("action", String(40), nullable=False),
    Column("subject", String(60), nullable=False, index=True),
    Column("details", JSON, nullable=False),
    Column("reason", String(200), nullable=False, default=""),
    Column("correlation_id", String(64), nullable=False, default=""),
    Column("hash", String(64), nullable=False),
)
"""Append-only; `hash` covers the row and the hash before it."""

revisions = Table(
    "revisions",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("rev", Integer, nullable=False),
)
"""`menu`: counted up by every change of the menu, so that a cached menu can be checked with one read.
`license-serial`, `license-minute`: see `license_mark`."""
