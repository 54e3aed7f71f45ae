"""SQOD, and the built-in service, which speaks its contract."""
