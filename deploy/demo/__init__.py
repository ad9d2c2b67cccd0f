"""A taverna to try everything on: its floor, menu, staff and printers."""
