"""The story of a complaint for its page: what happened, then what is due."""

from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.acting_head import in_the_place_of
from accounts.models.choices import in_language
from complaints.models import ActorKind, Complaint
from complaints.models.followup_labels import named
from complaints.models.labels import CLOCKS, OUTCOMES
from complaints.rules.facts import Contact
from complaints.rules.linking import other_of
from complaints.rules.statuses import REPORT_OWED
from complaints.workflow.declaration import By, Text
from complaints.workflow.table import KINDS, PASSES_ON
from desk.complaint.badges import Clocks
from desk.queries.complaint_details import Names, TimelineEntry
from desk.wording import etag_apart, joined, moment, post_of, with_post

CLOCK_WORDS = {str(clock): words for clock, words in CLOCKS}
MOVED = _("It is now with {to}.")
TOLD = _("{told} was notified.")
SPOKE = _("{spoke} spoke to the complainant, who asked for a woman officer.")
IN_THE_CALL = _("The officer was {spoke}. The complainant is being asked to confirm this.")
WITH_OFFICERS_KEY = _("(With a code or contact details from an officer.)")
UNKNOWN = _("Other event recorded ({kind}).")
OUTCOME_WORDS = {str(outcome): words for outcome, words in OUTCOMES}


def entries(complaint: Complaint, history: list[TimelineEntry], names: Names, *, at: datetime) -> list:
    """What components/timeline.html shows, oldest first; deadlines that lie ahead stand last."""
    return told(history, names) + _ahead(complaint, at=at)


def told(history: list[TimelineEntry], names: Names) -> list:
    """The same without what lies ahead. It depends on the events alone, never on the complaint as it stands now."""
    return [entry(one, names) for one in history]


def entry(one: TimelineEntry, names: Names) -> dict:
    """One event: when, by whom and under which post, in a sentence, and what was said with it."""
    when = moment(one.at)
    return {
        "at": one.at,
        "when": " · ".join([when, *_posts(one, names)]),
        "sentence": sentence(one, names),
        "words": gettext("This text was destroyed when the retention period ended.") if one.anonymised else one.words,
        "internal": bool(one.words) and not one.for_citizen,
        "for_citizen": bool(one.words) and one.for_citizen and one.actor_kind == ActorKind.OFFICER,
        "is_note": one.kind == "note",
        "tone": KINDS[one.kind].tone if one.kind in KINDS else "",
    }


def _posts(one: TimelineEntry, names: Names) -> list[str]:
    """Under which post it was done and, where that was so, in which head's place."""
    posting, place = names.posting(one.posting_id, one.at), names.posting(one.place_id, one.at)
    posts = [post_of(posting)] if posting else []
    return [*posts, joined(in_the_place_of(place), place.office.name)] if place else posts


def sentence(one: TimelineEntry, names: Names) -> str:
    """The event in plain words, in the reader's language; of a passed limit, who was told of it."""
    told = names.posting(one.told_id, one.at)
    words = str(_pattern(one))
    if one.is_passed_on and one.kind not in PASSES_ON:
        words = f"{words} {MOVED}"
    if told:
        words = f"{words} {TOLD}"
    if one.spoke_id in names.postings:
        words = f"{words} {IN_THE_CALL if one.kind == 'put_through' else SPOKE}"
    if one.facts.get("officers_key"):
        words = f"{words} {WITH_OFFICERS_KEY}"
    before, after = one.categories
    return words.format(
        who=_title(one.posting_id, one, names),
        to=_holder(one, names),
        told=with_post(told) if told else "",
        spoke=_title(one.spoke_id, one, names),
        due=_moment_of(one, "due"),
        zarra_at=_moment_of(one, "zarra_at"),
        fir_at=_moment_of(one, "fir_at"),
        fir_number=one.facts.get("fir_number", ""),
        kind=one.kind,
        minutes=one.facts.get("minutes", ""),
        office=in_language(one.facts.get("office_en", ""), one.facts.get("office_ur", "")),
        clock=CLOCK_WORDS.get(one.facts.get("clock"), gettext("deadline")),
        outcome=OUTCOME_WORDS.get(one.facts.get("outcome"), ""),
        what=named(one.facts.get("what", ())),
        unknown=named(one.facts.get("unknown", ())),
        before=_category(before, one, names),
        after=_category(after, one, names),
        other=etag_apart(other) if (other := other_of(one.facts)) else "",
    )


def _pattern(one: TimelineEntry) -> Text:
    """Return the sentence with its places still open; of a kind that nobody declared, that it is one."""
    kind = KINDS.get(one.kind)
    said = kind.sentences.officer if kind else UNKNOWN
    if callable(said):
        return said(one)
    return (getattr(said, one.actor_kind) or UNKNOWN) if isinstance(said, By) else said


def _moment_of(one: TimelineEntry, name: str) -> str:
    return moment(datetime.fromisoformat(one.facts[name])) if one.facts.get(name) else ""


def _title(posting_id: int | None, one: TimelineEntry, names: Names) -> str:
    """Return rank and name of the officer who acted, at the moment of the event."""
    posting = names.posting(posting_id, one.at)
    return posting.officer.title if posting else ""


def _holder(one: TimelineEntry, names: Names) -> str:
    """Who had it after the event: the officer with post and office, or the office where nobody had been marked."""
    if holder := names.posting(one.holder_id, one.at):
        return with_post(holder)
    office = names.office(one.office_id, one.at)
    return office.name if office else gettext("another office")


def _category(code: str, one: TimelineEntry, names: Names) -> str:
    category = names.category(code, one.at)
    return category.name if category else code


def _ahead(complaint: Complaint, *, at: datetime) -> list[dict]:
    """Deadlines to come, the nearest first."""
    due = [(when, words) for when, words in _due(complaint) if when and when > at]
    return [{"at": when, "when": moment(when), "sentence": words, "tone": "next"} for when, words in sorted(due)]


def _due(complaint: Complaint) -> list[tuple[datetime | None, str]]:
    if not complaint.is_open:
        return []
    clocks = Clocks.of(vars(complaint))
    return [
        (clocks.contact_due_at if clocks.contact == Contact.OPEN else None, gettext("The contact is due.")),
        (clocks.report_due_at if clocks.status in REPORT_OWED else None, gettext("The report is due.")),
        (clocks.decision_due_at, gettext("The decision on the report is due.")),
    ]
