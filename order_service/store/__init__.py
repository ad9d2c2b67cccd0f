"""The book: SQLAlchemy tables, the one writer, and what they keep."""
