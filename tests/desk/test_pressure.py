"""Reports of pressure at the desk: the CPO acts on them, and the district sees no trace of them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Complaint, Pressure, Reading
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Outcome
from tests.complaints.refusing import refusal
from tests.complaints.verifying import found
from tests.desk.conftest import DESK, address, forms, offered
from tests.world import clock

PRESSURE, NUMBER = "/desk/pressure/", "/desk/pressure/number/"
BELOW = ["salma", "bilal", "dania", "farah", "usman"]
CENTRAL = ["nadia", "zara", "imran", "asad"]
SECRETS = re.compile(r"csrfmiddlewaretoken\" value=\"[^\"]+|nonce-[^\"]+")


def pressed(world, complaint, at: str, *, words="His cousin waits at my door.", **details) -> Pressure:
    world.ayesha.does("report_pressure", complaint, at, words=words, **details)
    return Pressure.objects.latest("pk")


def page(answer) -> str:
    return answer.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("silent", [False, True])
def test_for_everybody_below_the_cpo_nothing_differs(world, seat, silent):
    complaint = world.in_inquiry("10:00")
    seats = {name: seat(world.people[name]) for name in BELOW}

    def seen() -> dict[str, str]:
        """Return what each reader sees if nobody else has the page open."""
        pages = {}
        for name, sitting in seats.items():
            cache.clear()
            pages[name] = SECRETS.sub("", page(sitting.opens(complaint, "12:00")))
        return pages

    before = seen()
    pressed(world, complaint, "11:00", silent=silent)
    assert seen() == before
    assert all(seats[name].get(PRESSURE, "12:00").status_code == 404 for name in BELOW)


@pytest.mark.slow
def test_who_is_pressed_and_asks_to_withdraw_asks_past_the_district_as_well(world, seat):
    complaint = world.in_inquiry("10:00")
    seats = {name: seat(world.people[name]) for name in BELOW}

    def seen() -> dict[str, str]:
        """Return what each reader sees if nobody else has the page open."""
        pages = {}
        for name, sitting in seats.items():
            cache.clear()
            pages[name] = SECRETS.sub("", page(sitting.opens(complaint, "12:00")))
        return pages

    before = seen()
    pressed(world, complaint, "11:00", silent=True)
    world.ayesha.does("ask_to_withdraw", complaint, "11:05", words="It is settled.")
    assert seen() == before
    assert "The complainant asked to withdraw the complaint." in page(seat(world.nadia).opens(complaint, "12:00"))


def test_what_joins_an_open_report_stands_with_it_in_its_own_words(world, seat):
    complaint = world.in_inquiry("10:00")
    pressed(world, complaint, "11:00")
    pressed(world, complaint, "11:05", words="Now he is at the school.")
    html = page(seat(world.nadia).get(PRESSURE, "12:00"))
    assert html.index("His cousin waits at my door.") < html.index("Now he is at the school.")


@pytest.mark.slow
def test_an_officer_of_the_district_works_on_as_if_nothing_had_come_between(world, seat):
    complaint = world.in_inquiry("10:00")
    bilal, seen = seat(world.bilal), complaint.head.seq
    pressed(world, complaint, "11:00")
    answer = bilal.posts(complaint, "submit_report", "11:10", seen=seen, outcome="", words="")
    assert answer.status_code == 422  # an error like in any other form; nobody moved first
    answer = bilal.posts(complaint, "ask_citizen", "11:20", seen=seen, words="Which bank?")
    assert answer.status_code == 302
    answer = bilal.posts(complaint, "resume", "11:30", seen=seen + 1, words="It has come.")
    assert answer.status_code == 302
    assert found() == []


def test_whoever_is_first_is_still_told_apart_where_a_report_came_between(world, seat):
    complaint = world.in_inquiry("10:00")
    seen = complaint.head.seq
    pressed(world, complaint, "11:00")
    world.bilal.asks(complaint, "11:10")
    html = page(seat(world.bilal).posts(complaint, "ask_citizen", "11:20", seen=seen, words="Which bank?"))
    assert "Someone else acted first. Nothing you entered was recorded." in html
    assert "presses" not in html
    assert "pressure" not in html.lower()


@pytest.mark.slow
def test_the_cpo_reads_it_in_the_history(world, seat):
    complaint = world.in_inquiry("10:00")
    pressed(world, complaint, "11:00")
    for name in CENTRAL:
        html = page(seat(world.people[name]).opens(complaint, "12:00"))
        assert "The complainant reported pressure." in html
        assert "His cousin waits at my door." in html


def test_a_report_in_silence_says_in_the_file_that_nobody_may_ring(world, seat):
    complaint = world.in_inquiry("10:00")
    pressed(world, complaint, "11:00", words="", silent=True)
    assert "Do not call or write." in page(seat(world.nadia).opens(complaint, "12:00"))


def test_what_is_asked_after_the_closure_is_the_cpos_alone_as_well(world, seat):
    complaint = world.complaint("bribe_demand", "09:00")
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(
        status="closed", closed_at=clock("10:00") - timedelta(days=30), ending="unanswered", contact="not_needed"
    )
    world.system.does("ask_after", complaint, "10:00", words="")
    world.ayesha.does("all_well", complaint, "11:00", words="")
    asked, well = (
        "The complainant was asked whether anyone is troubling them.",
        "Asked about their safety: nobody is troubling the complainant.",
    )
    above, below = (page(seat(world.people[name]).opens(complaint, "12:00")) for name in ("nadia", "usman"))
    assert asked in above
    assert well in above
    assert asked not in below
    assert well not in below


@pytest.mark.parametrize("name", ["nadia", "zara", "imran"])
def test_those_whose_task_it_is_find_it_in_the_masthead_and_on_a_page(world, seat, name):
    complaint = world.in_inquiry("10:00")
    pressed(world, complaint, "11:00", silent=True)
    sitting = seat(world.people[name])
    html = page(sitting.get("/desk/office/", "11:30"))
    assert 'href="/desk/pressure/"' in html
    assert 'hx-get="/desk/pressure/number/"' in html
    assert "<bdi>1</bdi>" in page(sitting.get(NUMBER, "11:30"))
    html = page(sitting.get(PRESSURE, "11:30"))
    for words in ("1 h left", "His cousin waits at my door.", "Inquiry officer, Gulberg Circle", "the duress word"):
        assert words in html
    assert f'href="{address(complaint)}"' in html


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize("name", [*BELOW, "hina", "kamran", "asad", "rashid", "sana"])
def test_for_everybody_else_there_is_no_such_page(world, seat, name):
    report = pressed(world, world.in_inquiry("10:00"), "11:00")
    sitting = seat(world.people[name])
    assert sitting.get(PRESSURE, "11:30").status_code == sitting.get(NUMBER, "11:30").status_code == 404
    assert settles(sitting, report, "11:30", "Done.").status_code == 404
    assert "/desk/pressure/" not in page(sitting.get(DESK, "11:30"))
    assert Pressure.objects.filter(settled_at=None).count() == 1


def test_the_oldest_due_stands_first_and_what_is_late_says_so(world, seat):
    early, late = world.in_inquiry("10:00"), world.complaint("threats", "09:05")
    pressed(world, late, "10:30")
    pressed(world, early, "10:00")
    html = page(seat(world.nadia).get(PRESSURE, "12:10"))
    assert html.index(early.etag) < html.index(late.etag)
    assert "1 report is past its two-hour deadline." in html
    assert "10 min late" in html


def settles(sitting, report: Pressure, at: str, words: str):
    with time_machine.travel(clock(at), tick=False):
        return sitting.client.post(f"{PRESSURE}{report.pk}/", {"words": words})


def test_what_was_done_settles_it_under_the_name_of_who_did_it(world, seat):
    report = pressed(world, world.in_inquiry("10:00"), "11:00")
    nadia = seat(world.nadia)
    assert settles(nadia, report, "11:40", "I rang her at work. Her brother is with her.").status_code == 302
    report.refresh_from_db()
    assert (report.settled_at, report.settled_by) == (clock("11:40"), world.nadia.posting)
    html = page(nadia.get(PRESSURE, "11:45"))
    assert "No reports of pressure" in html
    assert "I rang her at work." in html
    assert page(nadia.get(NUMBER, "11:45")).strip() == ""


@pytest.mark.parametrize(
    ("words", "said"), [("", "Describe the action taken."), ("a\x1bb", "characters that we cannot read")]
)
def test_words_that_are_missing_or_no_text_are_refused_and_kept(world, seat, words, said):
    report = pressed(world, world.in_inquiry("10:00"), "11:00")
    answer = settles(seat(world.nadia), report, "11:40", words)
    assert answer.status_code == 422
    assert said in page(answer)
    assert "<title>Error:" in page(answer)
    assert Pressure.objects.get().settled_at is None


def test_the_second_to_settle_it_keeps_what_they_typed(world, seat):
    report = pressed(world, world.in_inquiry("10:00"), "11:00")
    settles(seat(world.nadia), report, "11:40", "I rang her.")
    answer = settles(seat(world.zara), report, "11:41", "I was there too.")
    assert answer.status_code == 409
    assert "A colleague acted first" in page(answer)
    assert "I was there too." in page(answer)
    assert Pressure.objects.get().done == "I rang her."


def test_what_was_typed_past_the_sessions_end_can_be_copied(world, seat):
    report = pressed(world, world.in_inquiry("10:00"), "11:00")
    nadia = seat(world.nadia)
    nadia.client.logout()
    answer = settles(nadia, report, "11:40", "I rang <her>.")
    assert answer.status_code == 401
    assert "I rang &lt;her&gt;." in page(answer)
    assert Pressure.objects.get().settled_at is None


@pytest.mark.slow
def test_the_page_costs_the_same_for_one_report_and_for_many(world, seat, django_assert_num_queries):
    nadia = seat(world.nadia)
    for number in (1, 6):
        for _ in range(number + 1):
            pressed(world, world.in_inquiry("10:00"), "11:00")
        settles(nadia, Pressure.objects.latest("pk"), "11:10", "Done.")
        nadia.get(PRESSURE, "11:20")  # shows once that it is recorded
        with django_assert_num_queries(3 + 4 + 4 + 1):  # the session; two lists, the texts, who settled; readings; bell
            assert nadia.get(PRESSURE, "11:30").status_code == 200
        with django_assert_num_queries(3 + 1):
            assert nadia.get(NUMBER, "11:30").status_code == 200


@pytest.mark.slow
def test_whose_words_stand_on_the_page_has_been_read_once_a_minute(world, seat, monkeypatch):
    one, other, settled = (world.in_inquiry("10:00") for _ in range(3))
    for complaint in (one, other, settled):
        pressed(world, complaint, "11:00")
    nadia = seat(world.nadia)
    settles(nadia, Pressure.objects.latest("pk"), "11:05", "I rang her.")
    for at in ("11:30", "11:30", "11:32"):
        nadia.get(PRESSURE, at)
    read = Reading.objects.filter(posting=world.nadia.posting).values_list("complaint", "at")
    assert sorted(read) == sorted((c.pk, clock(at)) for c in (one, other, settled) for at in ("11:30", "11:32"))
    assert settles(nadia, Pressure.objects.first(), "11:40", "").status_code == 422
    assert Reading.objects.filter(at=clock("11:40")).count() == 3

    def fails(*args, **kwargs):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(Reading.objects, "bulk_create", fails)
    answer = nadia.get(PRESSURE, "11:50")
    assert answer.status_code == 503
    assert "His cousin" not in page(answer)


def test_looking_at_the_address_of_a_report_leads_to_the_list(world, seat):
    report = pressed(world, world.in_inquiry("10:00"), "11:00")
    answer = seat(world.nadia).get(f"{PRESSURE}{report.pk}/", "11:30")
    assert (answer.status_code, answer.headers["Location"]) == (302, PRESSURE)
    assert seat(world.nadia).get(f"{PRESSURE}{10**40}/", "11:30").status_code in {302, 404}


# --- what it blocks, without a reason -----------------------------------------------------------------------------


@pytest.mark.slow
def test_a_reconciliation_is_always_the_cpos_to_verify_and_waits_while_there_is_pressure(world, seat):
    complaint = world.in_inquiry("10:00")
    pressed(world, complaint, "10:30")
    assert "reconciled" in page(seat(world.bilal).opens(complaint, "10:40"))
    answer = seat(world.bilal).posts(
        complaint, "submit_report", "11:00", outcome=Outcome.RECONCILED, words="They shook hands."
    )
    assert answer.status_code == 302  # the district sees no trace
    salma, nadia = seat(world.salma), seat(world.nadia)
    html = page(salma.opens(complaint, "12:00"))
    assert "Only the complaint cell of the Central Police Office can do this for this complaint." in html
    assert "verify" in offered(salma.opens(complaint, "12:00"))
    assert "This can&#x27;t be done for some days." in page(nadia.opens(complaint, "12:00"))
    assert complaint.etag not in page(nadia.get(DESK, "12:00"))  # nothing to ask before acceptance
    world.farah.does("accept", complaint, "12:10")
    assert "verify" in forms(nadia.opens(complaint, "+7d 10:30"))
    assert complaint.etag in page(nadia.get(DESK, "12:10"))
    assert complaint.etag not in page(salma.get(DESK, "12:10"))


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("silent", [None, False, True])
def test_a_reconciliation_is_verified_after_it_is_accepted_pressed_or_not(world, seat, silent):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00", Outcome.RECONCILED)
    assert refusal(world.nadia.does, "verify", complaint, "12:00", verdict="satisfied") is Refusal.ACCEPTED_FIRST
    if silent is not None:
        pressed(world, complaint, "12:30", silent=silent)
    world.farah.does("accept", complaint, "13:00")
    assert (complaint.status, complaint.verified_at) == ("reported", None)
    if silent is not None:
        assert refusal(world.nadia.does, "verify", complaint, "13:10", verdict="satisfied") is Refusal.UNDER_PRESSURE
        settles(seat(world.nadia), Pressure.objects.get(), "13:20", "I sent a patrol.")
    world.nadia.does("verify", complaint, "+7d 13:00", verdict="satisfied")
    assert complaint.status == "resolved"
    assert found() == []


@pytest.mark.parametrize("name", ["nadia", "zara", "imran"])
def test_at_the_cpo_a_file_costs_no_more_than_it_may(world, seat, name):
    """Fourteen statements besides the session's three: the reading and its savepoint, and for monitors the partners."""
    complaint = world.in_inquiry("10:00")
    pressed(world, complaint, "11:00")
    sitting = seat(world.people[name])
    with CaptureQueriesContext(connection) as queries:
        assert sitting.opens(complaint, "12:00").status_code == 200
    assert len(queries) <= 3 + (14 if name == "zara" else 13)
