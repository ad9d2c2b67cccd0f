"""Who may call what: one row for every route, the only place that says so.

The gate reads the row of the route before anything else of it runs; a route without a row is refused. `owns` says what
the caller must have a share in (opened it, was added to it, assists one who was, or manages): the command checks it in
its own transaction, and `tests/integration/api/test_access.py` tries every row as every role, ownership included.
"""

from dataclasses import dataclass
from typing import Final, Literal

from kernel.errors import NotAllowed
from order_service.domain.permissions import Staff, require_manager, require_sysadmin

Role = Literal["anyone", "staff", "discounts", "manager", "sysadmin"]
"""The least role: nobody signed in, anybody signed in, managers and the local sysadmin, the local sysadmin.

`discounts`: a manager, or any waiter where the house lets waiters discount; the command asks the house's rules.
"""

Owned = Literal["", "order", "table", "ticket", "alert"]
"""What the path names and the caller must have a share in; `table`: in the order that stands on it, if one does."""


@dataclass(frozen=True)
class Access:
    """Who may call one route."""

    method: str
    path: str
    role: Role
    owns: Owned = ""


class NotDecided(NotAllowed):
    """The route has no row in the table of rights, so nobody may call it."""

    code = "access-not-decided"
    hint = "Tell whoever looks after this system; the box has to be updated."


ACCESS: Final[tuple[Access, ...]] = (
    # --- people
    Access("POST", "/api/auth/login", "anyone"),
    Access("POST", "/api/auth/refresh", "staff"),
    Access("GET", "/api/auth/me", "staff"),
    Access("GET", "/api/waiters/", "manager"),
    Access("GET", "/api/waiters/colleagues", "staff"),
    Access("POST", "/api/waiters/", "manager"),
    Access("PUT", "/api/waiters/{user_id}", "manager"),
    Access("DELETE", "/api/waiters/{user_id}", "manager"),
    # --- floor
    Access("GET", "/api/tables/", "staff"),
    Access("GET", "/api/tables/groups", "staff"),
    Access("GET", "/api/tables/plan", "manager"),
    Access("POST", "/api/tables/", "manager"),
    Access("POST", "/api/tables/batch", "manager"),
    Access("PUT", "/api/tables/{table_id}", "manager"),
    Access("DELETE", "/api/tables/{table_id}", "manager"),
    Access("POST", "/api/tables/groups", "manager"),
    Access("PUT", "/api/tables/groups/{group_id}", "manager"),
    Access("DELETE", "/api/tables/groups/{group_id}", "manager"),
    Access("POST", "/api/tables/{table_id}/rounds", "staff", owns="table"),
    # --- orders
    Access("POST", "/api/orders/", "staff"),
    Access("GET", "/api/orders/my", "staff"),
    Access("GET", "/api/orders/{order_id}", "staff", owns="order"),
    Access("POST", "/api/orders/{order_id}/items", "staff", owns="order"),
    Access("GET", "/api/orders/", "manager"),
    Access("PUT", "/api/orders/{order_id}/covers", "staff", owns="order"),
    Access("POST", "/api/orders/{order_id}/close", "staff", owns="order"),  # by force: a manager's
    Access("DELETE", "/api/orders/{order_id}", "manager"),
    Access("DELETE", "/api/orders/{order_id}/items/{item_id}", "manager"),
    Access("PUT", "/api/orders/{order_id}/items/{item_id}/preparation", "staff", owns="order"),
    Access("POST", "/api/orders/{order_id}/fire", "staff", owns="order"),
    Access("POST", "/api/orders/{order_id}/repeat", "staff", owns="order"),
    Access("POST", "/api/orders/{order_id}/move", "staff", owns="order"),
    Access("POST", "/api/orders/{order_id}/move-lines", "staff", owns="order"),  # and of the order they go to
    Access("POST", "/api/orders/{order_id}/join", "staff", owns="order"),
    Access("POST", "/api/orders/{order_id}/take-over", "staff"),  # anybody's, with a trace
    Access("POST", "/api/orders/{order_id}/waiters", "staff", owns="order"),
    Access("DELETE", "/api/orders/{order_id}/waiters/{waiter_id}", "staff", owns="order"),
    # --- checks
    Access("GET", "/api/orders/{order_id}/check", "staff", owns="order"),
    Access("POST", "/api/orders/{order_id}/pay", "staff", owns="order"),
    Access("POST", "/api/orders/{order_id}/pre-bill", "staff", owns="order"),
    Access("POST", "/api/orders/{order_id}/payments/{payment_id}/take-back", "manager"),
    Access("POST", "/api/orders/{order_id}/items/{item_id}/comp", "discounts", owns="order"),
    Access("POST", "/api/orders/{order_id}/discount", "discounts", owns="order"),
    Access("POST", "/api/orders/{order_id}/charge-again", "discounts", owns="order"),
    # --- menu
    Access("GET", "/api/products/", "staff"),  # `?all=true` is a manager's
    Access("GET", "/api/products/categories", "staff"),
    Access("POST", "/api/products/", "manager"),
    Access("PUT", "/api/products/order", "manager"),
    Access("PUT", "/api/products/{product_id}", "manager"),
    Access("DELETE", "/api/products/{product_id}", "manager"),
    Access("POST", "/api/products/{product_id}/image", "manager"),
    Access("DELETE", "/api/products/{product_id}/image", "manager"),
    Access("POST", "/api/products/{product_id}/out", "staff"),
    Access("DELETE", "/api/products/{product_id}/out", "staff"),
    Access("POST", "/api/products/categories", "manager"),
    Access("PUT", "/api/products/categories/order", "manager"),
    Access("PUT", "/api/products/categories/{category_id}", "manager"),
    Access("DELETE", "/api/products/categories/{category_id}", "manager"),
    Access("GET", "/api/images/{name}", "anyone"),  # an <img> can't sign in; names are random
    Access("GET", "/api/courses/", "staff"),
    Access("PUT", "/api/courses/{number}", "manager"),
    Access("GET", "/api/products/export", "manager"),
    Access("POST", "/api/products/import/preview", "manager"),
    Access("POST", "/api/products/import", "manager"),
    # --- printing
    Access("GET", "/api/zones/", "staff"),
    Access("POST", "/api/zones/", "manager"),
    Access("PUT", "/api/zones/{zone_id}", "manager"),
    Access("PUT", "/api/zones/{zone_id}/sections", "manager"),
    Access("DELETE", "/api/zones/{zone_id}", "manager"),
    Access("POST", "/api/printers/", "manager"),
    Access("GET", "/api/printers/{printer_id}", "manager"),
    Access("PUT", "/api/printers/{printer_id}", "manager"),
    Access("DELETE", "/api/printers/{printer_id}", "manager"),
    Access("GET", "/api/printers/", "staff"),
    Access("POST", "/api/printers/{printer_id}/pause", "manager"),
    Access("POST", "/api/printers/{printer_id}/resume", "manager"),
    Access("POST", "/api/printers/{printer_id}/divert", "manager"),
    Access("POST", "/api/printers/{printer_id}/back", "manager"),
    Access("POST", "/api/printers/{printer_id}/test", "manager"),
    Access("PATCH", "/api/printers/{printer_id}/capabilities", "manager"),
    Access("POST", "/api/printers/{printer_id}/preview", "manager"),
    Access("POST", "/api/printer-checks/", "manager"),
    Access("GET", "/api/printer-checks/{check_id}", "manager"),
    Access("POST", "/api/printer-checks/{check_id}/stop", "manager"),
    Access("GET", "/api/print-jobs/", "manager"),
    Access("GET", "/api/print-jobs/{job_id}", "manager"),
    Access("GET", "/api/print-jobs/{job_id}/preview", "manager"),
    Access("POST", "/api/print-jobs/{job_id}/again", "staff", owns="ticket"),
    Access("POST", "/api/print-jobs/{job_id}/divert", "staff", owns="ticket"),
    Access("POST", "/api/print-jobs/{job_id}/came-out", "staff", owns="ticket"),
    Access("POST", "/api/print-jobs/{job_id}/drop", "manager"),
    Access("GET", "/api/alerts/", "staff"),
    Access("POST", "/api/alerts/{alert_id}/act", "staff", owns="alert"),
    # --- reports
    Access("GET", "/api/reports/x", "manager"),
    Access("GET", "/api/reports/shift", "manager"),
    Access("POST", "/api/reports/z", "manager"),
    Access("POST", "/api/reports/print", "manager"),
    Access("GET", "/api/reports/z", "manager"),
    Access("GET", "/api/reports/z/{z_number}", "manager"),
    Access("GET", "/api/reports/sales", "manager"),
    Access("GET", "/api/reports/adjustments", "manager"),
    Access("GET", "/api/reports/cash-ups", "manager"),
    Access("POST", "/api/reports/cash-ups", "manager"),
    Access("GET", "/api/reports/orders", "manager"),
    Access("GET", "/api/reports/orders/{order_id}", "manager"),
    Access("GET", "/api/reports/trail", "manager"),
    # --- the past
    Access("GET", "/api/audit/", "manager"),
    Access("GET", "/api/audit/verify", "manager"),
    # --- the box
    Access("GET", "/api/system/health", "anyone"),
    Access("POST", "/api/system/lock", "sysadmin"),
    Access("POST", "/api/system/unlock", "sysadmin"),
    Access("GET", "/api/live", "staff"),
    Access("GET", "/api/system/house", "manager"),
    Access("PUT", "/api/system/house", "manager"),
    Access("GET", "/api/system/pairing", "manager"),
    Access("GET", "/api/system/check", "manager"),
    Access("GET", "/api/system/backups", "manager"),
    Access("POST", "/api/system/backups", "manager"),
    Access("GET", "/api/system/backups/{name}", "manager"),
    Access("POST", "/api/system/backups/{name}/restore", "manager"),  # and their PIN again
)

_ROWS: Final = {(row.method, row.path): row for row in ACCESS}


def access_to(method: str, path: str) -> Access:
    """The row of a route, by its method and path template.

    Raises:
        NotDecided: it has none.
    """
    row = _ROWS.get((method, path))
    if row is None:
        raise NotDecided(f"{method} {path} has no row in api/access.py.")
    return row


def require_role(row: Access, who: Staff) -> None:
    """Hold a signed-in person against a row.

    Raises:
        ManagersOnly, SysadminsOnly.
    """
    if row.role == "manager":
        require_manager(who)
    elif row.role == "sysadmin":
        require_sysadmin(who)
