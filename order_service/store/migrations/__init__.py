"""Alembic migrations of the site database; they run on start."""
