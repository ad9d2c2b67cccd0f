"""The bodies of the cloud API."""
