"""A printer told as JSON: its state, its tickets, its byte log."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from printer_agents.virtual_printer.byte_log import LogLine
from printer_agents.virtual_printer.faults import FaultOrder
from printer_agents.virtual_printer.printer import VirtualPrinter
from printer_agents.virtual_printer.tickets import Ticket

#: Capabilities that a switch on the page or a request may change.
SWITCHES = ("status", "fence_gs_r", "fence_process_id", "asb", "identity", "user_characters", "drops_when_full",
            "wakes_in_two_byte", "forgets_when_blocked", "fence_at_once")  # fmt: skip


def state_of(printer: VirtualPrinter) -> dict[str, Any]:
    """Everything about it but the tickets and the log."""
    mechanism, can = printer.mechanism, printer.capabilities
    kept = mechanism.shelf.all()
    return {
        "name": printer.name,
        "host": printer.host,
        "port": printer.port,
        "condition": asdict(mechanism.condition) | {"can_print": mechanism.condition.can_print},
        "faults": {fault.value: fault_as_json(order) for fault, order in printer.active.items()},
        "capabilities": {name: getattr(can, name) for name in SWITCHES}
        | {
            "second_client": can.second_client,
            "beeper": can.beeper,
            "cutter": can.cutter,
            "code_pages": {str(number): codec for number, codec in can.code_pages.items()},
            "low_paper_lines": can.low_paper_lines,
            "lines_per_s": can.lines_per_s,
            "buffer_bytes": can.buffer_bytes,
            "dots": can.dots,
        },
        "clients": printer.connected_clients,
        "connections_taken": printer.connections_taken,
        "buffered_bytes": mechanism.buffered,
        "received_bytes": mechanism.log.received,
        "replied_bytes": mechanism.log.replied,
        "dropped_bytes": mechanism.log.dropped,
        "lines_left": mechanism.lines_left,
        "beeps": mechanism.pen.beeps,
        "drawer_kicks": mechanism.pen.drawer_kicks,
        "unknown_commands": [str(command) for command in mechanism.unknown],
        "uncut": [row.text for row in mechanism.pen.rows],
        "printed": mechanism.shelf.printed,
        "kept_from": kept[0].seq if kept else mechanism.shelf.printed + 1,
    }


def fault_as_json(order: FaultOrder) -> dict[str, Any]:
    """The numbers of a fault in force, as a request would order it."""
    told = asdict(order)
    told["reply_hex"] = order.reply.hex()
    del told["reply"]
    return told


def ticket_as_json(ticket: Ticket, with_raw: bool = False) -> dict[str, Any]:
    """One ticket; `with_raw` adds its bytes as hexadecimal."""
    told: dict[str, Any] = {
        "seq": ticket.seq,
        "text": ticket.text,
        "laid_out": ticket.laid_out,
        "lines": list(ticket.lines),
        "ended_by": ticket.ended_by,
        "bytes": len(ticket.raw),
        "printed_at": ticket.printed_at.isoformat(),
        "printed_at_ns": ticket.printed_at_ns,
        "first_byte_at_ns": ticket.first_byte_at_ns,
        "last_byte_at_ns": ticket.last_byte_at_ns,
    }
    if with_raw:
        told["raw_hex"] = ticket.raw.hex()
    return told


def log_line_as_json(line: LogLine) -> dict[str, Any]:
    """One line of the byte log."""
    return {
        "number": line.number,
        "at": line.at.isoformat(),
        "direction": line.direction,
        "hex": line.data.hex(" "),
        "size": line.size,
        "note": line.note,
    }
