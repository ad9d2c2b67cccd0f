"""The first tables."""

import sqlalchemy as sa
from alembic import op

from kernel.schema import UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "agent_commands",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("printer_id", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("job_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("done_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent_commands")),
    )
    op.create_index(op.f("ix_agent_commands_printer_id"), "agent_commands", ["printer_id"], unique=False)
    op.create_table(
        "courses",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_courses")),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("endpoint", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "endpoint", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_index(op.f("ix_idempotency_keys_created_at"), "idempotency_keys", ["created_at"], unique=False)
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("beat", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "revisions",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_revisions")),
    )
    op.create_table(
        "sales_totals",
        sa.Column("dimension", sa.String(length=10), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("quantity_milli", sa.BigInteger(), nullable=False),
        sa.Column("gross_cents", sa.BigInteger(), nullable=False),
        sa.Column("void_cents", sa.BigInteger(), nullable=False),
        sa.Column("comp_cents", sa.BigInteger(), nullable=False),
        sa.Column("discount_cents", sa.BigInteger(), nullable=False),
        sa.Column("net_cents", sa.BigInteger(), nullable=False),
        sa.Column("vat_cents", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("dimension", "period", "key", name=op.f("pk_sales_totals")),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_sign_in_failures")),
    )
    op.create_table(
        "table_groups",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_groups")),
    )
    op.create_table(
        "ticket_counters",
        sa.Column("printer_id", sa.String(length=32), nullable=False),
        sa.Column("business_day", sa.String(length=10), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("printer_id", "business_day", name=op.f("pk_ticket_counters")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("pin_hash", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("token_version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.CheckConstraint("role IN ('waiter', 'manager', 'sysadmin')", name=op.f("ck_users_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("username", name=op.f("uq_users_username")),
    )
    op.create_table(
        "zones",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zones")),
    )
    op.create_table(
        "assistant_assignments",
        sa.Column("waiter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assistant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("waiter_id <> assistant_id", name=op.f("ck_assistant_assignments_not_oneself")),
        sa.ForeignKeyConstraint(
            ["assistant_id"], ["users.id"], name=op.f("fk_assistant_assignments_assistant_id_users")
        ),
        sa.ForeignKeyConstraint(["waiter_id"], ["users.id"], name=op.f("fk_assistant_assignments_waiter_id_users")),
        sa.PrimaryKeyConstraint("waiter_id", "assistant_id", name=op.f("pk_assistant_assignments")),
    )
    op.create_table(
        "audit_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("correlation_id", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_audit_log_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
    )
    op.create_index(op.f("ix_audit_log_subject"), "audit_log", ["subject"], unique=False)
    op.create_table(
        "business_days",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("z_number", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=False),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by"], ["users.id"], name=op.f("fk_business_days_closed_by_users")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_business_days")),
        sa.UniqueConstraint("z_number", name=op.f("uq_business_days_z_number")),
    )
    op.create_table(
        "cash_ups",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("business_day", sa.String(length=10), nullable=False),
        sa.Column("waiter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("float_cents", sa.Integer(), nullable=False),
        sa.Column("counted_cents", sa.Integer(), nullable=False),
        sa.Column("expected_cents", sa.Integer(), nullable=False),
        sa.Column("difference_cents", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_cash_ups_user_id_users")),
        sa.ForeignKeyConstraint(["waiter_id"], ["users.id"], name=op.f("fk_cash_ups_waiter_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_ups")),
    )
    op.create_index(op.f("ix_cash_ups_business_day"), "cash_ups", ["business_day"], unique=False)
    op.create_table(
        "categories",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("color", sa.String(length=7), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("printer_zone_id", sa.String(length=32), nullable=True),
        sa.Column("course", sa.Integer(), nullable=True),
        sa.Column("note_chips", sa.JSON(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["printer_zone_id"], ["zones.id"], name=op.f("fk_categories_printer_zone_id_zones")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
    )
    op.create_table(
        "known_devices",
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first_at", UtcTime(), nullable=False),
        sa.Column("last_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_known_devices_user_id_users")),
        sa.PrimaryKeyConstraint("device", "user_id", name=op.f("pk_known_devices")),
    )
    op.create_index(op.f("ix_known_devices_user_id"), "known_devices", ["user_id"], unique=False)
    op.create_table(
        "printers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("zone_id", sa.String(length=32), nullable=False),
        sa.Column("ip_address", sa.String(length=45), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("capabilities", sa.JSON(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["zone_id"], ["zones.id"], name=op.f("fk_printers_zone_id_zones")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printers")),
    )
    op.create_index(op.f("ix_printers_zone_id"), "printers", ["zone_id"], unique=False)
    op.create_table(
        "tables",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["table_groups.id"], name=op.f("fk_tables_group_id_table_groups")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tables")),
        sa.UniqueConstraint("number", name=op.f("uq_tables_number")),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("table_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("covers", sa.Integer(), nullable=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.Column("paid_cents", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("business_day", sa.String(length=10), nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("joined_into", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "status IN ('open', 'partially_paid', 'paid', 'closed', 'cancelled')", name=op.f("ck_orders_status")
        ),
        sa.ForeignKeyConstraint(["closed_by"], ["users.id"], name=op.f("fk_orders_closed_by_users")),
        sa.ForeignKeyConstraint(["joined_into"], ["orders.id"], name=op.f("fk_orders_joined_into_orders")),
        sa.ForeignKeyConstraint(["opened_by"], ["users.id"], name=op.f("fk_orders_opened_by_users")),
        sa.ForeignKeyConstraint(["table_id"], ["tables.id"], name=op.f("fk_orders_table_id_tables")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
    )
    op.create_index(op.f("ix_orders_business_day"), "orders", ["business_day"], unique=False)
    op.create_index("ix_orders_opener", "orders", ["opened_by", "id"], unique=False)
    op.create_index("ix_orders_status", "orders", ["status", "id"], unique=False)
    op.create_index("ix_orders_table", "orders", ["table_id", "id"], unique=False)
    op.create_index(
        "uq_orders_active_table",
        "orders",
        ["table_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('open', 'partially_paid', 'paid')"),
        postgresql_where=sa.text("status IN ('open', 'partially_paid', 'paid')"),
    )
    op.create_table(
        "products",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("kitchen_name", sa.String(length=120), nullable=False),
        sa.Column("category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("base_price_cents", sa.Integer(), nullable=False),
        sa.Column("is_available", sa.Boolean(), nullable=False),
        sa.Column("prints_nowhere", sa.Boolean(), nullable=False),
        sa.Column("image_url", sa.String(length=200), nullable=True),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("vat_rate_bp", sa.Integer(), nullable=False),
        sa.Column("course", sa.Integer(), nullable=True),
        sa.Column("out_on", sa.String(length=10), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.CheckConstraint("base_price_cents >= 0", name=op.f("ck_products_price")),
        sa.CheckConstraint("vat_rate_bp BETWEEN 0 AND 10000", name=op.f("ck_products_vat_rate")),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_products_category_id_categories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
    )
    op.create_index(op.f("ix_products_category_id"), "products", ["category_id"], unique=False)
    op.create_table(
        "order_waiters",
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("waiter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_waiters_order_id_orders")),
        sa.ForeignKeyConstraint(["waiter_id"], ["users.id"], name=op.f("fk_order_waiters_waiter_id_users")),
        sa.PrimaryKeyConstraint("order_id", "waiter_id", name=op.f("pk_order_waiters")),
    )
    op.create_index(op.f("ix_order_waiters_waiter_id"), "order_waiters", ["waiter_id"], unique=False)
    op.create_table(
        "payments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tender", sa.String(length=8), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taken_at", UtcTime(), nullable=False),
        sa.Column("business_day", sa.String(length=10), nullable=False),
        sa.Column("taken_back_at", UtcTime(), nullable=True),
        sa.Column("taken_back_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("take_back_reason", sa.String(length=200), nullable=False),
        sa.Column("taken_back_day", sa.String(length=10), nullable=False),
        sa.CheckConstraint("tender IN ('cash', 'card', 'other')", name=op.f("ck_payments_tender")),
        sa.CheckConstraint("amount_cents >= 0", name=op.f("ck_payments_amount")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_payments_order_id_orders")),
        sa.ForeignKeyConstraint(["taken_back_by"], ["users.id"], name=op.f("fk_payments_taken_back_by_users")),
        sa.ForeignKeyConstraint(["taken_by"], ["users.id"], name=op.f("fk_payments_taken_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
    )
    op.create_index(op.f("ix_payments_business_day"), "payments", ["business_day"], unique=False)
    op.create_index(op.f("ix_payments_order_id"), "payments", ["order_id"], unique=False)
    op.create_index(op.f("ix_payments_taken_back_day"), "payments", ["taken_back_day"], unique=False)
    op.create_table(
        "product_ingredients",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("extra_cost_cents", sa.Integer(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_ingredients_product_id_products"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_ingredients")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_product_ingredients_product_id"), "product_ingredients", ["product_id"], unique=False)
    op.create_table(
        "product_options",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("extra_cost_cents", sa.Integer(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_options_product_id_products"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_options")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_product_options_product_id"), "product_options", ["product_id"], unique=False)
    op.create_table(
        "product_preference_sets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("min_choices", sa.Integer(), nullable=False),
        sa.Column("max_choices", sa.Integer(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "min_choices >= 0 AND max_choices >= 1 AND min_choices <= max_choices",
            name=op.f("ck_product_preference_sets_choices"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
            name=op.f("fk_product_preference_sets_product_id_products"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_preference_sets")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_product_preference_sets_product_id"), "product_preference_sets", ["product_id"], unique=False
    )
    op.create_table(
        "product_zones",
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("zone_id", sa.String(length=32), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_zones_product_id_products"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["zone_id"], ["zones.id"], name=op.f("fk_product_zones_zone_id_zones")),
        sa.PrimaryKeyConstraint("product_id", "zone_id", name=op.f("pk_product_zones")),
    )
    op.create_index(op.f("ix_product_zones_zone_id"), "product_zones", ["zone_id"], unique=False)
    op.create_table(
        "rounds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fired_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fired_at", UtcTime(), nullable=False),
        sa.Column("correlation_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["fired_by"], ["users.id"], name=op.f("fk_rounds_fired_by_users")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_rounds_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_rounds_order_id")),
    )
    op.create_table(
        "order_items",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("kitchen_name", sa.String(length=120), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("unit_price_cents", sa.Integer(), nullable=False),
        sa.Column("line_total_cents", sa.Integer(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("zone_ids", sa.JSON(), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("course", sa.Integer(), nullable=True),
        sa.Column("business_day", sa.String(length=10), nullable=False),
        sa.Column("local_hour", sa.Integer(), nullable=False),
        sa.Column("waiter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("category_name", sa.String(length=60), nullable=False),
        sa.Column("vat_rate_bp", sa.Integer(), nullable=False),
        sa.Column("discount_cents", sa.Integer(), nullable=False),
        sa.Column("is_comped", sa.Boolean(), nullable=False),
        sa.Column("paid_milli", sa.Integer(), nullable=False),
        sa.Column("paid_cents", sa.Integer(), nullable=False),
        sa.Column("cut_from", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("status IN ('held', 'fired', 'paid', 'void')", name=op.f("ck_order_items_status")),
        sa.CheckConstraint("discount_cents BETWEEN 0 AND line_total_cents", name=op.f("ck_order_items_discount")),
        sa.CheckConstraint(
            "paid_cents BETWEEN 0 AND line_total_cents - discount_cents", name=op.f("ck_order_items_paid")
        ),
        sa.CheckConstraint("paid_milli BETWEEN 0 AND quantity_milli", name=op.f("ck_order_items_paid_quantity")),
        sa.CheckConstraint("quantity_milli > 0", name=op.f("ck_order_items_quantity")),
        sa.ForeignKeyConstraint(["cut_from"], ["order_items.id"], name=op.f("fk_order_items_cut_from_order_items")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_items_order_id_orders")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_order_items_product_id_products")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_order_items_round_id_rounds")),
        sa.ForeignKeyConstraint(["waiter_id"], ["users.id"], name=op.f("fk_order_items_waiter_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_items")),
    )
    op.create_index(op.f("ix_order_items_business_day"), "order_items", ["business_day"], unique=False)
    op.create_index(op.f("ix_order_items_order_id"), "order_items", ["order_id"], unique=False)
    op.create_index(op.f("ix_order_items_round_id"), "order_items", ["round_id"], unique=False)
    op.create_table(
        "print_jobs",
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("zone_id", sa.String(length=32), nullable=False),
        sa.Column("printer_id", sa.String(length=32), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("business_day", sa.String(length=10), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("item_ids", sa.JSON(), nullable=False),
        sa.Column("copy_mark", sa.String(length=16), nullable=False),
        sa.Column("copy_of", sa.String(length=26), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("copies_possible", sa.Boolean(), nullable=False),
        sa.Column("correlation_id", sa.String(length=64), nullable=False),
        sa.Column("sender_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("stale_after", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_print_jobs_order_id_orders")),
        sa.ForeignKeyConstraint(["printer_id"], ["printers.id"], name=op.f("fk_print_jobs_printer_id_printers")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_print_jobs_round_id_rounds")),
        sa.ForeignKeyConstraint(["sender_id"], ["users.id"], name=op.f("fk_print_jobs_sender_id_users")),
        sa.ForeignKeyConstraint(["zone_id"], ["zones.id"], name=op.f("fk_print_jobs_zone_id_zones")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_print_jobs")),
        sa.UniqueConstraint("id", name=op.f("uq_print_jobs_id")),
    )
    op.create_index("ix_print_jobs_number", "print_jobs", ["printer_id", "business_day", "ticket_number"], unique=False)
    op.create_index(
        "ix_print_jobs_open",
        "print_jobs",
        ["printer_id", "position"],
        unique=False,
        sqlite_where=sa.text("state IN ('new', 'sent', 'accepted', 'printing')"),
        postgresql_where=sa.text("state IN ('new', 'sent', 'accepted', 'printing')"),
    )
    op.create_index(op.f("ix_print_jobs_order_id"), "print_jobs", ["order_id"], unique=False)
    op.create_index(op.f("ix_print_jobs_round_id"), "print_jobs", ["round_id"], unique=False)
    op.create_table(
        "product_preference_choices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("preference_set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("price_delta_cents", sa.Integer(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["preference_set_id"],
            ["product_preference_sets.id"],
            name=op.f("fk_product_preference_choices_preference_set_id_product_preference_sets"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_preference_choices")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_product_preference_choices_preference_set_id"),
        "product_preference_choices",
        ["preference_set_id"],
        unique=False,
    )
    op.create_table(
        "adjustments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("business_day", sa.String(length=10), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.CheckConstraint("kind IN ('void', 'comp', 'discount')", name=op.f("ck_adjustments_kind")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_adjustments_order_id_orders")),
        sa.ForeignKeyConstraint(
            ["order_item_id"], ["order_items.id"], name=op.f("fk_adjustments_order_item_id_order_items")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_adjustments_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustments")),
    )
    op.create_index(op.f("ix_adjustments_business_day"), "adjustments", ["business_day"], unique=False)
    op.create_index(op.f("ix_adjustments_order_id"), "adjustments", ["order_id"], unique=False)
    op.create_table(
        "alerts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("job_id", sa.String(length=26), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sender_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cause", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("raised_at", UtcTime(), nullable=False),
        sa.Column("acted_at", UtcTime(), nullable=True),
        sa.Column("acted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["acted_by"], ["users.id"], name=op.f("fk_alerts_acted_by_users")),
        sa.ForeignKeyConstraint(["job_id"], ["print_jobs.id"], name=op.f("fk_alerts_job_id_print_jobs")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_alerts_order_id_orders")),
        sa.ForeignKeyConstraint(["sender_id"], ["users.id"], name=op.f("fk_alerts_sender_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("job_id", name=op.f("uq_alerts_job_id")),
    )
    op.create_index(
        "ix_alerts_open",
        "alerts",
        ["id"],
        unique=False,
        sqlite_where=sa.text("acted_at IS NULL"),
        postgresql_where=sa.text("acted_at IS NULL"),
    )
    op.create_index(op.f("ix_alerts_order_id"), "alerts", ["order_id"], unique=False)
    op.create_table(
        "payment_items",
        sa.Column("payment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["order_items.id"], name=op.f("fk_payment_items_item_id_order_items")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_payment_items_payment_id_payments")),
        sa.PrimaryKeyConstraint("payment_id", "item_id", name=op.f("pk_payment_items")),
    )
    op.create_index(op.f("ix_payment_items_item_id"), "payment_items", ["item_id"], unique=False)
    op.create_table(
        "print_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("job_id", sa.String(length=26), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("printer_id", sa.String(length=32), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("printed_at", UtcTime(), nullable=False),
        sa.Column("item_ids", sa.JSON(), nullable=False),
        sa.Column("success", sa.Boolean(), nullable=False),
        sa.Column("error_message", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["print_jobs.id"], name=op.f("fk_print_log_job_id_print_jobs")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_print_log_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_log")),
        sa.UniqueConstraint("job_id", "attempt", "success", "error_message", name=op.f("uq_print_log_job_id")),
    )
    op.create_index(op.f("ix_print_log_job_id"), "print_log", ["job_id"], unique=False)


def downgrade() -> None:
    """Drop every table."""
    op.drop_index(op.f("ix_print_log_job_id"), table_name="print_log")
    op.drop_table("print_log")
    op.drop_index(op.f("ix_payment_items_item_id"), table_name="payment_items")
    op.drop_table("payment_items")
    op.drop_index(op.f("ix_alerts_order_id"), table_name="alerts")
    op.drop_index(
        "ix_alerts_open",
        table_name="alerts",
        sqlite_where=sa.text("acted_at IS NULL"),
        postgresql_where=sa.text("acted_at IS NULL"),
    )
    op.drop_table("alerts")
    op.drop_index(op.f("ix_adjustments_order_id"), table_name="adjustments")
    op.drop_index(op.f("ix_adjustments_business_day"), table_name="adjustments")
    op.drop_table("adjustments")
    op.drop_index(op.f("ix_product_preference_choices_preference_set_id"), table_name="product_preference_choices")
    op.drop_table("product_preference_choices")
    op.drop_index(op.f("ix_print_jobs_round_id"), table_name="print_jobs")
    op.drop_index(op.f("ix_print_jobs_order_id"), table_name="print_jobs")
    op.drop_index(
        "ix_print_jobs_open",
        table_name="print_jobs",
        sqlite_where=sa.text("state IN ('new', 'sent', 'accepted', 'printing')"),
        postgresql_where=sa.text("state IN ('new', 'sent', 'accepted', 'printing')"),
    )
    op.drop_index("ix_print_jobs_number", table_name="print_jobs")
    op.drop_table("print_jobs")
    op.drop_index(op.f("ix_order_items_round_id"), table_name="order_items")
    op.drop_index(op.f("ix_order_items_order_id"), table_name="order_items")
    op.drop_index(op.f("ix_order_items_business_day"), table_name="order_items")
    op.drop_table("order_items")
    op.drop_table("rounds")
    op.drop_index(op.f("ix_product_zones_zone_id"), table_name="product_zones")
    op.drop_table("product_zones")
    op.drop_index(op.f("ix_product_preference_sets_product_id"), table_name="product_preference_sets")
    op.drop_table("product_preference_sets")
    op.drop_index(op.f("ix_product_options_product_id"), table_name="product_options")
    op.drop_table("product_options")
    op.drop_index(op.f("ix_product_ingredients_product_id"), table_name="product_ingredients")
    op.drop_table("product_ingredients")
    op.drop_index(op.f("ix_payments_taken_back_day"), table_name="payments")
    op.drop_index(op.f("ix_payments_order_id"), table_name="payments")
    op.drop_index(op.f("ix_payments_business_day"), table_name="payments")
    op.drop_table("payments")
    op.drop_index(op.f("ix_order_waiters_waiter_id"), table_name="order_waiters")
    op.drop_table("order_waiters")
    op.drop_index(op.f("ix_products_category_id"), table_name="products")
    op.drop_table("products")
    op.drop_index(
        "uq_orders_active_table",
        table_name="orders",
        sqlite_where=sa.text("status IN ('open', 'partially_paid', 'paid')"),
        postgresql_where=sa.text("status IN ('open', 'partially_paid', 'paid')"),
    )
    op.drop_index("ix_orders_table", table_name="orders")
    op.drop_index("ix_orders_status", table_name="orders")
    op.drop_index("ix_orders_opener", table_name="orders")
    op.drop_index(op.f("ix_orders_business_day"), table_name="orders")
    op.drop_table("orders")
    op.drop_table("tables")
    op.drop_index(op.f("ix_printers_zone_id"), table_name="printers")
    op.drop_table("printers")
    op.drop_index(op.f("ix_known_devices_user_id"), table_name="known_devices")
    op.drop_table("known_devices")
    op.drop_table("categories")
    op.drop_index(op.f("ix_cash_ups_business_day"), table_name="cash_ups")
    op.drop_table("cash_ups")
    op.drop_table("business_days")
    op.drop_index(op.f("ix_audit_log_subject"), table_name="audit_log")
    op.drop_table("audit_log")
    op.drop_table("assistant_assignments")
    op.drop_table("zones")
    op.drop_table("users")
    op.drop_table("ticket_counters")
    op.drop_table("table_groups")
    op.drop_table("sign_in_failures")
    op.drop_table("sales_totals")
    op.drop_table("revisions")
    op.drop_table("leases")
    op.drop_index(op.f("ix_idempotency_keys_created_at"), table_name="idempotency_keys")
    op.drop_table("idempotency_keys")
    op.drop_table("courses")
    op.drop_index(op.f("ix_agent_commands_printer_id"), table_name="agent_commands")
    op.drop_table("agent_commands")
