"""What is refused about printers."""

from kernel.errors import NotFound


class NoSuchPrinter(NotFound):
    """No such printer."""

    code = "no-such-printer"
    hint = "Refresh the printers; somebody removed it."
