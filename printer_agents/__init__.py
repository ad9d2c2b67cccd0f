"""One agent per configured printer: a durable spool, a socket of its own, and proof that paper came out."""
