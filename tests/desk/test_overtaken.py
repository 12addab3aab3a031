"""A form that is submitted after someone else moved first shows both what was typed and what happened meanwhile."""

from html import unescape

import pytest

from api.rules.client_scopes import ClientKind, Scope
from api.services.client_registration import create_client
from complaints.models import Complaint
from complaints.rules.statuses import Status
from desk.moves.form_table import FORMS
from tests.desk.test_moves import came_to
from tests.world import clock

TYPED = "What I had written."
# The status in which each form is submitted, by whom, and its values besides the text.
SENT = {
    "mark": (Status.RECEIVED, "salma", {"to": "bilal"}),
    "forward": (Status.RECEIVED, "salma", {"to": "multan"}),
    "recategorise": (Status.RECEIVED, "salma", {}),
    "close_as_feedback": (Status.RECEIVED, "salma", {}),
    "reject": (Status.RECEIVED, "usman", {}),
    "re_mark": (Status.MARKED, "dania", {"to": "dania"}),
    "begin": (Status.MARKED, "bilal", {}),
    "try_contact": (Status.MARKED, "bilal", {}),
    "urgent_act": (Status.MARKED, "bilal", {}),
    "refer_outside": (Status.MARKED, "nadia", {}),
    "refer_partner": (Status.MARKED, "zara", {"client": "partner-nccia"}),
    "excuse_contact": (Status.MARKED, "salma", {}),
    "record_contact": (Status.MARKED, "bilal", {"how": "telephone"}),
    "confirm_contact": (Status.IN_INQUIRY, "salma", {}),
    "deny_contact": (Status.IN_INQUIRY, "salma", {"answer": "nobody"}),
    "leave_unconfirmed": (Status.IN_INQUIRY, "salma", {}),
    "ask_citizen": ("confirmed", "bilal", {}),
    "tell_citizen": ("confirmed", "bilal", {}),
    "ask_call": (Status.MARKED, "bilal", {"telephone": "0301 2345678"}),
    "invite": (Status.MARKED, "bilal", {"day": "2026-11-25", "hour": "11:00"}),
    "submit_report": ("confirmed", "bilal", {"outcome": "relief_granted"}),
    "resume": (Status.AWAITING_CITIZEN, "bilal", {}),
    "verify": (Status.REPORTED, "salma", {"verdict": "satisfied"}),
    "accept": (Status.REPORTED, "farah", {}),
    "return_report": (Status.REPORTED, "farah", {}),
    "keep": (Status.MARKED, "nadia", {}),
    "withdraw": (Status.MARKED, "nadia", {}),
}
NEVER_OVERTAKEN = {"note", "hold", "lift_hold", "recall_partner"}
"""A note and the ends of a hold and a referral stand in every status; a hold needs an end, and where there is none any
more the table refuses it."""


def test_every_form_is_tried_here():
    assert set(SENT) | NEVER_OVERTAKEN == set(FORMS)


@pytest.mark.mostly_slow(keep=6)
@pytest.mark.parametrize("move", SENT)
def test_both_versions_are_shown_and_nothing_is_written(world, seat, move):
    status, who, chosen = SENT[move]
    complaint = world.in_inquiry() if status == "confirmed" else came_to(world, status)
    seen = head(complaint)
    world.ayesha.does("ask_to_withdraw", complaint, "16:00")
    world.ayesha.does("withdraw", complaint, "16:01", words="We have made peace.")
    length = head(complaint)
    if "client" in chosen:
        names = {"name_en": "NCCIA", "name_ur": "این سی سی آئی اے"}
        rights = {"kind": ClientKind.PARTNER, "scopes": [Scope.PUSH_STATUS], "client_id": chosen["client"]}
        create_client(**names, **rights, at=clock("08:00"))
    if chosen.get("to") in world.people:
        chosen = chosen | {"to": world.people[chosen["to"]].posting.pk}
    elif "to" in chosen:
        chosen = chosen | {"to": world.office(chosen["to"]).pk}
    answer = seat(world.people[who]).posts(complaint, move, "16:05", seen=seen, words=TYPED, **chosen)
    html = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "Someone else acted first. Nothing you entered was recorded." in html
    assert "The complainant withdrew it." in html
    assert TYPED in html or "words" not in FORMS[move].base_fields
    assert head(complaint) == length


def test_a_note_is_kept_whatever_happened_meanwhile(world, seat):
    complaint = came_to(world, Status.MARKED)
    seen = head(complaint)
    world.ayesha.does("withdraw", complaint, "16:01")
    assert seat(world.salma).posts(complaint, "note", "16:05", seen=seen, words=TYPED).status_code == 302


def head(complaint: Complaint) -> int:
    return Complaint.objects.unscoped("test").get(pk=complaint.pk).head.seq
