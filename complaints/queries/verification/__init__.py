"""Verify that histories, ledgers and rows agree. Read only; checks all complaints, batch by batch."""

from complaints.queries.verification.findings import Finding
from complaints.queries.verification.full_check import read_snapshot, verify_complaints, verify_seals_and_heads

__all__ = ["Finding", "read_snapshot", "verify_complaints", "verify_seals_and_heads"]
