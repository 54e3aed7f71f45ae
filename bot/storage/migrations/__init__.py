"""The steps that the database's shape has gone through, for alembic."""
