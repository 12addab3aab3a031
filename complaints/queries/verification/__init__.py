"""Verify that histories, ledgers and rows agree. Read only; checks all complaints, batch by batch."""

from complaints.queries.verification.findings import Finding
from complaints.queries.verification.whole import findings, of_the_log, snapshot

__all__ = ["Finding", "findings", "of_the_log", "snapshot"]
