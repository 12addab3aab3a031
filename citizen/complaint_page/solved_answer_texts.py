"""The question “Is it solved?”: its answers as text, and what the complaint's page shows about it."""

from datetime import datetime

from django.utils.translation import gettext, pgettext

from citizen.queries.own_complaint import OpenedComplaint
from citizen.services.one_tap_links import SolvedAnswerResult
from complaints.models import Event
from complaints.rules.statuses import FINAL, Ending, SolvedAnswer, Status
from complaints.rules.thresholds import CHANGE_ANSWER_WITHIN
from web.time_format import format_relative_time


def answer_label(answer: str) -> str:
    """Return an answer to the question, as its button shows it."""
    return {
        SolvedAnswer.YES: gettext("Yes, it is solved"),
        SolvedAnswer.NO: gettext("No, it is not solved"),
        SolvedAnswer.PARTLY: pgettext("solved", "Partly"),
    }.get(answer, "")


def answer_sentence(solved_answer: SolvedAnswerResult) -> str:
    """Return how the question was answered, for the page of a one-tap link."""
    match solved_answer.code:
        case SolvedAnswer.YES:
            return gettext("You said: yes, it is solved. The complaint is closed.")
        case SolvedAnswer.NO:
            return gettext("You said: no, it is not solved. A higher officer has the complaint now.")
        case SolvedAnswer.PARTLY:
            return gettext("You said: partly. A higher officer has the complaint now.")
    return gettext("Nobody answered within 7 days. The complaint was closed as “no answer”, not as solved.")


def is_different_answer(solved_answer: SolvedAnswerResult | None, answer: str) -> bool:
    """Return whether a second answer differs from the first, so that the page must show the first."""
    return solved_answer is not None and solved_answer.code != answer


def change_deadline_text(opened: OpenedComplaint, *, at: datetime) -> str:
    """Return until when a “yes” can be changed, as text; an empty string without a “yes” or after that time."""
    complaint = opened.complaint
    if complaint.status != Status.CLOSED or complaint.ending != Ending.CONFIRMED or complaint.closed_at is None:
        return ""
    until = complaint.closed_at + CHANGE_ANSWER_WITHIN
    return format_relative_time(until, now=at, zone=complaint.complainant.time_zone) if at < until else ""


def answer_without_details(opened: OpenedComplaint) -> str:
    """Return the answer (“not_solved” or “partly”) that still has no explanation; an empty string otherwise.

    The page asks for the explanation until an officer reports again.
    """
    if opened.complaint.status in FINAL:
        return ""
    last = next((event for event in reversed(opened.events) if event.kind in {"object", "add", "submit_report"}), None)
    if last is None or last.kind != "object" or getattr(last, "words", None) is not None:
        return ""
    return last.facts.get("answer", SolvedAnswer.NO)


def answer_of_event(event: Event) -> str:
    """Return the answer that an event stands for."""
    return SolvedAnswer.YES if event.kind == "close" else event.facts.get("answer", SolvedAnswer.NO)
