"""The story of a complaint for its page: what happened, then what is due."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext

from accounts.models import Posting
from accounts.models.choices import in_language
from accounts.standing_in import in_the_place_of
from complaints.desk.chips import Clocks
from complaints.desk.saying import joined, moment, post_of
from complaints.desk.sentences import GOOD_KINDS, IN_THE_CALL, LATE_KINDS, SPOKE, TOLD, pattern
from complaints.models import ActorKind, Complaint
from complaints.models.told import named
from complaints.models.words import CLOCKS, OUTCOMES
from complaints.queries.file import Happening
from complaints.rules.guards import Contact
from complaints.rules.statuses import REPORT_OWED

CLOCK_WORDS = {str(clock): words for clock, words in CLOCKS}
OUTCOME_WORDS = {str(outcome): words for outcome, words in OUTCOMES}


def entries(complaint: Complaint, history: list[Happening], people: Mapping[int, Posting], *, at: datetime) -> list:
    """What components/timeline.html shows, oldest first; deadlines that lie ahead stand last."""
    return told(complaint, history, people) + _ahead(complaint, at=at)


def told(complaint: Complaint, history: list[Happening], people: Mapping[int, Posting]) -> list:
    """The same without what lies ahead."""
    return [entry(one, complaint, people) for one in history]


def entry(one: Happening, complaint: Complaint, people: Mapping[int, Posting]) -> dict:
    """One event: when, by whom and under which post, in a sentence, and what was said with it."""
    when = moment(one.at)
    return {
        "at": one.at,
        "when": " · ".join([when, *_posts(one, people)]),
        "sentence": sentence(one, complaint, people),
        "words": gettext("This text was destroyed when the retention period ended.") if one.anonymised else one.words,
        "internal": bool(one.words) and not one.for_citizen,
        "for_citizen": bool(one.words) and one.for_citizen and one.actor_kind == ActorKind.OFFICER,
        "is_note": one.kind == "note",
        "tone": "late" if one.kind in LATE_KINDS else "good" if one.kind in GOOD_KINDS else "",
    }


def _posts(one: Happening, people: Mapping[int, Posting]) -> list[str]:
    """Under which post it was done and, where that was so, in which head's place."""
    posts = [post_of(people[one.posting_id])] if one.posting_id in people else []
    place = people.get(one.place_id)
    return [*posts, joined(in_the_place_of(place), place.office.name)] if place else posts


def sentence(one: Happening, complaint: Complaint, people: Mapping[int, Posting]) -> str:
    """The event in plain words, in the reader's language; of a passed limit, who was told of it."""
    words = str(pattern(one.kind, one.actor_kind, one.facts))
    if one.told_id in people:
        words = f"{words} {TOLD}"
    if one.spoke_id in people:
        words = f"{words} {IN_THE_CALL if one.kind == 'put_through' else SPOKE}"
    return words.format(
        who=_title(one.posting_id, people),
        to=_title(one.holder_id, people) or complaint.office.name,
        told=_title(one.told_id, people),
        spoke=_title(one.spoke_id, people),
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
    )


def _moment_of(one: Happening, name: str) -> str:
    return moment(datetime.fromisoformat(one.facts[name])) if one.facts.get(name) else ""


def _title(posting_id: int | None, people: Mapping[int, Posting]) -> str:
    return people[posting_id].officer.title if posting_id in people else ""


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
