"""Who was looked up by a telephone or identity number: written in the transaction of the page that shows it."""

from datetime import datetime

from accounts.actors import Actor
from complaints.models import LookUp


def note(kind: LookUp.Kind, mark: bytes, *, found: int, by: Actor, at: datetime) -> None:
    """This posting searched by a number, of which only the blind index is kept, and was shown so many complaints."""
    LookUp.objects.create(posting_id=by.posting_id, office_id=by.office_id, at=at, kind=kind, mark=mark, found=found)
