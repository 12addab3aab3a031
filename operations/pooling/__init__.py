"""Processes behind pgbouncer, and the settings of the database role on which they rely (docs/decisions/0035)."""
