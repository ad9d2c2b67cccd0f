"""A restaurant printer without the printer: for the demo, for developers, for every test that needs paper."""

from printer_agents.virtual_printer.capabilities import Capabilities
from printer_agents.virtual_printer.faults import Fault, FaultOrder
from printer_agents.virtual_printer.printer import VirtualPrinter
from printer_agents.virtual_printer.threaded import ThreadedVirtualPrinter
from printer_agents.virtual_printer.tickets import Ticket

__all__ = ["Capabilities", "Fault", "FaultOrder", "ThreadedVirtualPrinter", "Ticket", "VirtualPrinter"]
