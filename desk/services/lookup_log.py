"""Records searches by a phone or identity number, in the transaction of the page that shows the result."""

from datetime import datetime

from accounts.actors import Actor
from complaints.models import LookUp


def record_lookup(kind: LookUp.Kind, mark: bytes, *, found: int, by: Actor, at: datetime) -> None:
    """Record that this posting searched by a number and was shown `found` complaints. `mark`: its blind index."""
    LookUp.objects.create(posting_id=by.posting_id, office_id=by.office_id, at=at, kind=kind, mark=mark, found=found)
