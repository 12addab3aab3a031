"""Destroy the personal data of complaints after their retention period. What happened, when and where is kept."""

from complaints.services.retention.again import anonymise_again
from complaints.services.retention.job import anonymise_due
from complaints.services.retention.whole import anonymise

__all__ = ["anonymise", "anonymise_again", "anonymise_due"]
