"""Who: offices, officers, and the postings that join them."""

from accounts.models.office import Office
from accounts.models.officer import Officer
from accounts.models.posting import Posting

__all__ = ["Office", "Officer", "Posting"]
