"""The timeline of a complaint: its events as sentences, then the coming deadlines."""

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
    """Return the entries for components/timeline.html, oldest first, with the coming deadlines at the end."""
    coming = sorted((due_at, words) for due_at, words in _deadlines(complaint) if due_at and due_at > at)
    deadlines = [{"at": due_at, "when": moment(due_at), "sentence": words, "tone": "next"} for due_at, words in coming]
    return told(history, names) + deadlines


def told(history: list[TimelineEntry], names: Names) -> list:
    """Return the entries without coming deadlines. They depend on the events only, not on the present complaint."""
    return [entry(one, names) for one in history]


def entry(one: TimelineEntry, names: Names) -> dict:
    """Return one event for the template: time, post, sentence, and the text that was written with it."""
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
    """Return the post under which it was done and, for an acting head, the head's post."""
    posting, head = names.posting(one.posting_id, one.at), names.posting(one.place_id, one.at)
    posts = [post_of(posting)] if posting else []
    return [*posts, joined(in_the_place_of(head), head.office.name)] if head else posts


def sentence(one: TimelineEntry, names: Names) -> str:
    """Return the event as a sentence in the reader's language, with who was notified of a missed deadline."""
    notified = names.posting(one.told_id, one.at)
    text = str(_pattern(one))
    if one.is_passed_on and one.kind not in PASSES_ON:
        text = f"{text} {MOVED}"
    if notified:
        text = f"{text} {TOLD}"
    if one.spoke_id in names.postings:
        text = f"{text} {IN_THE_CALL if one.kind == 'put_through' else SPOKE}"
    if one.facts.get("officers_key"):
        text = f"{text} {WITH_OFFICERS_KEY}"
    before, after = one.categories
    return text.format(
        who=_title(one.posting_id, one, names),
        to=_holder(one, names),
        told=with_post(notified) if notified else "",
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
    """Return the sentence with its placeholders. An undeclared kind has a general sentence."""
    kind = KINDS.get(one.kind)
    pattern = kind.sentences.officer if kind else UNKNOWN
    if callable(pattern):
        return pattern(one)
    return (getattr(pattern, one.actor_kind) or UNKNOWN) if isinstance(pattern, By) else pattern


def _moment_of(one: TimelineEntry, name: str) -> str:
    return moment(datetime.fromisoformat(one.facts[name])) if one.facts.get(name) else ""


def _title(posting_id: int | None, one: TimelineEntry, names: Names) -> str:
    """Return rank and name of a posting's officer at the time of the event."""
    posting = names.posting(posting_id, one.at)
    return posting.officer.title if posting else ""


def _holder(one: TimelineEntry, names: Names) -> str:
    """Return who had the complaint after the event: the officer with their post, or the office if there was none."""
    if holder := names.posting(one.holder_id, one.at):
        return with_post(holder)
    office = names.office(one.office_id, one.at)
    return office.name if office else gettext("another office")


def _category(code: str, one: TimelineEntry, names: Names) -> str:
    category = names.category(code, one.at)
    return category.name if category else code


def _deadlines(complaint: Complaint) -> list[tuple[datetime | None, str]]:
    if not complaint.is_open:
        return []
    clocks = Clocks.of(vars(complaint))
    return [
        (clocks.contact_due_at if clocks.contact == Contact.OPEN else None, gettext("The contact is due.")),
        (clocks.report_due_at if clocks.status in REPORT_OWED else None, gettext("The report is due.")),
        (clocks.decision_due_at, gettext("The decision on the report is due.")),
    ]
