"""Load one complaint as an officer's page shows it: its row, its history, the people in it and its complainant."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.queries.historical_names import postings_with_event_officers
from complaints.models import ActorKind, Category, Complainant, Complaint, Event
from complaints.models.complainant import Protection
from complaints.rules.linking_events import (
    HIDDEN_WITH_OTHER_COMPLAINT,
    LINKING_KINDS,
    SAME_PERSON_KINDS,
    SHOWN_BY_STATUS,
    other_etag_in,
)
from complaints.rules.pressure_responders import may_read_pressure_reports
from complaints.rules.state_before_event import BEFORE_REGISTRATION, StateBefore
from complaints.workflow.table import CPO_ONLY_IF_ORDINARY_KINDS, CPO_ONLY_KINDS, CUSTODY_KINDS, may_officer_read_text
from desk.queries.complaint_page_details import add_page_details
from desk.rules.protected_identity import may_know_protected_complainants, may_reveal_protected_identity

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
class HistoryNames:
    """The postings and offices (by id) and categories (by code) that a history names, each as of a moment.

    `event_postings`: by posting and officer, if the row of a posting names another officer than an event.
    """

    postings: Mapping[int, Posting]
    offices: Mapping[int, Office]
    categories: Mapping[str, Category]
    event_postings: Mapping[tuple[int, int], Posting] = field(default_factory=dict)

    def acting_posting(self, one: "TimelineEntry") -> Posting | None:
        """Return the posting that did it, with the officer that the event states."""
        posting = self.event_postings.get((one.posting_id, one.officer_id), self.postings.get(one.posting_id))
        return posting and posting.as_of(one.at)

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
class TimelineEntry:
    """One event of the history.

    `facts`: what its body states. `words`, `parts`: its text, and the further parts of a report. `holder_id`,
    `office_id`: who had the complaint afterwards. `before`: what the events before it state, so that a sentence about a
    change can say from what to what.
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
    parts: dict[str, str] = field(default_factory=dict)
    before: StateBefore = BEFORE_REGISTRATION

    @property
    def holder_id(self) -> int | None:
        return self.facts.get("state", {}).get("holder")

    @property
    def office_id(self) -> int | None:
        return self.facts.get("state", {}).get("office")

    @property
    def is_passed_on(self) -> bool:
        """Return whether somebody else has the complaint since this event."""
        return self.before.passes_on(self.facts)

    @property
    def categories(self) -> tuple[str, str]:
        """Return the codes of the category before and after this event."""
        return self.before.category, self.before.then(self.facts).category

    @property
    def joined_complaint(self) -> tuple[str, str]:
        """Return its own kind and the E-tag of the other complaint that it names."""
        return self.kind, other_etag_in(self.facts)

    @property
    def notified_id(self) -> int | None:
        """Return the posting that was notified of a missed deadline. A reminder states only whether it was sent."""
        notified = self.facts.get("told")
        return None if isinstance(notified, bool) else notified

    @property
    def head_id(self) -> int | None:
        """Return the posting of the head in whose place it was done (accounts.head_or_acting_head)."""
        return self.facts.get("in_the_place_of")

    @property
    def speaker_id(self) -> int | None:
        """Return the posting of the woman officer who spoke to the complainant in the holder's place."""
        return int(self.facts["spoke"]) if self.facts.get("spoke") else None

    @property
    def importer_id(self) -> int | None:
        """Return the posting of the operator who imported the scan of a letter."""
        return self.facts.get("imported_by")


def load_complaint(actor: Actor, etag: str) -> Complaint | None:
    """Return the complaint with this E-tag and what its page needs, or None if this actor may not see it.

    The complainant is loaded too for actors who may know every complainant. Two statements.
    """
    at = timezone.now()
    related = (*RELATED, "complainant") if may_know_protected_complainants(actor) else RELATED
    visible = Complaint.objects.visible_to(actor, at=at).filter(etag=etag).select_related(*related).for_screen()
    for complaint in visible:
        add_page_details(complaint, actor=actor, at=at)
        return complaint
    return None


def visible_history(complaint: Complaint, actor: Actor) -> list[TimelineEntry]:
    """Return the events that this actor may know of, oldest first.

    One statement, two where they name other complaints.
    """
    return redact_history(actor, complaint, load_full_history(complaint))


def load_full_history(complaint: Complaint) -> list[TimelineEntry]:
    """Return all events, oldest first. Show them only through `redact_history`. One statement."""
    history, before = [], BEFORE_REGISTRATION
    columns = ("seq", "at", "kind", "cycle", "actor_kind", "posting_id", "body")
    text_columns = ("words__text", "words__for_citizen", "words__anonymised_at", "words__parts")
    for row in Event.objects.filter(complaint=complaint).order_by("seq").values_list(*columns, *text_columns):
        history.append(replace(_make_timeline_entry(*row), before=before))
        before = before.then(history[-1].facts)
    return history


def redact_history(actor: Actor, complaint: Complaint, history: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    """Return the events as this actor may read them.

    A district does not read what bypasses it, only complaint cells read notes of calls, and another complaint is not
    mentioned to those who may not know of it. One statement if other complaints are named, else none.
    """
    history, hidden_kinds = list(history), _hidden_kinds(actor, complaint)
    knowable = knowable_mentions_of_complaints(
        actor, complaint, [one.joined_complaint for one in history if one.kind in LINKING_KINDS]
    )
    visible = [one for one in history if one.kind not in hidden_kinds]
    visible = [
        one for one in visible if one.kind not in HIDDEN_WITH_OTHER_COMPLAINT or one.joined_complaint in knowable
    ]
    return [_redact_entry(actor, one, knowable) for one in visible]


def _redact_entry(actor: Actor, one: TimelineEntry, knowable: Collection[tuple[str, str]]) -> TimelineEntry:
    """Return the entry without the text, and without the other complaint, if the actor may not know them."""
    by_officer = one.actor_kind == ActorKind.OFFICER
    may_read = may_officer_read_text(one.kind, by_officer=by_officer, role=actor.role, office_kind=actor.office_kind)
    if one.kind in SHOWN_BY_STATUS and one.joined_complaint not in knowable:
        facts = {name: value for name, value in one.facts.items() if name != "into"}
        return replace(one, words="", parts={}, anonymised=False, facts=facts)
    return one if may_read else replace(one, words="", parts={}, anonymised=False)


def knowable_mentions_of_complaints(
    actor: Actor, complaint: Complaint, joins: Iterable[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Return which of a history's mentions of other complaints (kind, E-tag) this actor may know.

    They must be able to see the other complaint. Where an event says that one person brought both, they must also be
    allowed to know the complainant of each. One statement; none where there are no mentions.
    """
    joins = set(joins)
    if not joins:
        return joins
    others = Complaint.objects.visible_to(actor).filter(etag__in={etag for _, etag in joins})
    visible = {one.etag: may_see_identity(actor, one) for one in others.only("etag", "confidential", "protected")}
    identity_visible = {etag for etag, is_known in visible.items() if is_known and may_see_identity(actor, complaint)}
    return {
        (kind, etag) for kind, etag in joins if etag in (identity_visible if kind in SAME_PERSON_KINDS else visible)
    }


def visible_history_length(complaint: Complaint, actor: Actor) -> int:
    """Return how many events this actor may know of. Three statements at most, two at the CPO."""
    events, hidden_kinds = Event.objects.filter(complaint=complaint), _hidden_kinds(actor, complaint)
    length = events.exclude(kind__in=hidden_kinds).count() if hidden_kinds else complaint.head.seq
    joining_events = events.filter(kind__in=HIDDEN_WITH_OTHER_COMPLAINT).values_list("kind", "body")
    joins = [(kind, other_etag_in(json.loads(body)["facts"])) for kind, body in joining_events]
    knowable = knowable_mentions_of_complaints(actor, complaint, joins)
    return length - sum(join not in knowable for join in joins)


def expected_seq_of_page(complaint: Complaint, actor: Actor, *, seen: int) -> int:
    """Return how long the whole history was when a page showed this actor `seen` events, as `make_move` expects it.

    For an older page, that is the number of the last event that it showed; events hidden from the actor may be newer.
    Three statements at most, and two more for an older page.
    """
    if seen == visible_history_length(complaint, actor):
        return complaint.head.seq
    last_shown = visible_history(complaint, actor)[max(seen - 1, 0) : seen]
    return last_shown[0].seq if last_shown else 0


def _hidden_kinds(actor: Actor, complaint: Complaint) -> frozenset[str]:
    """Return the kinds of events that this actor may not know of."""
    if may_read_pressure_reports(actor.office_kind):
        return frozenset()
    return frozenset(CPO_ONLY_KINDS | (set() if complaint.is_sensitive else CPO_ONLY_IF_ORDINARY_KINDS))


def load_history_names(history: Collection[TimelineEntry]) -> HistoryNames:
    """Load the postings, offices and categories that these events name, each with its former names.

    One statement for each of the three; none if the events name none.
    """
    people = {posting_id for one in history for posting_id in _posting_ids_of_event(one) if posting_id}
    transfers = [one for one in history if one.is_passed_on or one.kind in CUSTODY_KINDS]
    offices = {one.office_id for one in transfers if not one.holder_id} - {None}
    codes = {code for one in history if one.kind == "recategorise" for code in one.categories}
    postings = Posting.objects.with_former_names().in_bulk(people) if people else {}
    return HistoryNames(
        postings=postings,
        event_postings=postings_with_event_officers(postings, [(one.posting_id, one.officer_id) for one in history]),
        offices=Office.objects.with_former_names().in_bulk(offices) if offices else {},
        categories=Category.objects.with_former_names().in_bulk(codes, field_name="code") if codes else {},
    )


def _posting_ids_of_event(one: TimelineEntry) -> tuple[int | None, ...]:
    return one.posting_id, one.head_id, one.holder_id, one.notified_id, one.speaker_id, one.importer_id


def may_see_identity(actor: Actor, complaint: Complaint) -> bool:
    """Return whether this actor may know the complainant.

    complaint_search.filter_by_visible_identity is the same rule as a query.
    """
    return not complaint.identity_is_protected or may_know_protected_complainants(actor)


def may_reveal_identity(actor: Actor, complaint: Complaint) -> bool:
    """Return whether this actor may see a protected identity once, for a reason: a monitor at the CPO."""
    return may_reveal_protected_identity(actor) and not may_see_identity(actor, complaint)


class ProtectionChanged(Exception):
    """A complaint's row says that its complainant may be shown, and the complainant's row does not: somebody has
    changed the database.
    """


def visible_complainant(complaint: Complaint, *, actor: Actor) -> Complainant | None:
    """Return the complainant, decrypted, or None if this actor may not know them; then nothing is loaded.

    One statement; none if the complainant was loaded with the complaint (`load_complaint`). Raises ProtectionChanged.
    """
    if not may_see_identity(actor, complaint):
        return None
    is_loaded = Complaint.complainant.is_cached(complaint)
    person = complaint.complainant if is_loaded else Complainant.objects.get(pk=complaint.complainant_id)
    if not may_know_protected_complainants(actor) and person.protection != Protection.OFF:
        raise ProtectionChanged(f"Complaint {complaint.pk} is not as its complainant's row says.")
    return person


def _make_timeline_entry(
    seq, at, kind, cycle, actor_kind, posting_id, body, words, for_citizen, anonymised_at, parts
) -> TimelineEntry:
    event_body = json.loads(body)
    return TimelineEntry(
        seq=seq,
        at=at,
        kind=kind,
        cycle=cycle,
        actor_kind=actor_kind,
        posting_id=posting_id,
        facts=event_body["facts"],
        officer_id=event_body["by"].get("officer"),
        words=words or "",
        for_citizen=bool(for_citizen),
        anonymised=anonymised_at is not None,
        parts=parts or {},
    )
