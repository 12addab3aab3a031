"""A form that is submitted after someone else moved first shows both what was typed and what happened meanwhile."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.rules.client_scopes import ClientKind, Scope
from api.services.client_registration import create_client
from complaints.models import Complaint
from complaints.rules.statuses import Status
from complaints.services.moves import check_move
from complaints.workflow.table import MOVES
from desk.moves.form_table import FORMS
from tests.desk.conftest import address
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


SECOND_REPORT = "The neighbours saw two men, who were found and questioned the same evening."


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("move", ["accept", "return_report", "verify"])
def test_nobody_decides_on_a_report_that_their_page_did_not_show(world, seat, move):
    _, who, chosen = SENT[move]
    complaint = came_to(world, Status.REPORTED)
    seen = head(complaint)
    world.usman.does("return_report", complaint, "15:00", words="Ask the neighbours.")
    world.bilal.reports(complaint, "15:30", words=SECOND_REPORT)
    length = head(complaint)
    answer = seat(world.people[who]).posts(complaint, move, "16:05", seen=seen, words=TYPED, **chosen)
    html = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "Someone else acted first. Nothing you entered was recorded." in html.split("What you typed")[0]
    assert SECOND_REPORT in html.split("What you typed")[0]
    assert TYPED in html or "words" not in FORMS[move].base_fields
    assert head(complaint) == length
    assert seat(world.people[who]).posts(complaint, move, "16:10", words=TYPED, **chosen).status_code == 302


@pytest.mark.slow
def test_an_event_that_changes_nothing_for_the_decision_does_not_stop_it(world, seat):
    complaint = came_to(world, Status.REPORTED)
    seen = head(complaint)
    world.salma.does("note", complaint, "15:00", words="They called again.")
    assert seat(world.farah).posts(complaint, "accept", "16:05", seen=seen, words=TYPED).status_code == 302


def test_only_a_page_that_is_behind_costs_a_statement(world):
    complaint = came_to(world, Status.REPORTED)
    world.salma.does("note", complaint, "15:00")
    counts = []
    for expected_seq in (None, complaint.head.seq, complaint.head.seq - 1):
        by = {"by": world.farah.actor, "at": clock("16:00"), "words": TYPED, "expected_seq": expected_seq}
        with CaptureQueriesContext(connection) as asked:
            check_move(complaint_id=complaint.pk, name="accept", **by)
        counts.append(len(asked))
    assert counts == [counts[0], counts[0], counts[0] + 1]


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("move", ["tell_citizen", "ask_citizen", "note"])
def test_a_text_that_is_sent_twice_is_recorded_once_and_answered_like_the_first_time(world, seat, move):
    complaint = world.in_inquiry()
    seen, bilal = head(complaint), seat(world.bilal)
    for at in ("16:00", "16:01"):
        answer = bilal.posts(complaint, move, at, seen=seen, words=f"  {TYPED}\r\n")
        assert (answer.status_code, answer.headers["Location"]) == (302, address(complaint))
        assert str(MOVES[move].page.done) in unescape(bilal.opens(complaint, at).content.decode())
    assert head(complaint) == seen + 1


@pytest.mark.slow
def test_another_text_another_officer_and_a_page_that_shows_the_first_one_are_no_repetition(world, seat):
    complaint = world.in_inquiry()
    seen, bilal = head(complaint), seat(world.bilal)
    bilal.posts(complaint, "note", "16:00", seen=seen, words=TYPED)
    bilal.posts(complaint, "note", "16:01", seen=seen, words="Something else.")
    seat(world.salma).posts(complaint, "note", "16:02", seen=seen, words=TYPED)
    bilal.posts(complaint, "note", "16:03", words=TYPED)
    assert head(complaint) == seen + 4


def head(complaint: Complaint) -> int:
    return Complaint.objects.unscoped("test").get(pk=complaint.pk).head.seq
