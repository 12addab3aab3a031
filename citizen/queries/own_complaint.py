"""Data of the complainant's own pages."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.models import Office, Posting
from accounts.queries.historical_names import postings_with_event_officers
from citizen.queries.my_complaints_list import HIDDEN_FROM_LIST
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
from complaints.queries.current_invitations import invitation_annotations, latest_invitation_of
from complaints.queries.exclusion.excluded_offices import ExcludedOffice, topmost_excluded_offices
from complaints.rules.calls.contact_ways import ContactWay
from complaints.rules.log import receipt_verification_code
from complaints.rules.state_before_event import BEFORE_REGISTRATION
from complaints.rules.statuses import Status
from complaints.services.drafts import REGISTERED_AS
from complaints.workflow.table import CONTACT_KINDS


@dataclass(frozen=True)
class RegistrationReceipt:
    """What was promised at registration. Later changes do not affect it; a deadline is None if nothing was promised.

    `entered_by_operator`: an operator filled in the draft, so its address is known at a desk. `mark`: the code by which
    the receipt is checked against the public log. The harmless page that stands in for a complaint shows the code of
    the real one, so that the code is the same on both and passes the public check.
    """

    complaint: Complaint
    cell: Office
    contact_due_at: datetime | None
    report_due_at: datetime | None
    entered_by_operator: bool
    mark: str


def load_receipt_of_draft(draft_id: UUID, *, real_complaint_id: int | None = None) -> RegistrationReceipt | None:
    """Return the receipt of a draft that became a complaint. Three queries.

    `real_complaint_id`: on a harmless page, the complaint that it stands in for.
    """
    complaint = (
        Complaint.objects.unscoped("the complainant opened this complaint")
        .filter(pk__in=Draft.objects.filter(pk=draft_id, complaint__isnull=False).values("complaint_id"))
        .select_related("policy", "complainant", "category", "draft")
        .annotate(entered_by_operator=Exists(Draft.objects.filter(complaint=OuterRef("pk"), operator__isnull=False)))
        .for_screen()
        .first()
    )
    real_id = real_complaint_id or complaint.pk if complaint else None
    if complaint is None or complaint.draft.answers.get(REGISTERED_AS) != real_id:
        return None
    ids = {complaint.pk, real_id}
    registrations = {event.complaint_id: event for event in Event.objects.filter(complaint__in=ids, seq=1)}
    facts = registrations[complaint.pk].facts
    cell = Office.objects.get(pk=facts["state"]["office"])
    due = _parse_instant(facts["contact_due"]), _parse_instant(facts["report_due"])
    first_link = bytes(registrations[real_id].mac)
    mark = receipt_verification_code.format_verification_code(
        receipt_verification_code.verification_code_of(first_link)
    )
    return RegistrationReceipt(complaint, cell, *due, entered_by_operator=complaint.entered_by_operator, mark=mark)


@dataclass(frozen=True)
class OpenedComplaint:
    """One's own complaint with its history, postings, offices, clocks, and a contact that waits for confirmation.

    Each event has its `facts`, its `officer_id` and the state `before` it. `event_postings`: see
    postings_with_event_officers. `categories`: by code, those of recategorisations. `read_by`: how many offices have
    opened the complaint. `invitation`: the last one of its present holder.
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
    event_postings: Mapping[tuple[int, int], Posting] = field(default_factory=dict)

    @property
    def history_length(self) -> int:
        """Return the length of the history, to detect changes while the page is open."""
        return self.events[-1].seq

    def posting(self, posting_id: int | None, at: datetime) -> Posting | None:
        """Return a posting that the history names, with the names of that time."""
        posting = self.postings.get(posting_id)
        return posting and posting.as_of(at)

    def acting_posting(self, event: Event) -> Posting | None:
        """Return the posting that acted, with the officer that the event states and the names of that time."""
        posting = self.event_postings.get((event.posting_id, event.officer_id), self.postings.get(event.posting_id))
        return posting and posting.as_of(event.at)

    def office(self, office_id: int | None, at: datetime) -> Office | None:
        """Return an office that the history names, with the name of that time."""
        office = self.offices.get(office_id)
        return office and office.as_of(at)

    def names_of_categories(self, event: Event) -> tuple[str, str]:
        """Return the category's names before and after an event, as of then, in the reader's language."""
        before, after = (self.categories[code].as_of(event.at).name for code in category_codes_before_and_after(event))
        return before, after

    @property
    def claim_event(self) -> Event | None:
        """Return the event of the contact that waits for confirmation."""
        if self.claim is None:
            return None
        return next(event for event in reversed(self.events) if event.kind in CONTACT_KINDS)


def load_own_complaint(complaint_id: int) -> OpenedComplaint:
    """Load the complaint for its complainant's page. Seven queries, however long the history.

    One more if the complainant is invited to an office, or if the category was changed.
    """
    relations = "category", "policy", "place", "office", "complainant", "statement", "holder__office", "holder__officer"
    complaint = (
        Complaint.objects.unscoped("the complainant opened this complaint")
        .select_related(*relations)
        .annotate(**invitation_annotations())
        .get(pk=complaint_id)
    )
    events = list(Event.objects.filter(complaint=complaint).select_related("words").order_by("seq"))
    before = BEFORE_REGISTRATION
    for event in events:
        body = json.loads(event.body)
        event.facts, event.officer_id, event.before = body["facts"], body["by"].get("officer"), before
        before = before.then(event.facts)
    codes = {
        code for event in events if event.kind == "recategorise" for code in category_codes_before_and_after(event)
    }
    states = [event.facts.get("state", {}) for event in events]
    claims = ContactClaim.objects.filter(complaint=complaint, answered_at=None)
    posting_ids = {event.posting_id for event in events} | {state.get("holder") for state in states}
    posting_ids |= {speaker_posting_id(event) for event in events} | {notified_posting_id(event) for event in events}
    posting_ids |= {event.facts.get("in_the_place_of") for event in events}
    postings = Posting.objects.with_former_names().in_bulk(posting_ids - {None})
    offices = Office.objects.with_former_names().in_bulk({state.get("office") for state in states} - {None})
    return OpenedComplaint(
        complaint=complaint,
        events=events,
        postings=postings,
        event_postings=postings_with_event_officers(
            postings, [(event.posting_id, event.officer_id) for event in events]
        ),
        offices=offices,
        categories=Category.objects.with_former_names().in_bulk(codes, field_name="code") if codes else {},
        clocks=list(RunningClock.objects.promised().filter(complaint=complaint).order_by("due_at")),
        claim=claims.select_related("posting__officer", "posting__office").first(),
        invitation=latest_invitation_of(complaint) if complaint.invited_for else None,
        read_by=Reading.objects.filter(complaint=complaint).values("office").distinct().count(),
    )


def load_excluded_offices(complaint: Complaint) -> list[ExcludedOffice]:
    """Return the offices that cannot open the complaint, for the complainant. Two queries, one if there are none."""
    return topmost_excluded_offices(complaint.exclusions.current())


def speaker_posting_id(event: Event) -> int | None:
    """Return the posting of the woman officer who spoke in the holder's place, for a claimed contact."""
    posting_id = event.facts.get("spoke")
    return int(posting_id) if posting_id else None


def notified_posting_id(event: Event) -> int | None:
    """Return the posting that was notified of a delay. A reminder records only whether it was sent."""
    notified = event.facts.get("told")
    return None if isinstance(notified, bool) else notified


def changes_holder(event: Event) -> bool:
    """Return whether this event gave the complaint to another office or posting."""
    return event.before.passes_on(event.facts)


def category_codes_before_and_after(event: Event) -> tuple[str, str]:
    """Return the codes of the category before and after an event."""
    return event.before.category, event.before.then(event.facts).category


def complaint_merged_into(opened: OpenedComplaint) -> Complaint | None:
    """Return the complaint into which this one was merged; None if it may not be named.

    One query for a merged complaint, none for others.
    """
    merges = [event for event in opened.events if event.kind == "merge"]
    if opened.complaint.status != Status.MERGED or not merges:
        return None
    return (
        Complaint.objects.unscoped("the complainant opened this complaint")
        .filter(etag=merges[-1].facts.get("into"))
        .exclude(HIDDEN_FROM_LIST)
        .first()
    )


def _parse_instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def last_solved_answer_event(complaint_id: int) -> Event | None:
    """Return the complainant's last answer to "Is it solved?". One query."""
    answers = Event.objects.filter(complaint=complaint_id, kind__in=["close", "object"], actor_kind=ActorKind.CITIZEN)
    return answers.order_by("-seq").first()


def load_complaint_with_complainant_id(complaint_id: int) -> Complaint:
    """Return the complaint with only its complainant's id. One query."""
    return (
        Complaint.objects.unscoped("the complainant opened this complaint").only("complainant_id").get(pk=complaint_id)
    )


def was_contacted_in_writing(complaint_id: int) -> bool:
    """Return whether the officer's last contact is a message on the complainant's page. One query."""
    contacts = Event.objects.filter(complaint=complaint_id, kind__in=CONTACT_KINDS).order_by("-seq")
    body = contacts.values_list("body", flat=True).first()
    return body is not None and json.loads(body)["facts"].get("how") == ContactWay.PORTAL
