"""Records searches by a phone or identity number, in the transaction of the page that shows the result."""

from datetime import datetime

from accounts.actors import Actor
from complaints.models import LookUp


def record_lookup(kind: LookUp.Kind, index_value: bytes, *, number_found: int, by: Actor, at: datetime) -> None:
    """Record a search by a number and how many complaints it showed. `index_value`: the number's blind index."""
    LookUp.objects.create(
        posting_id=by.posting_id, office_id=by.office_id, at=at, kind=kind, mark=index_value, found=number_found
    )
