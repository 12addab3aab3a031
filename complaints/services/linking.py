"""Link and merge complaints, and take either back. These moves are recorded in the histories of both complaints."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from complaints.models import ChainHead, Complaint, Event
from complaints.rules.linking_events import LINK, MERGE, TAKEN_IN, TAKEN_OUT, UNLINK, UNMERGE
from complaints.rules.refusals import Refusal
from complaints.services import history, internal_clocks, other_complaint_lookup
from complaints.services.exclusion.exclusion_enforcement import enforce_exclusion
from complaints.services.exclusion.exclusion_merging import copy_exclusions, unite_exclusions
from complaints.services.moves import lock_complaint, make_move
from ledger.service_exceptions import NotPermitted, Refused


@transaction.atomic
def link_complaints(complaint: Complaint, *, typed_etag: str, by: Actor, at: datetime, words: str = "") -> Event:
    """Link two complaints about one incident. Raises the errors of make_move.

    typed_etag: the E-tag of the other complaint.
    words: recorded only in the history of the first complaint, because readers of the other one may not know it.
    """
    other = _lock_both_complaints(complaint, typed_etag, by=by)
    event = make_move(complaint_id=complaint.pk, name=LINK, by=by, at=at, words=words, details={"with": other.etag})
    try:
        make_move(complaint_id=other.pk, name=LINK, by=by, at=at, details={"with": complaint.etag})
    except NotPermitted as error:  # This officer may not act on the other complaint.
        raise Refused(Refusal.NO_SUCH_COMPLAINT) from error
    return event


@transaction.atomic
def merge_complaint(complaint: Complaint, *, typed_etag: str, by: Actor, at: datetime, words: str) -> Event:
    """End a complaint that continues as an earlier one of the same person. Raises the errors of make_move.

    `typed_etag`: the E-tag of the earlier complaint. Each of the two gets the exclusions of the other.
    """
    earlier = _lock_both_complaints(complaint, typed_etag, by=by)
    event = make_move(complaint_id=complaint.pk, name=MERGE, by=by, at=at, words=words, details={"into": earlier.etag})
    unite_exclusions(complaint, earlier, at=at)
    head, earlier = lock_complaint(earlier.pk)
    if earlier.is_open:
        internal_clocks.start_settling_clock(earlier, at=max(at, head.at or at))
    _record_in_earlier(TAKEN_IN, head, earlier, complaint, by=by, at=at)
    enforce_exclusion(earlier.pk, at=at)
    return event


@transaction.atomic
def unlink_complaints(complaint: Complaint, *, typed_etag: str, by: Actor, at: datetime, words: str) -> Event:
    """Remove the link between two complaints. Raises the errors of make_move.

    words: the reason, recorded only in the history of the first complaint.
    """
    other = _lock_both_complaints(complaint, typed_etag, by=by)
    event = make_move(complaint_id=complaint.pk, name=UNLINK, by=by, at=at, words=words, details={"with": other.etag})
    try:
        make_move(complaint_id=other.pk, name=UNLINK, by=by, at=at, details={"with": complaint.etag})
    except NotPermitted as error:  # This officer may not act on the other complaint.
        raise Refused(Refusal.NO_SUCH_COMPLAINT) from error
    return event


@transaction.atomic
def unmerge_complaint(complaint: Complaint, *, typed_etag: str, by: Actor, at: datetime, words: str) -> Event:
    """Let a complaint that was merged by mistake continue on its own. Raises the errors of make_move.

    typed_etag: the E-tag of the complaint into which it was merged.
    words: the reason, which the complainant reads.

    The complaint has the status of before, its clocks run with the time that was left, and both complaints keep all
    exclusions: a merge taken back shows nobody what was hidden (docs/decisions/0015). It also gets those that were
    added to the earlier one since: until now officers were named only there.
    """
    earlier = _lock_both_complaints(complaint, typed_etag, by=by)
    copy_exclusions(earlier, to=complaint, at=at)
    event = make_move(
        complaint_id=complaint.pk, name=UNMERGE, by=by, at=at, words=words, details={"into": earlier.etag}
    )
    head, earlier = lock_complaint(earlier.pk)
    _record_in_earlier(TAKEN_OUT, head, earlier, complaint, by=by, at=at)
    enforce_exclusion(complaint.pk, at=at)
    return event


def _record_in_earlier(
    kind: str, head: ChainHead, earlier: Complaint, complaint: Complaint, *, by: Actor, at: datetime
) -> None:
    """Record in the history of the earlier complaint that another one was merged into it, or no longer is."""
    facts = {"state": history.event_state_of(earlier), "with": complaint.etag}
    history.append(head, history.EventEntry(kind, earlier.cycle, facts), by=by, at=max(at, head.at or at))


def _lock_both_complaints(complaint: Complaint, typed: str, *, by: Actor) -> Complaint:
    """Lock the heads of both complaints, in an order that prevents deadlocks, and return the other complaint."""
    other = other_complaint_lookup.find_other_complaint(complaint, typed, by=by)
    heads = ChainHead.objects.filter(pk__in=[complaint.pk, other.pk]).order_by("pk").select_for_update()
    list(heads.values_list("pk"))
    return other
