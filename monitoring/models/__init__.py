"""Tables of the boards, reports, morning questions and public figures."""

from monitoring.models.category_figure import CategoryFigure
from monitoring.models.incident_map import IncidentMap
from monitoring.models.publication import Publication, PublicFigure, ReviewsOfQuarter
from monitoring.models.question import Question, QuestionAnswer
from monitoring.models.report import Report
from monitoring.models.station_promise import StationPromise
from monitoring.models.target import BoardTarget, BoardTargetChange
from monitoring.tallies.overdue_models import OverdueRecord, OverdueSum
from monitoring.tallies.pending_models import Pending, PendingClock, PendingComplaint
from monitoring.tallies.tally_models import TalliedComplaint, Tally, TallyDelta

__all__ = [
    "BoardTarget",
    "BoardTargetChange",
    "CategoryFigure",
    "IncidentMap",
    "OverdueRecord",
    "OverdueSum",
    "Pending",
    "PendingClock",
    "PendingComplaint",
    "PublicFigure",
    "Publication",
    "Question",
    "QuestionAnswer",
    "Report",
    "ReviewsOfQuarter",
    "StationPromise",
    "TalliedComplaint",
    "Tally",
    "TallyDelta",
]
