"""The timeline of a complaint: its events as sentences, then the coming deadlines."""

from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.acting_head import acting_title
from accounts.models import Posting
from accounts.models.choice_labels import localized_name
from complaints.models import ActorKind, Complaint
from complaints.models.display.complaint_labels import CLOCKS, OUTCOMES
from complaints.models.display.followup_labels import join_followup_labels
from complaints.models.display.report_texts import joined_parts, labelled_parts
from complaints.rules.guard_facts import ContactState
from complaints.rules.linking_events import other_etag_in
from complaints.rules.statuses import REPORT_CLOCK_STATUSES
from complaints.workflow.declaration import VOICE_NOTE, SentenceByActor, Text
from complaints.workflow.table import CUSTODY_KINDS, KINDS
from desk.complaint.clock_badges import ComplaintClocks
from desk.complaint.timeline_filter import DEADLINES, timeline_group
from desk.formatting import end_of_period, isolated_etag, joined, moment, officer_with_post, post_of
from desk.queries.complaint_details import HistoryNames, TimelineEntry

CLOCK_WORDS = {str(clock): words for clock, words in CLOCKS}
NEW_HOLDER_SENTENCE = _("It is now with {to}.")
NOTIFIED_SENTENCE = _("{told} was notified.")
SPEAKER_SENTENCE = _("{spoke} spoke to the complainant, who asked for a woman officer.")
CALLER_SENTENCE = _("The officer was {spoke}. The complainant is being asked to confirm this.")
OFFICERS_KEY_SENTENCE = _("(With a code or contact details from an officer.)")
VOICE_NOTE_SENTENCE = _("(As a voice note: listen to it among the files. Write down what it says in a note.)")
DESTROYED_SENTENCE = _("This text was destroyed when the retention period ended.")
UNKNOWN_KIND_SENTENCE = _("Other event recorded ({kind}).")
OUTCOME_WORDS = {str(outcome): words for outcome, words in OUTCOMES}


def timeline_with_deadlines(
    complaint: Complaint, history: list[TimelineEntry], names: HistoryNames, *, at: datetime
) -> list:
    """Return the entries for components/timeline.html, oldest first, with the coming deadlines at the end."""
    coming = sorted((due_at, words) for due_at, words in _coming_deadlines(complaint) if due_at and due_at > at)
    deadlines = [
        {"at": due_at, "when": moment(due_at), "sentence": words, "tone": "next", "group": DEADLINES}
        for due_at, words in coming
    ]
    return timeline_entries(history, names) + deadlines


def timeline_entries(history: list[TimelineEntry], names: HistoryNames) -> list:
    """Return the entries without coming deadlines. They depend on the events only, not on the present complaint."""
    return [timeline_entry(one, names) for one in history]


def timeline_entry(one: TimelineEntry, names: HistoryNames) -> dict:
    """Return one event for the template: time, post, sentence, and the text that was written with it."""
    when = moment(one.at)
    return {
        "at": one.at,
        "when": " · ".join([when, *_posts_of_event(one, names)]),
        "sentence": event_sentence(one, names),
        "words": DESTROYED_SENTENCE if one.anonymised else joined_parts(one.words, one.parts),
        "parts": labelled_parts(one.words, one.parts),
        "internal": bool(one.words) and not one.for_citizen,
        "for_citizen": bool(one.words) and one.for_citizen and one.actor_kind == ActorKind.OFFICER,
        "is_note": one.kind == "note",
        "group": timeline_group(one),
        "tone": KINDS[one.kind].tone if one.kind in KINDS else "",
    }


def _posts_of_event(one: TimelineEntry, names: HistoryNames) -> list[str]:
    """Return the post under which it was done and, for an acting head, the head's post."""
    posting, head = names.acting_posting(one), names.posting(one.head_id, one.at)
    posts = [post_of(posting)] if posting else []
    return [*posts, joined(acting_title(head), head.office.name)] if head else posts


def event_sentence(one: TimelineEntry, names: HistoryNames) -> str:
    """Return the event as a sentence in the reader's language, with who was notified of a missed deadline."""
    notified = names.posting(one.notified_id, one.at)
    text = str(_sentence_pattern(one))
    if one.is_passed_on and one.kind not in CUSTODY_KINDS:
        text = f"{text} {NEW_HOLDER_SENTENCE}"
    if notified:
        text = f"{text} {NOTIFIED_SENTENCE}"
    if one.speaker_id in names.postings:
        text = f"{text} {CALLER_SENTENCE if one.kind == 'put_through' else SPEAKER_SENTENCE}"
    if one.facts.get("officers_key"):
        text = f"{text} {OFFICERS_KEY_SENTENCE}"
    if one.facts.get(VOICE_NOTE):
        text = f"{text} {VOICE_NOTE_SENTENCE}"
    before, after = one.categories
    return text.format(
        who=_officer_title(names.acting_posting(one)),
        to=_new_holder_text(one, names),
        told=officer_with_post(notified) if notified else "",
        spoke=_officer_title(names.posting(one.speaker_id, one.at)),
        due=_moment_text_of_fact(one, "due"),
        until=end_of_period(datetime.fromisoformat(one.facts["due"])) if one.facts.get("due") else "",
        zarra_at=_moment_text_of_fact(one, "zarra_at"),
        fir_at=_moment_text_of_fact(one, "fir_at"),
        fir_number=one.facts.get("fir_number", ""),
        kind=one.kind,
        importer=_officer_title(names.posting(one.importer_id, one.at)),
        imported_at=_moment_text_of_fact(one, "imported_at"),
        minutes=one.facts.get("minutes", ""),
        office=localized_name(one.facts.get("office_en", ""), one.facts.get("office_ur", "")),
        clock=CLOCK_WORDS.get(one.facts.get("clock"), gettext("deadline")),
        outcome=OUTCOME_WORDS.get(one.facts.get("outcome"), ""),
        what=join_followup_labels(one.facts.get("what", ())),
        unknown=join_followup_labels(one.facts.get("unknown", ())),
        before=_category_name(before, one, names),
        after=_category_name(after, one, names),
        other=isolated_etag(other) if (other := other_etag_in(one.facts)) else "",
    )


def _sentence_pattern(one: TimelineEntry) -> Text:
    """Return the sentence with its placeholders. An undeclared kind has a general sentence."""
    kind = KINDS.get(one.kind)
    pattern = kind.sentences.officer if kind else UNKNOWN_KIND_SENTENCE
    if callable(pattern):
        return pattern(one)
    return (
        (getattr(pattern, one.actor_kind) or UNKNOWN_KIND_SENTENCE) if isinstance(pattern, SentenceByActor) else pattern
    )


def _moment_text_of_fact(one: TimelineEntry, name: str) -> str:
    return moment(datetime.fromisoformat(one.facts[name])) if one.facts.get(name) else ""


def _officer_title(posting: Posting | None) -> str:
    """Return rank and name of a posting's officer."""
    return posting.officer.title if posting else ""


def _new_holder_text(one: TimelineEntry, names: HistoryNames) -> str:
    """Return who had the complaint after the event: the officer with their post, or the office if there was none."""
    if holder := names.posting(one.holder_id, one.at):
        return officer_with_post(holder)
    office = names.office(one.office_id, one.at)
    return office.name if office else gettext("another office")


def _category_name(code: str, one: TimelineEntry, names: HistoryNames) -> str:
    category = names.category(code, one.at)
    return category.name if category else code


def _coming_deadlines(complaint: Complaint) -> list[tuple[datetime | None, str]]:
    if not complaint.is_open:
        return []
    clocks = ComplaintClocks.from_row(vars(complaint))
    return [
        (clocks.contact_due_at if clocks.contact == ContactState.OPEN else None, gettext("The contact is due.")),
        (clocks.report_due_at if clocks.status in REPORT_CLOCK_STATUSES else None, gettext("The report is due.")),
        (clocks.decision_due_at, gettext("The decision on the report is due.")),
    ]
