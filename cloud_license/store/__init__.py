"""The database of the cloud."""
