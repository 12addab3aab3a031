"""Do the history, the ledgers and the rows agree? Read only; every complaint is looked at, a batch at a time."""

from complaints.queries.verification.findings import Finding
from complaints.queries.verification.whole import findings, of_the_log, snapshot

__all__ = ["Finding", "findings", "of_the_log", "snapshot"]
