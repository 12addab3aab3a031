"""What an application to the Justice of the Peace says of a complaint, from its history and ledgers alone."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import Office
from accounts.rules.offices import OfficeKind
from citizen.queries.own_complaint import Opened, is_passed_on, told_of
from complaints.models import ActorKind, ClockRun, ContactAnswer, ContactClaim, Custody, Event
from complaints.rules.clock import Clock
from complaints.rules.petition import is_offered
from complaints.rules.statuses import Status
from complaints.workflow.table import CONTACT_ANSWERS, CONTACTS, KINDS
from documents import Known


@dataclass(frozen=True)
class Fact:
    """An event, how it is known, and the office that acted; none for the complainant and for what the portal did.

    `to`: the office that got the complaint, where the event gives it to somebody else. `told`: the office that heard of
    a delay. `categories`: the names before and after, in the reader's language, where it was changed.
    """

    event: Event
    known: Known
    office: Office | None
    to: Office | None = None
    told: str = ""
    categories: tuple[str, str] = ("", "")

    @property
    def facts(self) -> dict:
        """What its body states."""
        return self.event.facts


@dataclass(frozen=True)
class Limit:
    """A limit that passed: the clock, when it was due, whose it was then, and when it was done, if ever."""

    clock: Clock
    due_at: datetime
    office: Office
    done_at: datetime | None


@dataclass(frozen=True)
class Record:
    """Facts in their order, the limits that passed, and the offices that answer for the matter, the nearest first."""

    facts: list[Fact]
    limits: list[Limit]
    respondents: list[Office]


def is_open_to(found: Opened) -> bool:
    """Whether the application is offered for this complaint as it stands."""
    complaint = found.complaint
    return is_offered(
        status=Status(complaint.status),
        cycle=complaint.cycle,
        office_kind=OfficeKind(complaint.office.kind),
        has_breach=any(event.kind == "breach" for event in found.events),
    )


def record(found: Opened) -> Record:
    """The whole record. Five statements beside the opened complaint, however long the story."""
    custody = list(Custody.objects.filter(complaint=found.complaint).order_by("started_at", "pk"))
    offices = _with_parents({row.office_id for row in custody})
    runs = list(ClockRun.objects.promised().filter(complaint=found.complaint).order_by("started_at", "pk"))
    claims = {claim.claimed_at: claim for claim in ContactClaim.objects.filter(complaint=found.complaint)}
    facts = [_fact(event, claims, found) for event in found.events if KINDS[event.kind].sentences.petition is not None]
    return Record(facts, list(_limits(found, custody, offices, runs, claims)), _respondents(found))


def _with_parents(ids: Collection[int]) -> Mapping[int, Office]:
    """The offices and those right above them, with their former names."""
    offices = Office.objects.with_former_names()
    return {one.pk: one for one in offices.filter(Q(pk__in=ids) | Q(children__in=ids)).distinct()}


def _fact(event: Event, claims: dict[datetime, ContactClaim], found: Opened) -> Fact:
    posting = found.posting(event.posting_id, event.at)
    known = _known(event, claims, found) if KINDS[event.kind].is_claim else Known.RECORDED
    told = found.posting(told_of(event), event.at)
    return Fact(
        event,
        known,
        office=posting.office if posting else None,
        to=found.office(event.facts["state"]["office"], event.at) if is_passed_on(event) else None,
        told=told.office.name if told else "",
        categories=found.names_of_categories(event) if event.kind == "recategorise" else ("", ""),
    )


def _known(event: Event, claims: dict[datetime, ContactClaim], found: Opened) -> Known:
    """What an office says of itself is claimed, until the complainant themselves has said something of it."""
    if event.kind not in CONTACTS or event.at not in claims:
        return Known.CLAIMED
    answer = claims[event.at].answer
    if answer and not _answered_themselves(claims[event.at], found):
        return Known.CLAIMED  # a note of the complaint cell, which is an office as well
    return {"": Known.CLAIMED, ContactAnswer.IN_PERSON: Known.CONFIRMED}.get(answer, Known.DENIED)


def _answered_themselves(claim: ContactClaim, found: Opened) -> bool:
    answers = (e for e in found.events if e.kind in CONTACT_ANSWERS and e.at == claim.answered_at)
    return any(event.actor_kind == ActorKind.CITIZEN for event in answers)


def _limits(
    found: Opened, custody: list[Custody], offices: Mapping[int, Office], runs: list[ClockRun], claims: dict
) -> Iterator[Limit]:
    """One for each breach that the history records, with the deadline of the run that it ended."""
    for breach in (event for event in found.events if event.kind == "breach"):
        clock = Clock(breach.facts["clock"])
        due = [run.due_at for run in runs if run.clock == clock and run.cycle == breach.cycle]
        due_at = max((moment for moment in due if moment <= breach.at), default=breach.at)
        held = next((row for row in reversed(custody) if row.started_at <= due_at), custody[0])
        holder = offices[held.office_id]
        done = _done(found, clock, breach, claims)
        if clock is Clock.DECISION:  # the senior officer's, not that of whoever had reported
            decider = found.postings.get(done.posting_id) if done else None
            above = offices.get(holder.parent_id, holder)
            holder = offices.get(decider.office_id, decider.office) if decider else above
        yield Limit(clock, due_at, holder.as_of(due_at), done.at if done else None)


def _done(found: Opened, clock: Clock, breach: Event, claims: dict) -> Event | None:
    """What was due, done after all, in the same round; a contact that was denied was not."""
    denied = {at for at, claim in claims.items() if claim.answer in {ContactAnswer.NOBODY, ContactAnswer.SOMEONE_ELSE}}
    later = (e for e in found.events if e.seq > breach.seq and e.cycle == breach.cycle)
    return next((e for e in later if KINDS[e.kind].fulfils is clock and e.at not in denied), None)


def _respondents(found: Opened) -> list[Office]:
    """Where it happened, whoever has it, and the district: offices, never persons. One statement."""
    complaint = found.complaint
    district = Office.objects.line_of(complaint.place).filter(kind=OfficeKind.DISTRICT)
    return list({office.pk: office for office in (complaint.place, complaint.office, *district)}.values())
