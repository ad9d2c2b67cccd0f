"""Printing: papers of no order, stand-ins, printers near a section, and who takes care of what."""

import sqlalchemy as sa
from alembic import op

from kernel.schema import UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TROUBLE = sa.text("state IN ('failed', 'uncertain')")
_REPLACED = sa.text("replaced_by IS NOT NULL")
_SUCCESS = sa.text("success")


def upgrade() -> None:
    """Reports, tests and catch-up slips belong to no order; a slip that was gathered has no sender."""
    with op.batch_alter_table("print_jobs") as print_jobs:
        print_jobs.alter_column("order_id", existing_type=_KEY, nullable=True)
        print_jobs.alter_column("sender_id", existing_type=_KEY, nullable=True)
        print_jobs.add_column(sa.Column("meant_for", sa.String(length=32), nullable=True))
        print_jobs.add_column(sa.Column("replaced_by", sa.String(length=26), nullable=True))
        print_jobs.create_index("ix_print_jobs_trouble", ["printer_id", "reason"], **_where(_TROUBLE))
        print_jobs.create_index("ix_print_jobs_replaced", ["replaced_by"], **_where(_REPLACED))
    with op.batch_alter_table("print_log") as print_log:
        print_log.alter_column("order_id", existing_type=_KEY, nullable=True)
        print_log.create_index("ix_print_log_printed", ["printer_id", "id"], **_where(_SUCCESS))
    with op.batch_alter_table("alerts") as alerts:
        alerts.alter_column("order_id", existing_type=_KEY, nullable=True)
        alerts.alter_column("sender_id", existing_type=_KEY, nullable=True)
    with op.batch_alter_table("printers") as printers:
        printers.add_column(sa.Column("mac", sa.String(length=17), nullable=False, server_default=""))
        printers.add_column(sa.Column("is_paused", sa.Boolean(), nullable=False, server_default=sa.false()))
        printers.add_column(sa.Column("backup_id", sa.String(length=32), nullable=True))
        printers.add_column(sa.Column("takeover_after_s", sa.Integer(), nullable=True))
        printers.add_column(sa.Column("diverted_to", sa.String(length=32), nullable=True))
        printers.add_column(sa.Column("diverted_at", UtcTime(), nullable=True))
        printers.add_column(sa.Column("diverted_by", _KEY, nullable=True))
        printers.create_foreign_key(op.f("fk_printers_backup_id_printers"), "printers", ["backup_id"], ["id"])
        printers.create_foreign_key(op.f("fk_printers_diverted_to_printers"), "printers", ["diverted_to"], ["id"])
        printers.create_foreign_key(op.f("fk_printers_diverted_by_users"), "users", ["diverted_by"], ["id"])
    op.create_table(
        "section_printers",
        sa.Column("zone_id", sa.String(length=32), nullable=False),
        sa.Column("section_id", _KEY, nullable=False),
        sa.Column("printer_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["printer_id"], ["printers.id"], name=op.f("fk_section_printers_printer_id_printers")),
        sa.ForeignKeyConstraint(
            ["section_id"], ["table_groups.id"], name=op.f("fk_section_printers_section_id_table_groups")
        ),
        sa.ForeignKeyConstraint(["zone_id"], ["zones.id"], name=op.f("fk_section_printers_zone_id_zones")),
        sa.PrimaryKeyConstraint("zone_id", "section_id", name=op.f("pk_section_printers")),
    )


def _where(condition: sa.TextClause) -> dict[str, sa.TextClause]:
    return {"sqlite_where": condition, "postgresql_where": condition}
