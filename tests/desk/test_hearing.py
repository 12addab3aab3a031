"""A named officer is heard before a finding against them, and learns nothing else about the complaint."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.services.leave_arrangement import arrange_leave
from accounts.services.postings import end_posting
from complaints.models import Event, Hearing, Naming
from complaints.rules.hearing_rules import reveals_complainant
from complaints.rules.refusals import Refusal
from desk.queries.queue import my_queue_complaints
from ledger.service_exceptions import Refused
from notifications.message_routing import resolve_address
from notifications.models import Message
from tests.complaints.narrowings import withdraw_name
from tests.complaints.test_firewall import name
from tests.desk.conftest import DESK, address, etags
from tests.desk.test_today import TODAY, lines
from tests.plans import as_in_production
from tests.world import clock

GIST = "It is said that you asked for money to write a report."
ANSWER = "I asked for nothing. The register of that day shows it."


def conduct(world, category="bribe_demand", **answers):
    """Dania is the holder, and Bilal is named."""
    complaint = world.complaint(category, station="gulberg", **answers)
    world.nadia.marks(complaint, to=world.dania, at="09:10")
    world.dania.records_contact(complaint, "09:30")
    world.ayesha.says("in_person", complaint, "10:00")
    name(world, complaint, world.bilal, by="nadia", at="10:30")
    return complaint


def page(complaint):
    return f"{address(complaint)}officers/{Naming.objects.get().pk}/"


def asks(sitting, complaint, gist=GIST, at="11:00"):
    return sitting.sends(page(complaint), at, act="gist", words=gist)


def consents(today) -> list[str]:
    return [line for line in lines(today) if line.startswith("Approve asking the officer for a statement")]


def own_page():
    return f"/desk/answers/{Hearing.objects.get().pk}/"


def refusal(act, *args, **more):
    with pytest.raises(Refused) as refused:
        act(*args, **more)
    return refused.value.reason


@pytest.mark.slow
def test_the_officer_reads_the_gist_answers_and_the_answer_stands_in_the_file(world, seat):
    complaint, dania, bilal = conduct(world), seat(world.dania), seat(world.bilal)
    assert asks(dania, complaint).status_code == 302
    told = Message.objects.get(template="answer_wanted")
    assert told.recipient == f"officer:{world.bilal.officer.pk}"
    assert complaint.etag not in str(told.context)
    read = bilal.get(own_page(), "12:00").content.decode()
    assert GIST in read
    for secret in (complaint.etag, complaint.spaced_etag, "Ayesha", "3001112233", f"/{complaint.pk}/"):
        assert secret not in read
    assert bilal.sends(own_page(), "12:10", words=ANSWER).status_code == 302
    assert ANSWER in dania.get(page(complaint), "12:20").content.decode()
    assert Message.objects.filter(template="hearing_answered", recipient=f"posting:{world.dania.posting.pk}").exists()
    event = Event.objects.get(complaint=complaint, kind="hearing_answered")
    assert event.posting_id is None


@pytest.mark.slow
def test_on_leave_the_named_officer_is_told_and_not_the_officer_who_acts_for_them(world, seat):
    complaint = conduct(world)
    leave = {"starts_at": clock("10:45"), "ends_at": clock("+5d 10:45"), "by": None, "at": clock("10:45")}
    arrange_leave(posting=world.bilal.posting, cover=world.kamran.posting, **leave)
    asks(seat(world.dania), complaint)
    told = Message.objects.get(template="answer_wanted")
    assert resolve_address(told.recipient, at=clock("11:05")).email == world.bilal.officer.email


@pytest.mark.slow
def test_nothing_is_found_against_them_unheard(world, seat):
    complaint = conduct(world)
    assert refusal(world.dania.reports, complaint, "11:00") is Refusal.NOT_HEARD
    asks(seat(world.dania), complaint)
    assert refusal(world.dania.reports, complaint, "12:00") is Refusal.NOT_HEARD
    seat(world.bilal).sends(own_page(), "12:10", words=ANSWER)
    world.dania.reports(complaint, "12:20")
    assert complaint.status == "reported"


def test_when_the_time_for_the_answer_has_passed_the_inquiry_goes_on(world, seat):
    complaint = conduct(world)
    asks(seat(world.dania), complaint)
    assert refusal(world.dania.reports, complaint, "+3d 10:59") is Refusal.NOT_HEARD
    world.dania.reports(complaint, "+3d 11:00")
    assert complaint.status == "reported"


def test_what_finds_nothing_against_them_needs_no_hearing(world):
    complaint = conduct(world)
    world.dania.reports(complaint, "11:00", outcome="not_proved")
    assert complaint.status == "reported"


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("leak", ["Ayesha says so.", "See 0300-1112233.", "See ۰۳۰۰ ۱۱۱۲۲۳۳.", "etag"])
def test_a_gist_that_gives_the_complaint_away_is_not_taken(world, seat, leak):
    complaint = conduct(world)
    gist = f"Of {complaint.spaced_etag}" if leak == "etag" else leak
    answer = asks(seat(world.dania), complaint, gist)
    assert answer.status_code == 422
    assert "The officer must not learn who complained:" in answer.content.decode()
    assert not Hearing.objects.exists()


@pytest.mark.parametrize(
    ("gist", "tells"),
    [
        ("The money was requested at 14-B Tulip Lane.", True),
        ("The money was requested at ۱۴ بی, no, at 14 b tulip Lane, Model Town.", True),
        ("Write to AYESHA.B@mail.example about it.", True),
        ("The money was asked for in Model Town, Lahore, near a lane.", False),
        ("Fourteen thousand rupees were asked for.", False),
    ],
)
def test_where_somebody_lives_gives_them_away_and_the_name_of_a_town_does_not(gist, tells):
    where = ["14-B Tulip Lane, Model Town, Lahore"]
    assert reveals_complainant(gist, numbers=[], names=[], addresses=where, email="ayesha.b@mail.example") is tells


@pytest.mark.parametrize("nobody", ["kamran", "dania", "zara", "omar"])
def test_nobody_else_reads_or_answers_it(world, seat, nobody):
    complaint = conduct(world)
    asks(seat(world.dania), complaint)
    sitting = seat(world.people[nobody])
    assert sitting.get(own_page(), "12:00").status_code == 404
    assert sitting.sends(own_page(), "12:00", words=ANSWER).status_code == 404


@pytest.mark.parametrize("nobody", ["farah", "nadia", "zara"])
def test_only_who_has_the_complaint_asks(world, seat, nobody):
    complaint = conduct(world)
    assert asks(seat(world.people[nobody]), complaint).status_code == 404
    assert not Hearing.objects.exists()


@pytest.mark.slow
def test_they_answer_once_and_are_asked_once_a_round(world, seat):
    complaint, dania, bilal = conduct(world), seat(world.dania), seat(world.bilal)
    asks(dania, complaint)
    assert asks(dania, complaint, at="11:05").status_code == 422
    bilal.sends(own_page(), "12:10", words=ANSWER)
    assert bilal.sends(own_page(), "12:20", words="Something else.").status_code == 422
    assert Hearing.objects.get().answer == ANSWER


@pytest.mark.slow
def test_of_a_confidential_one_the_cpo_agrees_first_after_warning_the_complainant(world, seat):
    complaint, dania, bilal = conduct(world, "custodial_torture"), seat(world.dania), seat(world.bilal)
    assert complaint.confidential
    asks(dania, complaint)
    assert bilal.get(own_page(), "11:30").status_code == 404
    assert not Message.objects.filter(template="answer_wanted").exists()
    warned = {"act": "agree", "words": "Rang her at noon; she agrees."}
    assert dania.sends(page(complaint), "12:00", **warned).status_code == 404
    assert seat(world.nadia).sends(page(complaint), "12:00", **warned).status_code == 302
    assert GIST in bilal.get(own_page(), "12:05").content.decode()
    assert Hearing.objects.get().agreed_by == world.nadia.posting


CONSENT = "Questions to this officer need the approval of the Central Police Office"


@pytest.mark.slow
def test_what_waits_for_the_cpos_consent_stands_in_its_cells_queue_and_on_the_file(world, seat):
    complaint, dania, nadia = conduct(world, "custodial_torture"), seat(world.dania), seat(world.nadia)
    assert etags(nadia.get(DESK, "10:50")) == []
    asks(dania, complaint)
    assert etags(nadia.get(DESK, "11:10")) == [complaint.etag]
    assert etags(seat(world.salma).get(DESK, "11:10")) == []
    (line,) = consents(nadia.get(TODAY, "11:10"))
    assert "late" not in line
    for reader in (dania, nadia):
        read = reader.opens(complaint, "11:20").content.decode()
        assert CONSENT in read
        assert page(complaint) in read
    nadia.sends(page(complaint), "12:00", act="agree", words="Rang her at noon; she agrees.")
    assert etags(nadia.get(DESK, "12:10")) == consents(nadia.get(TODAY, "12:10")) == []
    assert CONSENT not in nadia.opens(complaint, "12:10").content.decode()


@pytest.mark.slow
def test_what_nobody_is_asked_any_more_waits_for_no_consent(world, seat):
    complaint = conduct(world, "custodial_torture")
    asks(seat(world.dania), complaint)
    named = Naming.objects.get()
    withdraw_name(world, named, by=world.farah, at="11:30")
    assert etags(seat(world.nadia).get(DESK, "+1d 11:40")) == []


def test_what_waits_for_consent_is_found_by_its_index(world):
    as_in_production()
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as queries:
        list(my_queue_complaints(world.nadia.actor, at=clock("12:00")))
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + queries.captured_queries[0]["sql"])
        said = "\n".join(line for (line,) in cursor.fetchall())
    assert "hearing_to_agree_to" in said


def test_the_masthead_leads_to_what_one_is_asked(world, seat):
    for reader in (world.bilal, world.salma, world.kamran):
        assert 'href="/desk/answers/"' in seat(reader).get(DESK, "09:00").content.decode()


@pytest.mark.slow
def test_who_holds_no_posting_any_more_is_told_and_answers_all_the_same(world, seat):
    complaint = conduct(world)
    end_posting(posting=world.bilal.posting, by=None, at=clock("10:45"))
    asks(seat(world.dania), complaint)
    bilal = seat(world.bilal)
    assert Message.objects.get(template="answer_wanted").recipient == f"officer:{world.bilal.officer.pk}"
    at_the_desk = bilal.get(DESK, "11:50")
    assert at_the_desk.status_code == 403
    assert 'href="/desk/answers/"' in at_the_desk.content.decode()
    assert own_page() in bilal.get("/desk/answers/", "11:55").content.decode()
    assert GIST in bilal.get(own_page(), "12:00").content.decode()
    assert bilal.sends(own_page(), "12:10", words=ANSWER).status_code == 302
    assert Hearing.objects.get().answer == ANSWER


@pytest.mark.slow
def test_what_was_written_of_a_confidential_one_waits_for_consent_whatever_it_is_by_now(world, seat):
    complaint, nadia = conduct(world, "custodial_torture"), seat(world.nadia)
    asks(seat(world.dania), complaint)
    world.nadia.does("recategorise", complaint, "11:30", category="bribe_demand")
    assert not complaint.confidential
    assert etags(nadia.get(DESK, "11:40")) == [complaint.etag]
    assert nadia.sends(page(complaint), "12:00", act="agree", words="Rang her.").status_code == 302
    assert Hearing.objects.get().given_at == clock("12:00")
