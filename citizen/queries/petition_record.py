"""Contents of the application to the Justice of the Peace, from the complaint's history and ledgers alone."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from citizen.queries.own_complaint import OpenedComplaint, changes_holder, notified_posting_id
from complaints.models import ActorKind, ClockRun, ContactAnswer, ContactClaim, Custody, Event
from complaints.rules.clock import Clock
from complaints.rules.complainant.petition_offer import is_petition_offered
from complaints.rules.statuses import Status
from complaints.workflow.table import CONTACT_ANSWER_KINDS, CONTACT_KINDS, KINDS
from documents import FactSource


@dataclass(frozen=True)
class PetitionFact:
    """An event, how it is known, and the office that acted (None for the complainant and the portal).

    `new_office`: the office that got the complaint by this event. `notified_office`: the office notified of a delay.
    `categories`: the names before and after a recategorisation, in the reader's language.
    """

    event: Event
    known: FactSource
    office: Office | None
    new_office: Office | None = None
    notified_office: str = ""
    categories: tuple[str, str] = ("", "")

    @property
    def facts(self) -> dict:
        """Return the facts in the event's body."""
        return self.event.facts


@dataclass(frozen=True)
class MissedDeadline:
    """A missed deadline: the clock, when it was due, which office had it then, and when it was done, if ever."""

    clock: Clock
    due_at: datetime
    office: Office
    done_at: datetime | None


@dataclass(frozen=True)
class PetitionRecord:
    """The facts in their order, the missed deadlines, and the offices responsible for the matter, the nearest first."""

    facts: list[PetitionFact]
    limits: list[MissedDeadline]
    respondents: list[Office]


def may_request_petition(opened: OpenedComplaint) -> bool:
    """Return whether the application is offered for this complaint now."""
    complaint = opened.complaint
    return is_petition_offered(
        status=Status(complaint.status),
        cycle=complaint.cycle,
        office_kind=OfficeKind(complaint.office.kind),
        has_breach=any(event.kind == "breach" for event in opened.events),
    )


def load_petition_record(opened: OpenedComplaint) -> PetitionRecord:
    """Return the whole record. Five queries besides the opened complaint, however long the history."""
    custody = list(Custody.objects.filter(complaint=opened.complaint).order_by("started_at", "pk"))
    offices = _offices_with_parents({row.office_id for row in custody})
    runs = list(ClockRun.objects.promised().filter(complaint=opened.complaint).order_by("started_at", "pk"))
    claims = {claim.claimed_at: claim for claim in ContactClaim.objects.filter(complaint=opened.complaint)}
    facts = [
        _petition_fact(event, claims, opened)
        for event in opened.events
        if KINDS[event.kind].sentences.petition is not None
    ]
    return PetitionRecord(
        facts, list(_missed_deadlines(opened, custody, offices, runs, claims)), _responsible_offices(opened)
    )


def _offices_with_parents(ids: Collection[int]) -> Mapping[int, Office]:
    """Return the offices and their parents, with their former names."""
    offices = Office.objects.with_former_names()
    return {office.pk: office for office in offices.filter(Q(pk__in=ids) | Q(children__in=ids)).distinct()}


def _petition_fact(event: Event, claims: dict[datetime, ContactClaim], opened: OpenedComplaint) -> PetitionFact:
    posting = opened.posting(event.posting_id, event.at)
    known = _source_of_contact(event, claims, opened) if KINDS[event.kind].is_claim else FactSource.RECORDED
    notified = opened.posting(notified_posting_id(event), event.at)
    return PetitionFact(
        event,
        known,
        office=posting.office if posting else None,
        new_office=opened.office(event.facts["state"]["office"], event.at) if changes_holder(event) else None,
        notified_office=notified.office.name if notified else "",
        categories=opened.names_of_categories(event) if event.kind == "recategorise" else ("", ""),
    )


def _source_of_contact(event: Event, claims: dict[datetime, ContactClaim], opened: OpenedComplaint) -> FactSource:
    """Return how a contact is known.

    An office's statement is a claim until the complainant has answered it. The complaint cell's note is only a claim,
    too.
    """
    if event.kind not in CONTACT_KINDS or event.at not in claims:
        return FactSource.CLAIMED
    answer = claims[event.at].answer
    if answer and not _has_citizen_answered(claims[event.at], opened):
        return FactSource.CLAIMED  # noted by the complaint cell, which is an office too
    return {"": FactSource.CLAIMED, ContactAnswer.IN_PERSON: FactSource.CONFIRMED}.get(answer, FactSource.DENIED)


def _has_citizen_answered(claim: ContactClaim, opened: OpenedComplaint) -> bool:
    answers = (e for e in opened.events if e.kind in CONTACT_ANSWER_KINDS and e.at == claim.answered_at)
    return any(event.actor_kind == ActorKind.CITIZEN for event in answers)


def _missed_deadlines(
    opened: OpenedComplaint, custody: list[Custody], offices: Mapping[int, Office], runs: list[ClockRun], claims: dict
) -> Iterator[MissedDeadline]:
    """Yield a missed deadline for each recorded breach, with the due time of the clock run that it ended."""
    for breach in (event for event in opened.events if event.kind == "breach"):
        clock = Clock(breach.facts["clock"])
        due_dates = [run.due_at for run in runs if run.clock == clock and run.cycle == breach.cycle]
        due_at = max((moment for moment in due_dates if moment <= breach.at), default=breach.at)
        custody_row = next((row for row in reversed(custody) if row.started_at <= due_at), custody[0])
        holder = offices[custody_row.office_id]
        fulfilment = _find_fulfilment(opened, clock, breach, claims)
        if clock is Clock.DECISION:  # due from the senior officer, not from the officer who reported
            decider = opened.postings.get(fulfilment.posting_id) if fulfilment else None
            parent = offices.get(holder.parent_id, holder)
            holder = offices.get(decider.office_id, decider.office) if decider else parent
        yield MissedDeadline(clock, due_at, holder.as_of(due_at), fulfilment.at if fulfilment else None)


def _find_fulfilment(opened: OpenedComplaint, clock: Clock, breach: Event, claims: dict) -> Event | None:
    """Return the later event of the same round that did what was due; a denied contact does not count."""
    denied = {at for at, claim in claims.items() if claim.answer in {ContactAnswer.NOBODY, ContactAnswer.SOMEONE_ELSE}}
    later = (e for e in opened.events if e.seq > breach.seq and e.cycle == breach.cycle)
    return next((e for e in later if KINDS[e.kind].fulfils is clock and e.at not in denied), None)


def _responsible_offices(opened: OpenedComplaint) -> list[Office]:
    """Return where it happened, the office that has it, and the district: offices, never persons. One query."""
    complaint = opened.complaint
    district = Office.objects.line_of(complaint.place).filter(kind=OfficeKind.DISTRICT)
    return list({office.pk: office for office in (complaint.place, complaint.office, *district)}.values())
