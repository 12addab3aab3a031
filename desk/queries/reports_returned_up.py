"""Find out whether a complaint left an officer because its report was returned again, and where it went then."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.actors import Actor
from accounts.models import Office, Posting
from complaints.models import Complaint, Custody, Event
from complaints.workflow.report import RETURN_REPORT

SHOWN_FOR = timedelta(days=90)


@dataclass(frozen=True)
class ReturnedUp:
    """A complaint that went one office up, as it was at that moment: what has happened since is not stated.

    `posting`: the officer who got it; None if the office's complaint cell did.
    """

    etag: str
    at: datetime
    posting: Posting | None
    office: Office


def find_returned_up(actor: Actor, etag: str, *, at: datetime) -> ReturnedUp | None:
    """Return where the complaint went when this posting lost it by the second return of its report, or None.

    The answer is the same until SHOWN_FOR is over, whatever happens to the complaint: the E-tag shows everybody whether
    it is open, so an answer that changed with an exclusion would reveal it. Five statements at most.
    """
    complaints = Complaint.objects.unscoped("tells a former holder where their own report went, and no more")
    complaint = complaints.filter(etag=etag).only("pk", "etag").first()
    if complaint is None:
        return None
    held = Custody.objects.filter(complaint=complaint, posting=actor.posting_id).order_by("-started_at").first()
    if held is None or held.ended_at is None or held.ended_at < at - SHOWN_FOR:
        return None
    event = Event.objects.filter(complaint=complaint, kind=RETURN_REPORT.name, at=held.ended_at).first()
    if event is None:
        return None
    state = event.facts["state"]
    posting = state["holder"] and Posting.objects.with_former_names().get(pk=state["holder"]).as_of(event.at)
    office = Office.objects.with_former_names().get(pk=state["office"]).as_of(event.at)
    return ReturnedUp(complaint.etag, event.at, posting or None, office)
