"""What is personal in a complaint is destroyed when its time is over; what happened, when and where stays."""

from complaints.services.retention.again import anonymise_again
from complaints.services.retention.job import anonymise_due
from complaints.services.retention.whole import anonymise

__all__ = ["anonymise", "anonymise_again", "anonymise_due"]
