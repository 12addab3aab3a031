"""The disciplinary review of an officer, its history and its evidence."""

from reviews.models.attachment import Attachment
from reviews.models.dossier import Dossier
from reviews.models.officer_months import MonthOfOfficer
from reviews.models.review import Flag, Review
from reviews.models.review_event import ReviewEvent, ReviewWords, SealedStep

__all__ = [
    "Attachment",
    "Dossier",
    "Flag",
    "MonthOfOfficer",
    "Review",
    "ReviewEvent",
    "ReviewWords",
    "SealedStep",
]
