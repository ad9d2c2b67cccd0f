"""Watches printers: a backup takes over, a printer that is back gets its tickets again, late ones go on one slip."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exists, select

from kernel.clock import Monotonic, monotonic_s
from kernel.database import Database
from kernel.errors import Refused
from kernel.ids import new_ulid
from kernel.logging import get_logger
from order_service.commands.gather_stale import gather_stale
from order_service.commands.stand_in import bring_back, divert_printer
from order_service.domain.house_rules import HouseRules
from order_service.domain.stand_in import Condition, Move, next_move
from order_service.store.house_book import rules_by_the_book
from order_service.store.tables import IN_TROUBLE, IS_OPEN, print_jobs, printers
from order_service.store.unit_of_work import UnitOfWork
from order_service.store.writer import Writer

_WAITS = exists().where(IS_OPEN, print_jobs.c.printer_id == printers.c.id)
_IS_LATE = exists().where(IN_TROUBLE, print_jobs.c.printer_id == printers.c.id, print_jobs.c.reason == "stale")
_PRINTERS = select(printers, _WAITS.label("waits"), _IS_LATE.label("is_late")).where(printers.c.deleted_at.is_(None))

log = get_logger("printer_watch")


@dataclass
class _Spell:
    """Since when a printer is as it is, on the monotonic clock."""

    is_ready: bool
    since_s: float


@dataclass
class PrinterWatch:
    """Looks at every printer about once a second.

    Attributes:
        is_ready: its agent lives, is in charge, and knows of nothing that keeps the printer from printing.
    """

    database: Database
    writer: Writer
    rules: HouseRules
    is_ready: Callable[[str], bool]
    monotonic: Monotonic = monotonic_s
    _spells: dict[str, _Spell] = field(default_factory=dict)

    def sweep(self) -> None:
        """Look once, and act."""
        with self.database.reading() as connection:
            rows = list(connection.execute(_PRINTERS))
        now_s = self.monotonic()
        for row in rows:
            spell = self._spells.get(row.id)
            is_ready = self.is_ready(row.id)
            if spell is None or spell.is_ready != is_ready:
                self._spells[row.id] = _Spell(is_ready, now_s)
        for row in rows:
            self._act(row, now_s)

    def _act(self, row: Any, now_s: float) -> None:
        spell = self._spells[row.id]
        condition = Condition(
            is_ready=spell.is_ready,
            for_s=now_s - spell.since_s,
            waits=row.waits,
            is_paused=row.is_paused or not row.is_active,
            backup=row.backup_id,
            is_backup_ready=bool(row.backup_id) and self.is_ready(row.backup_id),
            takeover_after_s=row.takeover_after_s,
            diverted_to=row.diverted_to,
            is_diverted_by_itself=row.diverted_to is not None and row.diverted_by is None,
        )
        move = next_move(condition)
        if move is not None:
            self._make(move, row)
        elif row.is_late and self.is_ready(row.diverted_to or row.id):
            slips = self.writer.run(lambda unit: gather_stale(unit, row.id, self._rules(unit)))
            if slips:
                log.warning("late_tickets_gathered", printer_id=row.id, slips=slips)

    def _rules(self, unit: UnitOfWork) -> HouseRules:
        """Read anew each time: this loop may run beside the process in which a manager changes them."""
        return rules_by_the_book(unit.connection, self.rules)

    def _make(self, move: Move, row: Any) -> None:
        def _command(unit: UnitOfWork) -> list[str]:
            correlation_id = f"stand-in-{new_ulid(unit.now)}"
            if move == "take_over":
                return divert_printer(unit, row.id, row.backup_id, None, self._rules(unit), correlation_id)
            return bring_back(unit, row.id, None, self._rules(unit), correlation_id)

        try:
            moved = self.writer.run(_command)
        except Refused as refusal:  # somebody changed the printers since the look
            log.info("stand_in_refused", printer_id=row.id, move=move, code=refusal.code)
        else:
            log.warning("stand_in_changed", printer_id=row.id, move=move, backup=row.backup_id, moved=len(moved))
