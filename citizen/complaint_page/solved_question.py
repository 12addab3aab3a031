"""The question “Is it solved?”: its answers as text, and what the complaint's page shows about it."""

from datetime import datetime

from django.utils.translation import gettext, pgettext

from citizen.queries.own_complaint import Opened
from citizen.services.one_tap import Answered
from complaints.models import Event
from complaints.rules.statuses import FINAL, Ending, Solved, Status
from complaints.rules.thresholds import CHANGE_WITHIN
from web.times import moment


def in_words(answer: str) -> str:
    """Return an answer to the question, as its button shows it."""
    return {
        Solved.YES: gettext("Yes, it is solved"),
        Solved.NO: gettext("No, it is not solved"),
        Solved.PARTLY: pgettext("solved", "Partly"),
    }.get(answer, "")


def sentence(answered: Answered) -> str:
    """Return how the question was answered, for the page of a one-tap link."""
    match answered.said:
        case Solved.YES:
            return gettext("You said: yes, it is solved. The complaint is closed.")
        case Solved.NO:
            return gettext("You said: no, it is not solved. A higher officer has the complaint now.")
        case Solved.PARTLY:
            return gettext("You said: partly. A higher officer has the complaint now.")
    return gettext("Nobody answered within 7 days. The complaint was closed as “no answer”, not as solved.")


def differs(answered: Answered | None, answer: str) -> bool:
    """Return whether a second answer differs from the first, so that the page must show the first."""
    return answered is not None and answered.said != answer


def change_until(opened: Opened, *, at: datetime) -> str:
    """Return until when a “yes” can be changed, as text; an empty string without a “yes” or after that time."""
    complaint = opened.complaint
    if complaint.status != Status.CLOSED or complaint.ending != Ending.CONFIRMED or complaint.closed_at is None:
        return ""
    until = complaint.closed_at + CHANGE_WITHIN
    return moment(until, now=at) if at < until else ""


def lacks_words(opened: Opened) -> str:
    """Return the answer (“not_solved” or “partly”) that still has no explanation; an empty string otherwise.

    The page asks for the explanation until an officer reports again.
    """
    if opened.complaint.status in FINAL:
        return ""
    last = next((event for event in reversed(opened.events) if event.kind in {"object", "add", "submit_report"}), None)
    if last is None or last.kind != "object" or _has_words(last):
        return ""
    return last.facts.get("answer", Solved.NO)


def said_by(event: Event) -> str:
    """Return the answer that an event stands for."""
    return Solved.YES if event.kind == "close" else event.facts.get("answer", Solved.NO)


def _has_words(event: Event) -> bool:
    return getattr(event, "words", None) is not None
