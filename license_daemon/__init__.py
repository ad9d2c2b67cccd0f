"""Asks the cloud how this site stands, and tells the house; each service checks the lease and decides for itself."""
