"""Alembic: the shape of the cloud's database."""
