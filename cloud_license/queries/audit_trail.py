"""Every action of every sysadmin, the latest first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, desc, select

from cloud_license.store.tables import admins, audit_log, sites


def audit_trail(connection: Connection, before: int | None, limit: int) -> Sequence[Row[Any]]:
    """Rows with the names of who and where; `before` is an id."""
    query = (
        select(audit_log, admins.c.username, sites.c.name.label("site_name"))
        .outerjoin(admins, admins.c.id == audit_log.c.admin_id)
        .outerjoin(sites, sites.c.site_id == audit_log.c.site_id)
        .order_by(desc(audit_log.c.id))
        .limit(limit)
    )
    return connection.execute(query if before is None else query.where(audit_log.c.id < before)).all()
