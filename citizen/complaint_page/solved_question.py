""" "Is it solved?": the answer in words, and what the complaint's page shows around the question."""

from datetime import datetime

from django.utils.translation import gettext, pgettext

from citizen.queries.own_complaint import Opened
from citizen.services.one_tap import Answered
from complaints.models import Event
from complaints.rules.statuses import FINAL, Ending, Solved, Status
from complaints.rules.thresholds import CHANGE_WITHIN
from web.times import moment


def in_words(said: str) -> str:
    """An answer to the question, as its button says it."""
    return {
        Solved.YES: gettext("Yes, it is solved"),
        Solved.NO: gettext("No, it is not solved"),
        Solved.PARTLY: pgettext("solved", "Partly"),
    }.get(said, "")


def sentence(answered: Answered) -> str:
    """How the question was answered, for a link that asks it."""
    match answered.said:
        case Solved.YES:
            return gettext("You said: yes, it is solved. The complaint is closed.")
        case Solved.NO:
            return gettext("You said: no, it is not solved. A higher officer has the complaint now.")
        case Solved.PARTLY:
            return gettext("You said: partly. A higher officer has the complaint now.")
    return gettext("Nobody answered within 7 days. The complaint was closed as “no answer”, not as solved.")


def differs(answered: Answered | None, said: str) -> bool:
    """Whether a second answer is another one than the first, so that the page must say what the first was."""
    return answered is not None and answered.said != said


def change_until(found: Opened, *, at: datetime) -> str:
    """Until when "yes" can be changed, in words; empty where there is no "yes" or its time is over."""
    complaint = found.complaint
    if complaint.status != Status.CLOSED or complaint.ending != Ending.CONFIRMED or complaint.closed_at is None:
        return ""
    until = complaint.closed_at + CHANGE_WITHIN
    return moment(until, now=at) if at < until else ""


def lacks_words(found: Opened) -> str:
    """The answer ("not_solved" or "partly") of which nobody has said yet what is missing; empty where nothing is.

    As long as no officer has written anything since, the page asks for it.
    """
    if found.complaint.status in FINAL:
        return ""
    last = next((event for event in reversed(found.events) if event.kind in {"object", "add", "submit_report"}), None)
    if last is None or last.kind != "object" or _has_words(last):
        return ""
    return last.facts.get("answer", Solved.NO)


def said_by(event: Event) -> str:
    """Which answer an event was."""
    return Solved.YES if event.kind == "close" else event.facts.get("answer", Solved.NO)


def _has_words(event: Event) -> bool:
    return getattr(event, "words", None) is not None
