"""Destroy the personal data of complaints after their retention period. What happened, when and where is kept."""

from complaints.services.retention.anonymisation import anonymise
from complaints.services.retention.anonymisation_job import anonymise_due, run_anonymisation
from complaints.services.retention.destruction_entries import record_destroyed_complaints
from complaints.services.retention.repeated_anonymisation import anonymise_again

__all__ = ["anonymise", "anonymise_again", "anonymise_due", "record_destroyed_complaints", "run_anonymisation"]
