"""The one-tap link of a message: one question and one button. Opening it changes nothing, and it opens nothing else."""

import threading
from html import unescape

import pytest
import time_machine
from django.db import connection, connections
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from citizen.services import one_tap_links
from complaints.models import Complaint, ContactClaim, Event
from complaints.rules.complainant.one_tap_links import SIGNATURE_LENGTH, OneTapQuestionKind, to_base62
from complaints.rules.statuses import Ending, Status
from tests.citizen.conftest import words
from tests.citizen.keys.cast import claimed, resolved, set_words
from tests.world import build, clock


def link(complaint, kind: str, act: OneTapQuestionKind) -> str:
    event = Event.objects.filter(complaint=complaint, kind=kind).latest("seq")
    return f"/a/{one_tap_links.make_link_token(event.pk, act)}/"


def told(answer) -> str:
    return unescape(words(answer))


def stands(complaint) -> Complaint:
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    return complaint


def test_looking_at_the_link_changes_nothing_however_often_a_preview_does(world, ayesha):
    complaint = claimed(world)
    address = link(complaint, "record_contact", OneTapQuestionKind.ANSWER_CONTACT)
    before = Event.objects.filter(complaint=complaint).count()
    for _ in range(3):
        assert "Did Inspector Bilal speak to you?" in told(ayesha.get(address, "10:00"))
        with time_machine.travel(clock("10:00"), tick=False):
            assert ayesha.client.head(address).status_code == 200
    assert Event.objects.filter(complaint=complaint).count() == before
    assert ContactClaim.objects.get(complaint=complaint).answered_at is None


@pytest.mark.parametrize(
    ("said", "kind"),
    [("in_person", "confirm_contact"), ("someone_else", "deny_contact"), ("nobody", "deny_contact")],
)
def test_ayesha_says_who_spoke_to_her_by_one_tap(world, ayesha, said, kind):
    complaint = claimed(world)
    answer = ayesha.posts(link(complaint, "record_contact", OneTapQuestionKind.ANSWER_CONTACT), "10:00", answer=said)
    assert "Thank you. Your answer is recorded." in told(answer)
    assert ContactClaim.objects.get(complaint=complaint).answer == said
    assert Event.objects.get(complaint=complaint, kind=kind).actor_kind == "citizen"


def test_ayesha_says_that_it_is_solved_by_one_tap(world, ayesha):
    complaint = resolved(world)
    address = link(complaint, "verify", OneTapQuestionKind.CLOSE)
    assert "Is it solved?" in told(ayesha.get(address, "+1d 13:00"))
    ayesha.posts(address, "+1d 13:00", answer="solved")
    assert (stands(complaint).status, complaint.ending) == (Status.CLOSED, Ending.CONFIRMED)


def test_the_second_tap_says_that_it_is_noted_already(world, ayesha):
    complaint = claimed(world)
    address = link(complaint, "record_contact", OneTapQuestionKind.ANSWER_CONTACT)
    ayesha.posts(address, "10:00", answer="nobody")
    for answer in (ayesha.posts(address, "10:01", answer="in_person"), ayesha.get(address, "10:02")):
        assert answer.status_code == 200
        assert "Already answered" in told(answer)
    assert ContactClaim.objects.get(complaint=complaint).answer == "nobody"


def test_an_old_link_never_answers_a_later_claim(world, ayesha):
    complaint = claimed(world)
    address = link(complaint, "record_contact", OneTapQuestionKind.ANSWER_CONTACT)
    ayesha.posts(address, "10:00", answer="nobody")
    world.bilal.records_contact(complaint, "11:00")
    assert "Already answered" in told(ayesha.posts(address, "11:05", answer="in_person"))
    assert ContactClaim.objects.get(complaint=complaint, answered_at=None).claimed_at == clock("11:00")


def test_the_link_runs_out(world, ayesha):
    complaint = claimed(world)
    address = link(complaint, "record_contact", OneTapQuestionKind.ANSWER_CONTACT)
    assert ayesha.get(address, "+3d 09:29").status_code == 200
    for answer in (ayesha.get(address, "+3d 09:30"), ayesha.posts(address, "+3d 09:30", answer="nobody")):
        assert answer.status_code == 410
        assert "This link has expired" in told(answer)
    assert ContactClaim.objects.get(complaint=complaint).answered_at is None


@pytest.mark.parametrize(
    "spoilt", ["", "x", "c1", "c" + "0" * SIGNATURE_LENGTH, "٣" * 20, "c%00" + "0" * 11, "x" * 3000]
)
def test_a_spoilt_link_says_so_and_leads_to_tracking(world, ayesha, spoilt):
    answer = ayesha.get(f"/a/{spoilt or '-'}/")
    assert answer.status_code == 404
    assert "This link does not work" in told(answer)
    assert 'href="/track/"' in answer.content.decode()


def test_the_signature_is_of_this_question_and_of_this_event(world, ayesha):
    complaint = claimed(world)
    address = link(complaint, "record_contact", OneTapQuestionKind.ANSWER_CONTACT)
    token = address.strip("/").removeprefix("a/")
    for forged in (f"s{token[1:]}", f"c{to_base62(1)}{token[-SIGNATURE_LENGTH:]}", token[:-1], token.swapcase()):
        assert ayesha.posts(f"/a/{forged}/", "10:00", answer="in_person").status_code == 404
    wrong_question = one_tap_links.make_link_token(
        Event.objects.get(complaint=complaint, kind="registered").pk, OneTapQuestionKind.ANSWER_CONTACT
    )
    assert ayesha.get(f"/a/{wrong_question}/", "10:00").status_code == 404


def test_it_opens_nothing_else_and_leaves_no_cookie(world, ayesha):
    complaint = claimed(world)
    address = link(complaint, "record_contact", OneTapQuestionKind.ANSWER_CONTACT)
    for answer in (ayesha.get(address, "10:00"), ayesha.posts(address, "10:00", answer="in_person")):
        assert not answer.cookies
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]
    assert ayesha.get(f"/track/{complaint.etag}/mine/", "10:01").status_code == 302


def test_the_page_tells_neither_number_nor_matter(world, bashir):
    complaint = claimed(world, language="ur")
    page = bashir.get(link(complaint, "record_contact", OneTapQuestionKind.ANSWER_CONTACT), "10:00").content.decode()
    for hidden in (complaint.etag, complaint.spaced_etag, "shop", "Ayesha", complaint.category.name_ur):
        assert hidden not in page
    assert "<title>Information</title>" in page or "<title>معلومات</title>" in page


def test_a_tap_that_says_nothing_is_asked_again(world, ayesha):
    complaint = claimed(world)
    address = link(complaint, "record_contact", OneTapQuestionKind.ANSWER_CONTACT)
    for typed in ({}, {"answer": "solved"}, {"answer": "\x00"}):
        answer = ayesha.posts(address, "10:00", **typed)
        assert answer.status_code == 422
        assert "Press one of the buttons." in told(answer)
    assert ContactClaim.objects.get(complaint=complaint).answered_at is None


def test_a_secret_word_turns_the_links_off_those_sent_before_too(world, ayesha):
    complaint = claimed(world)
    address = link(complaint, "record_contact", OneTapQuestionKind.ANSWER_CONTACT)
    tag = Template("{% load message_links %}{% one_tap event 'answer_contact' %}")
    event = Event.objects.get(complaint=complaint, kind="record_contact").pk
    assert address in tag.render(Context({"event": event}))
    set_words(complaint, secret="the blue mango tree")
    assert tag.render(Context({"event": event})) == ""
    nonsense = ayesha.get("/a/nonsense/", "10:00")
    for answer in (ayesha.get(address, "10:00"), ayesha.posts(address, "10:00", answer="in_person")):
        assert (answer.status_code, told(answer)) == (404, told(nonsense).replace("nonsense", ""))
    assert ContactClaim.objects.get(complaint=complaint).answered_at is None


def test_a_message_s_link_is_in_its_language_and_short(world, settings):
    settings.SITE_URL = "https://complaints.example.org"
    complaint = claimed(world)
    event = Event.objects.get(complaint=complaint, kind="record_contact").pk
    address = Template("{% load message_links %}{% one_tap event 'answer_contact' %}").render(Context({"event": event}))
    assert address.startswith("https://complaints.example.org/a/c")
    assert len(address.rsplit("/", 2)[1]) <= 1 + 6 + SIGNATURE_LENGTH  # 56 thousand million events
    assert Template("{% load message_links %}{% one_tap event 'close' %}").render(Context({})) == ""


def test_the_page_costs_two_queries_and_a_made_up_link_none(world, ayesha):
    complaint = claimed(world)
    address = link(complaint, "record_contact", OneTapQuestionKind.ANSWER_CONTACT)
    with CaptureQueriesContext(connection) as queries:
        ayesha.get(address, "10:00")
    assert len(queries) == 2  # the event with its complaint; whether the claim waits
    with CaptureQueriesContext(connection) as queries:
        ayesha.get("/a/nonsense/", "10:00")
    assert len(queries) == 0


@pytest.mark.slow
def test_of_two_taps_at_once_one_counts(own_database):
    world = build()
    complaint = claimed(world)
    event = Event.objects.get(complaint=complaint, kind="record_contact").pk
    token, outcomes = one_tap_links.make_link_token(event, OneTapQuestionKind.ANSWER_CONTACT), []

    def taps(said):
        try:
            outcomes.append(one_tap_links.answer_question(token, said, at=clock("10:00")).state)
        finally:
            connections.close_all()

    hands = [threading.Thread(target=taps, args=[said]) for said in ("in_person", "nobody", "in_person", "nobody")]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(outcomes) == ["answered", "answered", "answered", "open"]
    assert ContactClaim.objects.filter(complaint=complaint, answered_at__isnull=False).count() == 1


@pytest.mark.parametrize(("said", "kind"), [("well", "all_well"), ("troubled", "report_pressure")])
def test_a_month_later_bashir_says_whether_anybody_troubles_him(world, bashir, said, kind):
    complaint = resolved(world, category="bribe_demand")
    world.ayesha.does("close", complaint, "+1d 13:00")
    world.system.does("ask_after", complaint, "+31d 13:00")
    address = link(complaint, "ask_after", OneTapQuestionKind.AFTERCARE)
    assert bashir.get(address, "+40d 13:00").status_code == 200
    bashir.posts(address, "+40d 13:00", answer=said)
    assert Event.objects.filter(complaint=complaint, kind=kind, actor_kind="citizen").count() == 1
    assert bashir.get(address, "+50d 13:00").status_code == 200  # answered, so the page says that it is recorded


def test_under_pressure_it_is_not_closed_by_a_tap_and_the_page_says_so(world, ayesha):
    complaint = resolved(world)
    world.ayesha.does("report_pressure", complaint, "+1d 12:00")
    answer = ayesha.posts(link(complaint, "verify", OneTapQuestionKind.CLOSE), "+1d 13:00", answer="solved")
    assert answer.status_code == 409
    assert "This can't be done now" in told(answer)
    assert stands(complaint).status == Status.RESOLVED


def test_an_old_resolution_s_link_never_closes_a_later_one(world, ayesha):
    complaint = resolved(world)
    address = link(complaint, "verify", OneTapQuestionKind.CLOSE)
    world.ayesha.does("object", complaint, "+1d 12:00")
    assert "Already answered" in told(ayesha.posts(address, "+1d 13:00", answer="solved"))
    assert stands(complaint).status == Status.MARKED


def test_a_contact_that_is_a_message_is_answered_on_its_page_and_only_denied_by_a_tap(world, ayesha):
    complaint = world.complaint(protected=True)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.does("record_contact", complaint, "09:30", words="Enter the date of the visit.")
    address = link(complaint, "record_contact", OneTapQuestionKind.ANSWER_CONTACT)
    page = told(ayesha.get(address, "10:00"))
    assert "Did Inspector Bilal write to you?" in page
    assert "Enter the date of the visit." not in page
    assert ayesha.posts(address, "10:00", answer="in_person").status_code == 422
    assert "Thank you. Your answer is recorded." in told(ayesha.posts(address, "10:00", answer="nobody"))
