"""Give follow-up answers in tests, and read what they changed."""

import json

import pytest

from complaints.models import Complaint, Event, Words
from complaints.rules.followup_questions import FollowupRefusal
from complaints.services import followup
from complaints.services.draft_answers import BadAnswer
from tests.world import Person, clock

WORD, OTHER_WORD = "Purple kite over Ravi", "Three green mangoes"
STORY = "The queue at the licence office stood still on Tuesday."
CNIC = "3520212345671"


def tells(person: Person, complaint: Complaint, said, at: str = "10:00", *, seen: int | None = None):
    """Record an answer, refresh the complaint, and return the event or None."""
    try:
        by = person.acts_on(complaint)
        return followup.record_answer(complaint_id=complaint.pk, answer=said, by=by, at=clock(at), expected_seq=seen)
    finally:
        complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))


def facts(event: Event) -> dict:
    return json.loads(event.body)["facts"]


def words(event: Event) -> str:
    return Words.objects.get(event=event).text


def refused(act, *arguments, **more) -> FollowupRefusal:
    with pytest.raises(followup.AnswerNotAllowed) as refusal:
        act(*arguments, **more)
    return refusal.value.why


def bad(act, *arguments) -> tuple[str, str]:
    with pytest.raises(BadAnswer) as answer:
        act(*arguments)
    return answer.value.field, answer.value.reason
