"""Do the history, the ledgers and the rows agree? Read only; every complaint is looked at, a batch at a time."""

from complaints.queries.verification.whole import Finding, findings, snapshot

__all__ = ["Finding", "findings", "snapshot"]
