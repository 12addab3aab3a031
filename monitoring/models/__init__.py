"""Delay: what ran out, what it opened, and what is still to be told of it."""

from monitoring.models.answer import Answer
from monitoring.models.breach import Breach
from monitoring.models.hold import Hold, Swept
from monitoring.models.notice import Notice
from monitoring.models.publication import Publication, PublicFigure
from monitoring.models.review import Flag, Review
from monitoring.models.untold import Untold

__all__ = ["Answer", "Breach", "Flag", "Hold", "Notice", "PublicFigure", "Publication", "Review", "Swept", "Untold"]
