"""Linking and merging: the one move that concerns two complaints, written into both histories."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from complaints.models import ChainHead, Complaint, Event
from complaints.rules.linking import LINK, MERGE, TAKEN_IN
from complaints.rules.refusals import Refusal
from complaints.services import history, other_complaint
from complaints.services.moves import lock, make_move
from ledger.exceptions import NotPermitted, Refused


@transaction.atomic
def link(complaint: Complaint, *, typed: str, by: Actor, at: datetime, words: str = "") -> Event:
    """Say of both that they are one incident. `typed`: the other's E-tag. Raises as make_move does.

    `words` stand in the first one's history alone: of the other one people may read who may know nothing of the first.
    """
    other = _both_locked(complaint, typed, by=by)
    event = make_move(complaint_id=complaint.pk, name=LINK, by=by, at=at, words=words, details={"with": other.etag})
    try:
        make_move(complaint_id=other.pk, name=LINK, by=by, at=at, details={"with": complaint.etag})
    except NotPermitted as kept:  # this officer has no say in the other one
        raise Refused(Refusal.NO_SUCH_COMPLAINT) from kept
    return event


@transaction.atomic
def merge(complaint: Complaint, *, typed: str, by: Actor, at: datetime, words: str) -> Event:
    """End it: it goes on in an earlier one of the same person. `typed`: that one's E-tag. Raises as make_move does."""
    other = _both_locked(complaint, typed, by=by)
    event = make_move(complaint_id=complaint.pk, name=MERGE, by=by, at=at, words=words, details={"into": other.etag})
    head, taker = lock(other.pk)
    told = {"state": history.state_of(taker), "with": complaint.etag}
    history.append(head, history.Entry(TAKEN_IN, taker.cycle, told), by=by, at=max(at, head.at or at))
    return event


def _both_locked(complaint: Complaint, typed: str, *, by: Actor) -> Complaint:
    """The other one, with both heads locked in one order, so that two who link crosswise never deadlock."""
    other = other_complaint.other(complaint, typed, by=by)
    heads = ChainHead.objects.filter(pk__in=[complaint.pk, other.pk]).order_by("pk").select_for_update()
    list(heads.values_list("pk"))
    return other
