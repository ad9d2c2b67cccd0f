"""The tables of the cloud, SQLAlchemy Core. Times in UTC."""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    false,
    true,
)

from kernel.schema import NAMING, UtcTime

metadata = MetaData(naming_convention=NAMING)

_Key = BigInteger().with_variant(Integer, "sqlite")


def _key() -> Column[int]:
    return Column("id", _Key, primary_key=True)


def _site(**options: Any) -> Column[str]:
    return Column("site_id", String(32), ForeignKey("sites.site_id"), nullable=False, **options)


admins = Table(
    "admins",
    metadata,
    _key(),
    Column("username", String(40), nullable=False, unique=True),
    Column("password_hash", String(100), nullable=False),
    Column("role", String(20), nullable=False, server_default="sysadmin"),
    Column("is_active", Boolean, nullable=False, server_default=true()),
    Column("token_version", Integer, nullable=False, server_default="1"),
    Column("created_at", UtcTime, nullable=False),
)

sites = Table(
    "sites",
    metadata,
    _key(),
    Column("site_id", String(32), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("owner_name", String(80), nullable=False),
    Column("contact_email", String(254), nullable=False),
    Column("contact_phone", String(30), nullable=False, server_default=""),
    Column("note", String(500), nullable=False, server_default=""),
    Column("time_zone", String(40), nullable=False),
    Column("search_key", Text, nullable=False),
    Column("is_active", Boolean, nullable=False, server_default=true()),
    Column("is_locked", Boolean, nullable=False, server_default=false()),
    Column("lock_reason", String(300)),
    Column("lock_at", UtcTime),
    Column("license_expires_at", UtcTime, nullable=False),
    Column("offline_hours", Integer, nullable=False, server_default="24"),
    Column("serial", BigInteger, nullable=False, server_default="1"),
    Column("created_at", UtcTime, nullable=False),
    Column("deregistered_at", UtcTime),
)

site_keys = Table(
    "site_keys",
    metadata,
    _key(),
    _site(),
    Column("secret_key_hash", String(64), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
    Index("ix_site_keys_site_id", "site_id"),
)

presence = Table(
    "site_presence",
    metadata,
    _site(primary_key=True),
    Column("last_seen_at", UtcTime, nullable=False),
    Column("last_seen_ip", String(45), nullable=False),
    Column("version", String(40), nullable=False),
    Column("uptime_s", BigInteger),
    Column("health", JSON, nullable=False),
)
"""What the last heartbeat said; apart from `sites`, so that 100,000 boxes never stand in the way of one lock."""

heartbeats = Table(
    "heartbeat_windows",
    metadata,
    _site(primary_key=True),
    Column("slot", Integer, primary_key=True, autoincrement=False),
    Column("window_at", UtcTime, nullable=False),
    Column("last_at", UtcTime, nullable=False),
    Column("beats", Integer, nullable=False),
    Column("ip", String(45), nullable=False),
    Column("version", String(40), nullable=False),
    Column("health", JSON, nullable=False),
)
"""A ring of windows a site: it never grows (store/presence.py)."""

audit_log = Table(
    "audit_log",
    metadata,
    _key(),
    Column("at", UtcTime, nullable=False),
    Column("admin_id", _Key, ForeignKey("admins.id")),
    Column("action", String(40), nullable=False),
    Column("site_id", String(32)),
    Column("details", JSON, nullable=False),
    Column("reason", String(300), nullable=False, server_default=""),
    Column("correlation_id", String(64), nullable=False, server_default=""),
    Column("hash", String(64), nullable=False),
    Index("ix_audit_log_site_id", "site_id", "id"),
    Index("ix_audit_log_action", "action", "at"),
)

signing_keys = Table(
    "signing_keys",
    metadata,
    Column("kid", String(16), primary_key=True),
    Column("public_key", String(43), nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("is_current", Boolean, nullable=False),
)
"""Which key signs; a worker with another one does not start."""

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("subject", String(120), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", UtcTime, nullable=False),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("admin_id", _Key, primary_key=True, autoincrement=False),
    Column("endpoint", String(160), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)
