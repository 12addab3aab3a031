"""What a complainant's pages show."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.models import Office, Posting
from citizen.queries.my_complaints import HIDDEN
from complaints.models import (
    ActorKind,
    Category,
    Complaint,
    ContactClaim,
    Draft,
    Event,
    Invitation,
    Reading,
    RunningClock,
)
from complaints.queries.invitations import as_invited, last_of
from complaints.rules import receipt_marks
from complaints.rules.calls.contact_ways import Way
from complaints.rules.earlier_events import NOTHING
from complaints.rules.statuses import Status
from complaints.workflow.table import CONTACTS


@dataclass(frozen=True)
class Receipt:
    """What was promised at registration, whatever became of it since: instants, or None where nothing is promised.

    `taken_down`: an operator filled its draft, whose address then lies at a desk. `mark`: by which the receipt is
    checked against the public log; none where there is a secret word: a harmless page that stands in its place would
    have another one, and whoever presses the complainant could compare.
    """

    complaint: Complaint
    cell: Office
    contact_due_at: datetime | None
    report_due_at: datetime | None
    taken_down: bool
    mark: str


def receipt(draft_id: UUID) -> Receipt | None:
    """The receipt of a draft that became a complaint. Three queries."""
    complaint = (
        Complaint.objects.unscoped("the complainant opened this complaint")
        .filter(pk__in=Draft.objects.filter(pk=draft_id, complaint__isnull=False).values("complaint_id"))
        .select_related("policy", "complainant", "category")
        .annotate(taken_down=Exists(Draft.objects.filter(complaint=OuterRef("pk"), operator__isnull=False)))
        .for_screen()
        .first()
    )
    if complaint is None:
        return None
    first = Event.objects.get(complaint=complaint, seq=1)
    facts = json.loads(first.body)["facts"]
    cell = Office.objects.get(pk=facts["state"]["office"])
    due = _instant(facts["contact_due"]), _instant(facts["report_due"])
    mark = "" if complaint.complainant.has_secret else receipt_marks.spaced(receipt_marks.of_receipt(bytes(first.mac)))
    return Receipt(complaint, cell, *due, taken_down=complaint.taken_down, mark=mark)


@dataclass(frozen=True)
class Opened:
    """One's own complaint: its story, who has it, a contact that waits to be confirmed, and the length of the chain.

    Each event has its `facts` and what was `before` it. `categories`: by code, those between which it was changed.
    `read_by`: how many offices have opened the file. `invitation`: the last one, of whoever has it now.
    """

    complaint: Complaint
    events: list[Event]
    postings: dict[int, Posting]
    offices: dict[int, Office]
    categories: dict[str, Category]
    clocks: list[RunningClock]
    claim: ContactClaim | None
    read_by: int
    invitation: Invitation | None = None

    @property
    def seen(self) -> int:
        return self.events[-1].seq

    def posting(self, posting_id: int | None, at: datetime) -> Posting | None:
        """A posting that the story names, with the names of that moment."""
        posting = self.postings.get(posting_id)
        return posting and posting.as_of(at)

    def office(self, office_id: int | None, at: datetime) -> Office | None:
        """An office that the story names, with the name of that moment."""
        office = self.offices.get(office_id)
        return office and office.as_of(at)

    def names_of_categories(self, event: Event) -> tuple[str, str]:
        """The names of the category before and after an event, as they were then, in the reader's language."""
        before, after = (self.categories[code].as_of(event.at).name for code in categories_of(event))
        return before, after

    @property
    def claim_event(self) -> Event | None:
        """What the officer recorded of the contact that waits to be confirmed."""
        if self.claim is None:
            return None
        return next(event for event in reversed(self.events) if event.kind in CONTACTS)


def opened(complaint_id: int) -> Opened:
    """Seven queries, however long the story; one more where somebody invites them to an office, or the category was
    changed."""
    related = "category", "policy", "place", "office", "complainant", "statement", "holder__office", "holder__officer"
    complaint = (
        Complaint.objects.unscoped("the complainant opened this complaint")
        .select_related(*related)
        .annotate(**as_invited())
        .get(pk=complaint_id)
    )
    events = list(Event.objects.filter(complaint=complaint).select_related("words").order_by("seq"))
    before = NOTHING
    for event in events:
        event.facts, event.before = json.loads(event.body)["facts"], before
        before = before.then(event.facts)
    codes = {code for event in events if event.kind == "recategorise" for code in categories_of(event)}
    states = [event.facts.get("state", {}) for event in events]
    claims = ContactClaim.objects.filter(complaint=complaint, answered_at=None)
    people = {event.posting_id for event in events} | {state.get("holder") for state in states}
    people |= {spoke_of(event) for event in events} | {told_of(event) for event in events}
    people |= {event.facts.get("in_the_place_of") for event in events}
    postings = Posting.objects.with_former_names().in_bulk(people - {None})
    offices = Office.objects.with_former_names().in_bulk({state.get("office") for state in states} - {None})
    return Opened(
        complaint=complaint,
        events=events,
        postings=postings,
        offices=offices,
        categories=Category.objects.with_former_names().in_bulk(codes, field_name="code") if codes else {},
        clocks=list(RunningClock.objects.promised().filter(complaint=complaint).order_by("due_at")),
        claim=claims.select_related("posting__officer", "posting__office").first(),
        invitation=last_of(complaint) if complaint.invited_for else None,
        read_by=Reading.objects.filter(complaint=complaint).values("office").distinct().count(),
    )


def spoke_of(event: Event) -> int | None:
    """The posting of the woman officer who spoke in the holder's place, of a claimed contact."""
    spoke = event.facts.get("spoke")
    return int(spoke) if spoke else None


def told_of(event: Event) -> int | None:
    """The posting that heard of a delay; a reminder states only whether it went out."""
    told = event.facts.get("told")
    return None if isinstance(told, bool) else told


def is_passed_on(event: Event) -> bool:
    """Whether somebody else has the complaint since this event."""
    return event.before.passes_on(event.facts)


def categories_of(event: Event) -> tuple[str, str]:
    """The codes of the category before and after an event."""
    return event.before.category, event.before.then(event.facts).category


def goes_on_in(found: Opened) -> Complaint | None:
    """The complaint into which this one was merged, as far as its number shows it; None where it may not be named.

    One query for a merged one, none for any other.
    """
    merges = [event for event in found.events if event.kind == "merge"]
    if found.complaint.status != Status.MERGED or not merges:
        return None
    return (
        Complaint.objects.unscoped("the complainant opened this complaint")
        .filter(etag=merges[-1].facts.get("into"))
        .exclude(HIDDEN)
        .first()
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def last_answer(complaint_id: int) -> Event | None:
    """Return the complainant's last answer to "Is it solved?". One query."""
    answers = Event.objects.filter(complaint=complaint_id, kind__in=["close", "object"], actor_kind=ActorKind.CITIZEN)
    event = answers.order_by("-seq").first()
    if event is not None:
        event.facts = json.loads(event.body)["facts"]
    return event


def whose(complaint_id: int) -> Complaint:
    """Who brought a complaint, as its id alone. One query."""
    return (
        Complaint.objects.unscoped("the complainant opened this complaint").only("complainant_id").get(pk=complaint_id)
    )


def is_written_to(complaint_id: int) -> bool:
    """Whether the officer's last contact is a message on the complainant's page. One query."""
    contacts = Event.objects.filter(complaint=complaint_id, kind__in=CONTACTS).order_by("-seq")
    body = contacts.values_list("body", flat=True).first()
    return body is not None and json.loads(body)["facts"].get("how") == Way.PORTAL
