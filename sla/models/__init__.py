"""Breaches of deadlines, answers to escalations, and the state that sweeps keep."""

from sla.models.answer import Answer
from sla.models.breach import Breach
from sla.models.hold import Hold, Swept
from sla.models.notice import Notice
from sla.models.sweep_run import SweepRun
from sla.models.untold import Untold

__all__ = [
    "Answer",
    "Breach",
    "Hold",
    "Notice",
    "SweepRun",
    "Swept",
    "Untold",
]
