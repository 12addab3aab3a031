"""Follow-up questions, which are asked after the registration: what to ask, and what was answered."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models.fetch_modes import FETCH_RAISE

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from complaints.models import AccessCode, Complainant, Complaint, Event, Evidence
from complaints.rules import followup_questions as rule
from complaints.rules.access_proofs import OpenedBy, Trust, may_see_identity, trust_of_opening
from complaints.rules.followup_questions import FollowupDetail, FollowupRefusal, Question
from complaints.rules.statuses import Status

KIND = "told"
RECOVERY_LASTS = timedelta(hours=1)
"""For how long after a printed key opened a complaint its secret word can be replaced without the old one."""


@dataclass(frozen=True)
class LastAnswer:
    """When a question was last answered. `unknown`: the answer was "I don't know"."""

    seq: int
    at: datetime
    unknown: bool


@dataclass(frozen=True)
class FollowupContext:
    """An opened complaint with its `last_answers` and its number of files, for the follow-up questions."""

    complaint: Complaint
    last_answers: Mapping[str, LastAnswer]
    files: int
    opened_by: OpenedBy = OpenedBy.CHAT

    @property
    def person(self) -> Complainant:
        return self.complaint.complainant

    @property
    def history_length(self) -> int:
        """Return the length of the history, by which an outdated page is detected."""
        return self.complaint.head.seq

    @property
    def questions(self) -> list[Question]:
        return followup_questions_of(self.complaint)

    def refusal(self, question: Question) -> FollowupRefusal | None:
        """Return why this question cannot be answered now, or None."""
        return rule.refusal_of_question(
            question, Status(self.complaint.status), self.questions, sees_identity=self.sees_identity
        )

    @property
    def sees_identity(self) -> bool:
        """Return whether name, document and numbers may be shown to the present visitor."""
        return may_visitor_see_identity(self.opened_by, self.complaint)

    @property
    def is_limited(self) -> bool:
        """Return whether it was opened with a key that an officer issued, or by a value that was set with one."""
        return trust_of_opening(self.opened_by, self.person.proofs) is Trust.OFFICERS_KEY

    def is_told(self, question: Question) -> bool:
        """Return whether the question was answered, also with "I don't know". Always False for the duress word."""
        return question in _IS_ANSWERED and _IS_ANSWERED[question](self)


# There is no entry for the duress word: nobody may learn whether there is one.
_IS_ANSWERED: dict[Question, Callable[[FollowupContext], bool]] = {
    Question.PLACE: lambda context: (
        FollowupDetail.STATION in context.last_answers
        or context.complaint.place.kind in {OfficeKind.STATION, OfficeKind.UNIT}
        or bool(context.complaint.statement.landmark)
    ),
    Question.WHEN: lambda context: (
        FollowupDetail.WHEN in context.last_answers or bool(context.complaint.statement.happened_on)
    ),
    Question.CONCERNS: lambda context: (
        FollowupDetail.CONCERNS in context.last_answers or bool(context.complaint.statement.concerns)
    ),
    Question.EVIDENCE: lambda context: context.files > 0,
    Question.YOU: lambda context: bool(context.person.name) or FollowupDetail.DOCUMENT in context.last_answers,
    Question.BEHALF: lambda context: (
        FollowupDetail.BEHALF in context.last_answers or rule.needs_consent(context.person.behalf)
    ),
    Question.AGE: lambda context: FollowupDetail.AGE in context.last_answers or context.person.under_18,
    Question.CONTACT: lambda context: FollowupDetail.CHANNEL in context.last_answers,
    Question.HOURS: lambda context: (
        FollowupDetail.HOURS in context.last_answers or context.person.safe_from is not None
    ),
    Question.PROTECTION: lambda context: (
        FollowupDetail.PROTECTION in context.last_answers or context.complaint.protected
    ),
    Question.WORD: lambda context: context.person.has_secret,
}


def may_visitor_see_identity(opened_by: OpenedBy, complaint: Complaint) -> bool:
    """Return whether name, document and numbers may be shown to a visitor who opened the complaint this way."""
    person = complaint.complainant
    on_own_device = {
        OpenedBy.PHONE: person.phone_is_of_filing,
        OpenedBy.EMAIL: person.email_is_of_filing,
    }.get(opened_by, False)
    return may_see_identity(opened_by, is_protected=complaint.identity_is_protected, on_own_device=on_own_device)


def load_followup_context(complaint_id: int, *, opened_by: OpenedBy = OpenedBy.CHAT) -> FollowupContext:
    """Load the context of the follow-up questions about one complaint. Three queries, however long its history."""
    related = "category", "policy", "place__parent", "office", "complainant", "statement", "head"
    complaint = (
        Complaint.objects.unscoped("the complainant opened this complaint")
        .select_related(*related)
        .for_screen()
        .get(pk=complaint_id)
    )
    evidence = Evidence.objects.filter(complaint=complaint_id)
    files = evidence.exclude(state__in=[Evidence.State.COMING, Evidence.State.REFUSED, *Evidence.HIDDEN]).count()
    return FollowupContext(complaint, load_last_answers(complaint_id), files, opened_by)


def followup_questions_of(complaint: Complaint) -> list[Question]:
    """Return the questions for a complaint. Its complainant must be loaded."""
    person = complaint.complainant
    return rule.questions_for(
        anonymous=person.anonymous, confidential=complaint.confidential, has_secret=person.has_secret
    )


def stations_in_district_of(place: Office, *, kinds: Iterable[OfficeKind] = (OfficeKind.STATION,)) -> list[Office]:
    """Return the police stations of the district in which an office lies, by name. Two queries.

    `kinds`: other kinds of office to return, such as units.
    """
    line = list(Office.objects.line_of(place))
    district = next((office for office in line if office.kind == OfficeKind.DISTRICT), place)
    stations = (
        Office.objects.within(district)
        .filter(kind__in=[str(kind) for kind in kinds])
        .only("code", "kind", "path", "name_en", "name_ur")
    )
    return sorted(stations, key=lambda office: office.name)


def load_last_answers(complaint_id: int) -> dict[str, LastAnswer]:
    """Return the last answer to each follow-up question, by name (FollowupDetail). One query."""
    events = Event.objects.filter(complaint=complaint_id, kind=KIND).order_by("seq").values_list("seq", "at", "body")
    return last_answers_in_events((seq, at, json.loads(body)["facts"]) for seq, at, body in events)


def last_answers_in_events(events: Iterable[tuple[int, datetime, Mapping]]) -> dict[str, LastAnswer]:
    """Return the last answers from loaded events, has_number oldest first as (seq, at, facts)."""
    last = {}
    for seq, at, facts in events:
        last |= {name: LastAnswer(seq, at, unknown=False) for name in facts.get("what", ())}
        last |= {name: LastAnswer(seq, at, unknown=True) for name in facts.get("unknown", ())}
    return last


def load_contact_wishes(complainant_id: int) -> Complainant:
    """Load a complainant without identifying columns. Access to any other column raises. One query."""
    columns = (
        *("safe_from", "safe_until", "time_zone", "neutral", "woman_officer", "prefers", "under_18", "anonymous"),
        "wants_calls",
        *("behalf", "behalf_consent", "language"),
    )
    return Complainant.objects.only(*columns).fetch_mode(FETCH_RAISE).get(pk=complainant_id)


def moved_contact_deadline(event: Event) -> datetime | None:
    """Return the new deadline of the contact if this answer about safe hours moved it, else None."""
    due = json.loads(event.body)["facts"].get("contact_due")
    return datetime.fromisoformat(due) if due else None


def may_set_secret_word_without_old(complaint_id: int, last_answers: Mapping[str, LastAnswer], *, at: datetime) -> bool:
    """Return whether the secret word may be set without the old one, because a printed key was just used. One query.

    The key must have been used within RECOVERY_LASTS and after the word was last set. A printed key opens a complaint
    once, so only the session that it opened can set the word this way.
    """
    since = at - RECOVERY_LASTS
    if FollowupDetail.KEYS in last_answers:
        since = max(since, last_answers[FollowupDetail.KEYS].at)
    printed = AccessCode.objects.filter(complaint=complaint_id, kind=AccessCode.Kind.PRINTED)
    return printed.filter(used_at__gt=since, used_at__lte=at).exists()


def has_address_opened_complaint(person: Complainant, opened_by: OpenedBy = OpenedBy.CHAT) -> bool:
    """Return whether a code sent to the phone or e-mail address has opened the complaint.

    The browser that filed the complaint has it open without a code. For that browser, only addresses that were proved
    there count, so that a mistyped number can be corrected even if a stranger with that number entered a code first.
    """
    if opened_by is OpenedBy.FILING:
        return person.phone_is_of_filing or person.email_is_of_filing
    return person.phone_verified_at is not None or person.email_verified_at is not None
