"""One complaint, as an officer's page shows it: the row, its history, the people in it, and its complainant."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.queries.written import OneOf, ask
from complaints.models import ActorKind, Category, Complainant, Complaint, ContactClaim, Event
from complaints.models.complaint import ComplaintQuerySet
from complaints.queries.connections import call_waits
from complaints.queries.firewall import excludes_somebody, names_somebody, staff_of_the_station
from complaints.queries.invitations import as_invited
from complaints.queries.parts import had_a_part
from complaints.queries.prepared import has_prepared
from complaints.queries.pressure import reported_lately
from complaints.queries.queue import with_clocks
from complaints.rules.before import NOTHING, Before
from complaints.rules.joining import JOINS, KEPT_WITH_THE_OTHER, MERGE, TELL_WHO, other_of
from complaints.rules.knowing import knows_protected, reveals_protected
from complaints.rules.pressure import is_told
from complaints.workflow.table import CPO_ALONE, CPO_ALONE_IF_ORDINARY, PASSES_ON, may_read_words

RELATED = (
    "category",
    "policy",
    "place__parent",
    "office",
    "holder__officer",
    "holder__office",
    "statement",
    "missing_child",
    "head",
)


@dataclass(frozen=True)
class Names:
    """What a history's sentences name: postings and offices by id, categories by code, each as of a moment."""

    postings: Mapping[int, Posting]
    offices: Mapping[int, Office]
    categories: Mapping[str, Category]

    def posting(self, posting_id: int | None, at: datetime) -> Posting | None:
        posting = self.postings.get(posting_id)
        return posting and posting.as_of(at)

    def office(self, office_id: int | None, at: datetime) -> Office | None:
        office = self.offices.get(office_id)
        return office and office.as_of(at)

    def category(self, code: str, at: datetime) -> Category | None:
        category = self.categories.get(code)
        return category and category.as_of(at)


@dataclass(frozen=True)
class Happening:
    """One event of the history. `facts` is what its body states; `holder_id` and `office_id` had it afterwards.

    `before`: what the events before it state, so that a sentence about a change says from what to what.
    """

    seq: int
    at: datetime
    kind: str
    cycle: int
    actor_kind: str
    posting_id: int | None
    facts: dict
    words: str
    for_citizen: bool
    anonymised: bool
    officer_id: int | None = None
    before: Before = NOTHING

    @property
    def holder_id(self) -> int | None:
        return self.facts.get("state", {}).get("holder")

    @property
    def office_id(self) -> int | None:
        return self.facts.get("state", {}).get("office")

    @property
    def is_passed_on(self) -> bool:
        """Whether somebody else has the complaint since this event."""
        return self.before.passes_on(self.facts)

    @property
    def categories(self) -> tuple[str, str]:
        """The codes of the category before and after this event."""
        return self.before.category, self.before.then(self.facts).category

    @property
    def join(self) -> tuple[str, str]:
        """What it says of another complaint: its own kind and that one's E-tag."""
        return self.kind, other_of(self.facts)

    @property
    def told_id(self) -> int | None:
        """The posting that heard of a passed limit; a reminder states only whether it went out."""
        told = self.facts.get("told")
        return None if isinstance(told, bool) else told

    @property
    def place_id(self) -> int | None:
        """The posting of the head in whose place it was done (accounts.standing_in)."""
        return self.facts.get("in_the_place_of")

    @property
    def spoke_id(self) -> int | None:
        """The posting of the woman officer who spoke to the complainant in the holder's place."""
        return int(self.facts["spoke"]) if self.facts.get("spoke") else None


@dataclass(frozen=True)
class Seen:
    """Writes the query of one complaint as an actor sees it."""

    actor: Actor

    def __call__(self, *, at: datetime, etag: str, **others) -> ComplaintQuerySet:
        return seen_by(self.actor, at=at).filter(etag=etag)


def one_seen_by(actor: Actor, etag: str) -> Complaint | None:
    """The complaint of that number as this actor sees it (`seen_by`); None where it does not exist for them."""
    return next(iter(ask(Seen(actor), at=timezone.now(), etag=etag)), None)


def seen_by(actor: Actor, *, at: datetime | None = None) -> ComplaintQuerySet:
    """The complaints that exist for this actor, now unless it is given, each with everything the page needs. One
    statement.

    `has_phone`, `has_email`: whether the complainant gave any, which says by which ways they are spoken to;
    `woman_officer`: whether they ask for one; `safe_from`: from which hour they may be rung, where they chose any;
    `call_waits`: whether the holder has asked for a call that the cell has not connected yet; `invited_for`,
    `invitation_answer`: the last invitation to an office; `under_18`, `anonymous`: who is never sent one.
    `names_somebody`: whether it names an officer; `excludes_somebody`: whether what was told excludes one; with `staff`
    and `staff_covers`, whom the firewall keeps out of it (queries.firewall). `has_prepared`: whether a clerk has
    prepared a text for its holder. `head_officer`, for heads of offices: who heads the one that has it; `had_a_part`,
    for who acts in a head's place: whether they have held it.
    The complainant comes along for whoever may know of everybody.
    """
    at = at or timezone.now()
    waiting = ContactClaim.objects.filter(complaint=OuterRef("pk"), answered_at=None)
    heading = Posting.objects.heads().current(at).filter(office=OuterRef("office"))
    related = (*RELATED, "complainant") if knows_protected(actor) else RELATED
    seen = with_clocks(Complaint.objects.visible_to(actor, at=at)).select_related(*related).for_screen()
    return seen.annotate(
        has_phone=_is_given("complainant__phone_index"),
        has_email=_is_given("complainant__email_index"),
        woman_officer=F("complainant__woman_officer"),
        safe_from=F("complainant__safe_from"),
        under_18=F("complainant__under_18"),
        anonymous=F("complainant__anonymous"),
        call_waits=call_waits(),
        **as_invited(),
        names_somebody=names_somebody(),
        excludes_somebody=excludes_somebody(),
        is_pressed=reported_lately(at=at),
        **staff_of_the_station(at=at),
        claimed_at=Subquery(waiting.values("claimed_at")[:1]),
        has_prepared=has_prepared(),
        **({"head_officer": Subquery(heading.values("officer")[:1])} if actor.is_head else {}),
        **({"had_a_part": had_a_part(actor, at=at)} if actor.seat else {}),
    )


def _is_given(blind_index: str) -> ExpressionWrapper:
    return ExpressionWrapper(~Q(**{blind_index: b""}), output_field=BooleanField())


def history_of(complaint: Complaint, actor: Actor) -> list[Happening]:
    """Everything that happened as far as this actor may know, oldest first. One statement, however long it is."""
    return told_to(actor, complaint, whole_history(complaint))


def whole_history(complaint: Complaint) -> list[Happening]:
    """Everything that happened, for who then leaves out what its reader may not know (`told_to`). One statement."""
    history, before = [], NOTHING
    for row in ask(_events, complaint=complaint.pk):
        history.append(replace(_happening(*row), before=before))
        before = before.then(history[-1].facts)
    return history


def _events(*, complaint: int, **others) -> QuerySet:
    columns = ("seq", "at", "kind", "cycle", "actor_kind", "posting_id", "body")
    said = ("words__text", "words__for_citizen", "words__anonymised_at")
    return Event.objects.filter(complaint=complaint).order_by("seq").values_list(*columns, *said)


def told_to(actor: Actor, complaint: Complaint, history: Iterable[Happening]) -> list[Happening]:
    """What passes the district by is not in any history that it reads; notes of calls only complaint cells read; of
    another complaint nothing is said to whom may not know of it. One statement where others are named, else none."""
    history, kept = list(history), _kept_from(actor, complaint)
    known = known_joins(actor, complaint, [one.join for one in history if one.kind in JOINS])
    told = [one for one in history if one.kind not in kept]
    told = [one for one in told if one.kind not in KEPT_WITH_THE_OTHER or one.join in known]
    return [_as_told_to(actor, one, known) for one in told]


def _as_told_to(actor: Actor, one: Happening, known: Collection[tuple[str, str]]) -> Happening:
    by_officer = one.actor_kind == ActorKind.OFFICER
    may_read = may_read_words(one.kind, by_officer=by_officer, role=actor.role, sits_at=actor.office_kind)
    if one.kind == MERGE and one.join not in known:
        facts = {name: value for name, value in one.facts.items() if name != "into"}
        return replace(one, words="", anonymised=False, facts=facts)
    return one if may_read else replace(one, words="", anonymised=False)


def known_joins(actor: Actor, complaint: Complaint, joins: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Of what a history says of other complaints (kind, E-tag), what this actor may know.

    The other one exists for them; and where it is said that one person brings both, they may know who brings either.
    One statement; none where nothing is said.
    """
    joins = set(joins)
    if not joins:
        return joins
    others = Complaint.objects.visible_to(actor).filter(etag__in={etag for _, etag in joins})
    seen = {one.etag: may_see_identity(actor, one) for one in others.only("etag", "confidential", "protected")}
    named = {etag for etag, named in seen.items() if named and may_see_identity(actor, complaint)}
    return {(kind, etag) for kind, etag in joins if etag in (named if kind in TELL_WHO else seen)}


def length_for(complaint: Complaint, actor: Actor) -> int:
    """How many events this actor may know of. Three statements at most, two at the CPO."""
    events, kept = Event.objects.filter(complaint=complaint), _kept_from(actor, complaint)
    whole = events.exclude(kind__in=kept).count() if kept else complaint.head.seq
    named = events.filter(kind__in=KEPT_WITH_THE_OTHER).values_list("kind", "body")
    joins = [(kind, other_of(json.loads(body)["facts"])) for kind, body in named]
    known = known_joins(actor, complaint, joins)
    return whole - sum(join not in known for join in joins)


def _kept_from(actor: Actor, complaint: Complaint) -> frozenset[str]:
    """The kinds of events that this actor may not know of."""
    if is_told(actor.office_kind):
        return frozenset()
    return frozenset(CPO_ALONE | (set() if complaint.is_sensitive else CPO_ALONE_IF_ORDINARY))


def names_in(history: Collection[Happening]) -> Names:
    """The postings that acted or got the complaint, the offices that got it, the categories that it had, each with its
    former names.

    One statement each, none where there are none.
    """
    people = {who for one in history for who in _who_is_in(one) if who}
    given = [one for one in history if one.is_passed_on or one.kind in PASSES_ON]
    offices = {one.office_id for one in given if not one.holder_id} - {None}
    codes = {code for one in history if one.kind == "recategorise" for code in one.categories}
    return Names(
        postings={one.pk: one for one in ask(_people, postings=sorted(people))} if people else {},
        offices=Office.objects.with_former_names().in_bulk(offices) if offices else {},
        categories=Category.objects.with_former_names().in_bulk(codes, field_name="code") if codes else {},
    )


def _people(*, postings: tuple[int, ...], **others) -> QuerySet:
    return Posting.objects.with_former_names().filter(OneOf("pk", postings))


def _who_is_in(one: Happening) -> tuple[int | None, ...]:
    return one.posting_id, one.place_id, one.holder_id, one.told_id, one.spoke_id


def may_see_identity(actor: Actor, complaint: Complaint) -> bool:
    """Whether this actor may know who brings it; the same of a query is `search.identity_open_to`."""
    return not complaint.identity_is_protected or knows_protected(actor)


def may_reveal(actor: Actor, complaint: Complaint) -> bool:
    """Whether this actor is shown a protected identity once, for a reason: a monitor of the Central Police Office."""
    return reveals_protected(actor) and not may_see_identity(actor, complaint)


def complainant_of(complaint: Complaint, *, actor: Actor) -> Complainant | None:
    """Who brings it, unsealed; None, and nothing fetched, where this actor may not know. No statement where who knows
    of everybody has fetched them with the complaint (`seen_by`)."""
    if not may_see_identity(actor, complaint):
        return None
    if Complaint.complainant.is_cached(complaint):
        return complaint.complainant
    (complainant,) = ask(_complainant, complainant=complaint.complainant_id)
    return complainant


def _complainant(*, complainant: int, **others) -> QuerySet:
    return Complainant.objects.filter(pk=complainant)


def _happening(seq, at, kind, cycle, actor_kind, posting_id, body, words, for_citizen, anonymised_at) -> Happening:
    whole = json.loads(body)
    return Happening(
        seq=seq,
        at=at,
        kind=kind,
        cycle=cycle,
        actor_kind=actor_kind,
        posting_id=posting_id,
        facts=whole["facts"],
        officer_id=whole["by"].get("officer"),
        words=words or "",
        for_citizen=bool(for_citizen),
        anonymised=anonymised_at is not None,
    )
