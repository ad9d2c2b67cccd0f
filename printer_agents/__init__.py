"""One agent per configured printer: a durable spool, a socket of its own, and proof that paper came out."""

VERSION = "0.1.0"
"""Said in hello and presence."""
