"""Delay: what ran out, what it opened, and what is still to be told of it."""

from monitoring.models.answer import Answer
from monitoring.models.attachment import Attachment
from monitoring.models.breach import Breach
from monitoring.models.dossier import Dossier
from monitoring.models.hold import Hold, Swept
from monitoring.models.notice import Notice
from monitoring.models.pattern import MonthOfOfficer
from monitoring.models.pending import Pending, PendingClock, PendingComplaint
from monitoring.models.publication import Publication, PublicFigure, ReviewsOfQuarter
from monitoring.models.question import Question, QuestionAnswer
from monitoring.models.report import Report
from monitoring.models.review import Flag, Review
from monitoring.models.review_event import ReviewEvent, ReviewWords, SealedStep
from monitoring.models.sweep_run import SweepRun
from monitoring.models.tally import TalliedComplaint, Tally, TallyDelta
from monitoring.models.untold import Untold

__all__ = [
    "Answer",
    "Attachment",
    "Breach",
    "Dossier",
    "Flag",
    "Hold",
    "MonthOfOfficer",
    "Notice",
    "Pending",
    "PendingClock",
    "PendingComplaint",
    "PublicFigure",
    "Publication",
    "Question",
    "QuestionAnswer",
    "Report",
    "Review",
    "ReviewEvent",
    "ReviewWords",
    "ReviewsOfQuarter",
    "SealedStep",
    "SweepRun",
    "Swept",
    "TalliedComplaint",
    "Tally",
    "TallyDelta",
    "Untold",
]
