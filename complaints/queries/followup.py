"""What was told after the E-tag: the pages that ask for it, and what stands in the history."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models.fetch_modes import FETCH_RAISE

from accounts.models import Office
from accounts.rules.offices import OfficeKind
from complaints.models import AccessCode, Complainant, Complaint, Event, Evidence
from complaints.rules import followup as rule
from complaints.rules.followup import Followup, Question, Why
from complaints.rules.opened_by import OpenedBy, Trust, sees_identity, trust_in
from complaints.rules.statuses import Status

KIND = "told"
RECOVERY_LASTS = timedelta(hours=1)
"""So long after a printed key has opened a complaint, its secret word can be replaced without the lost one."""


@dataclass(frozen=True)
class Last:
    """When something was told last. `unknown`: they said that they don't know."""

    seq: int
    at: datetime
    unknown: bool


@dataclass(frozen=True)
class FollowupContext:
    """An opened complaint, as the questions see it: what stands, what was told, and what is asked at all."""

    complaint: Complaint
    past: Mapping[str, Last]
    files: int
    opened_by: OpenedBy = OpenedBy.CHAT

    @property
    def person(self) -> Complainant:
        return self.complaint.complainant

    @property
    def seen(self) -> int:
        """The history's length, by which a page that is too old is known."""
        return self.complaint.head.seq

    @property
    def questions(self) -> list[Question]:
        return questions_of(self.complaint)

    def refusal(self, question: Question) -> Why | None:
        """Why this question cannot be told now, or None."""
        among, status = self.questions, Status(self.complaint.status)
        return rule.refusal(question, status, among, sees_identity=self.sees_identity)

    @property
    def sees_identity(self) -> bool:
        """Whether name, document and numbers may be shown in the browser that has it open."""
        return is_seen_by(self.opened_by, self.complaint)

    @property
    def is_limited(self) -> bool:
        """Whether it was opened by a key that an officer issued, or by what was set with one."""
        return trust_in(self.opened_by, self.person.proofs) is Trust.OFFICERS_KEY

    def is_told(self, question: Question) -> bool:
        """Whether there is an answer, "I don't know" among them. Of the second word nobody learns whether there is."""
        return question in _STANDS and _STANDS[question](self)


_STANDS: dict[Question, Callable[[FollowupContext], bool]] = {
    Question.PLACE: lambda it: (
        Followup.STATION in it.past
        or it.complaint.place.kind in {OfficeKind.STATION, OfficeKind.UNIT}
        or bool(it.complaint.statement.landmark)
    ),
    Question.WHEN: lambda it: Followup.WHEN in it.past or bool(it.complaint.statement.happened_on),
    Question.CONCERNS: lambda it: Followup.CONCERNS in it.past or bool(it.complaint.statement.concerns),
    Question.EVIDENCE: lambda it: it.files > 0,
    Question.YOU: lambda it: bool(it.person.name) or Followup.DOCUMENT in it.past,
    Question.BEHALF: lambda it: Followup.BEHALF in it.past or rule.needs_consent(it.person.behalf),
    Question.AGE: lambda it: Followup.AGE in it.past or it.person.under_18,
    Question.CONTACT: lambda it: Followup.CHANNEL in it.past,
    Question.HOURS: lambda it: Followup.HOURS in it.past or it.person.safe_from is not None,
    Question.PROTECTION: lambda it: Followup.PROTECTION in it.past or it.complaint.protected,
    Question.WORD: lambda it: it.person.has_secret,
}


def is_seen_by(opened_by: OpenedBy, complaint: Complaint) -> bool:
    """Whether name, document and numbers may be shown to somebody who has opened the complaint this way."""
    person = complaint.complainant
    on_own_device = {
        OpenedBy.PHONE: person.phone_is_of_filing,
        OpenedBy.EMAIL: person.email_is_of_filing,
    }.get(opened_by, False)
    return sees_identity(opened_by, is_protected=complaint.identity_is_protected, on_own_device=on_own_device)


def asked_of(complaint_id: int, *, opened_by: OpenedBy = OpenedBy.CHAT) -> FollowupContext:
    """What is asked about one complaint. Three queries, however long its history."""
    related = "category", "policy", "place__parent", "office", "complainant", "statement", "head"
    complaint = (
        Complaint.objects.unscoped("the complainant opened this complaint")
        .select_related(*related)
        .for_screen()
        .get(pk=complaint_id)
    )
    kept = Evidence.objects.filter(complaint=complaint_id)
    files = kept.exclude(state__in=[Evidence.State.COMING, Evidence.State.REFUSED, *Evidence.HIDDEN]).count()
    return FollowupContext(complaint, last_told(complaint_id), files, opened_by)


def questions_of(complaint: Complaint) -> list[Question]:
    """What is asked of a complaint's complainant, who is fetched already."""
    person = complaint.complainant
    return rule.asked(anonymous=person.anonymous, confidential=complaint.confidential, has_secret=person.has_secret)


def stations_around(place: Office) -> list[Office]:
    """The police stations of the district in which a place lies, by their name. Two queries."""
    line = list(Office.objects.line_of(place))
    district = next((office for office in line if office.kind == OfficeKind.DISTRICT), place)
    stations = (
        Office.objects.within(district)
        .filter(kind=OfficeKind.STATION)
        .only("code", "kind", "path", "name_en", "name_ur")
    )
    return sorted(stations, key=lambda office: office.name)


def last_told(complaint_id: int) -> dict[str, Last]:
    """By the name of what was told (rules.telling.Told), when that was last. One query."""
    events = Event.objects.filter(complaint=complaint_id, kind=KIND).order_by("seq").values_list("seq", "at", "body")
    return latest((seq, at, json.loads(body)["facts"]) for seq, at, body in events)


def latest(told: Iterable[tuple[int, datetime, Mapping]]) -> dict[str, Last]:
    """The same from events at hand, oldest first: number, moment and facts of each."""
    last = {}
    for seq, at, facts in told:
        last |= {name: Last(seq, at, unknown=False) for name in facts.get("what", ())}
        last |= {name: Last(seq, at, unknown=True) for name in facts.get("unknown", ())}
    return last


def unnamed(complainant_id: int) -> Complainant:
    """How somebody is reached and for whom they speak. Who they are is not fetched: to ask is an error. One query."""
    harmless = (
        *("safe_from", "safe_until", "time_zone", "neutral", "woman_officer", "prefers", "under_18", "anonymous"),
        "wants_calls",
        *("behalf", "behalf_consent", "language"),
    )
    return Complainant.objects.only(*harmless).fetch_mode(FETCH_RAISE).get(pk=complainant_id)


def contact_moved_to(event: Event) -> datetime | None:
    """The contact's new deadline, where hours that were told have moved it."""
    due = json.loads(event.body)["facts"].get("contact_due")
    return datetime.fromisoformat(due) if due else None


def is_recovering(complaint_id: int, past: Mapping[str, Last], *, at: datetime) -> bool:
    """Whether a printed key has just opened it, since the word was set last: then the lost word is not asked for.

    Such a key is used up by opening, so whoever sets the word with it does so in that visit. One query.
    """
    since = max(at - RECOVERY_LASTS, past[Followup.KEYS].at) if Followup.KEYS in past else at - RECOVERY_LASTS
    printed = AccessCode.objects.filter(complaint=complaint_id, kind=AccessCode.Kind.PRINTED)
    return printed.filter(used_at__gt=since, used_at__lte=at).exists()


def is_key(person: Complainant, opened_by: OpenedBy = OpenedBy.CHAT) -> bool:
    """Whether a code sent to the phone or e-mail address has opened the complaint.

    For the browser that filed it, which has it open without any code, only what was proved there: a mistyped number
    can be put right although the stranger who has it was first to enter a code.
    """
    if opened_by is OpenedBy.FILING:
        return person.phone_is_of_filing or person.email_is_of_filing
    return person.phone_verified_at is not None or person.email_verified_at is not None
