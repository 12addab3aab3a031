"""Intake of a visitor, a caller or a letter: one form, read back, confirmed, registered."""

import json
import re
from datetime import datetime
from uuid import UUID

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from citizen.filing.draft_addresses import draft_address
from citizen.services.complaint_opening import AccessKey, open_with_key
from complaints.models import AccessCode, Complaint, Draft, Event, Evidence, Reading
from complaints.services.drafts import delete_expired_drafts
from complaints.services.exclusion.officer_naming import name_officer
from tests.citizen.conftest import Visitor
from tests.citizen.keys.cast import PRINTED_KEY
from tests.citizen.test_receipt import text_of
from tests.complaints.conftest import calendar  # noqa: F401
from tests.complaints.verifying import found
from tests.desk.intake.conftest import INTAKE, text
from tests.evidence.samples import paper
from tests.world import clock


def registered(complaint: Complaint) -> dict:
    return json.loads(Event.objects.get(complaint=complaint, seq=1).body)["facts"]


@pytest.mark.slow
def test_a_walk_in_without_a_phone_is_registered_by_the_operator_and_goes_home_with_a_key(world, desk):
    salma = desk(world.salma)
    answer = salma.types()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{INTAKE}{salma.key}/check/")
    assert salma.agrees().headers["Location"] == f"{INTAKE}{salma.key}/done/"
    complaint = salma.complaint
    assert (complaint.channel, complaint.category.code, complaint.place.code) == (
        "counter",
        "property_crime",
        "gulberg",
    )
    assert (complaint.complainant.name, complaint.complainant.language) == ("Bashiran Bibi", "ur")
    event = Event.objects.get(complaint=complaint, seq=1)
    assert (event.actor_kind, event.posting) == ("officer", world.salma.posting)
    facts = registered(complaint)
    assert facts["agreed"] == "self"
    assert datetime.fromisoformat(facts["agreed_at"]) == clock("10:06")
    page = text(salma.hands_over(hand="1"))
    key = PRINTED_KEY.search(page).group()
    paper = salma.hands_over("10:08", paper="1", key=key)
    assert paper["Content-Type"] == "application/pdf"
    assert salma.complaint.spaced_etag in text_of(paper.content)
    assert open_with_key(etag=complaint.etag, typed=key, at=clock("11:00")).by is AccessKey.PRINTED
    assert found() == []


def test_the_key_is_handed_once_within_the_hour_and_by_nobody_else(world, desk):
    salma = desk(world.salma)
    salma.types()
    salma.agrees()
    assert "Create a printed code for the complainant" in text(salma.seat.get(f"{INTAKE}{salma.key}/done/", "10:07"))
    assert "Create a printed code for the complainant" not in text(
        salma.seat.get(f"{INTAKE}{salma.key}/done/", "11:07")
    )
    assert PRINTED_KEY.search(text(salma.hands_over(hand="1")))
    again = text(salma.hands_over("10:09", hand="1"))
    assert not PRINTED_KEY.search(again)
    assert "No code was created: there is one already, or the hour for creating it has passed." in again


@pytest.mark.parametrize("channel", ["telephone", "letter"])
def test_who_calls_or_writes_without_a_phone_gets_no_key_from_one_officer(world, desk, channel):
    """Nobody stands at the counter who could take the paper along: the operator alone would hold the key."""
    salma = desk(world.salma)
    letter = {"letter_of": "2026-11-22"} if channel == "letter" else {}
    salma.types(channel=channel, **letter)
    salma.agrees(**({"agreed": "letter"} if channel == "letter" else {}))
    assert not salma.complaint.complainant.phone
    page = text(salma.seat.get(f"{INTAKE}{salma.key}/done/", "10:07"))
    assert "Create a printed code for the complainant" not in page
    assert not PRINTED_KEY.search(text(salma.hands_over(hand="1")))
    assert not AccessCode.objects.exists()


def test_of_a_sensitive_matter_the_first_key_is_handed_over_too(world, desk):
    salma = desk(world.salma)
    salma.types(kind="Demand of a bribe", reach="anonymous", name="stay anonymous", language="en")
    salma.agrees(to_the_cpo="")
    assert salma.complaint.complainant.anonymous
    assert salma.complaint.complainant.name == ""
    key = PRINTED_KEY.search(text(salma.hands_over(hand="1"))).group()
    assert key in text_of(salma.hands_over("10:08", paper="1", key=key).content)
    assert salma.hands_over("10:09", paper="1", key="AAAA-AAAA-AAAA").status_code == 404


def test_who_has_a_phone_gets_the_number_as_a_message_and_no_key(world, desk):
    salma = desk(world.salma)
    salma.types(
        channel="telephone", reach="phone", phone="0300 1112233", safe_from="9", safe_until="17", wants_calls="on"
    )
    salma.agrees()
    person = salma.complaint.complainant
    assert (person.phone, person.safe_from, person.safe_until, person.wants_calls) == ("+923001112233", 9, 17, True)
    page = text(salma.seat.get(f"{INTAKE}{salma.key}/done/", "10:07"))
    assert "We also send the number to the complainant in a message." in page
    assert "Create a printed code for the complainant" not in page


def test_what_was_typed_is_read_back_whole_in_the_persons_own_language(world, desk):
    salma = desk(world.salma)
    salma.types(happened_on="2026-11-22", happened_about="after the evening prayer", concerns="On a red motorcycle")
    page = text(salma.reads_back())
    read = page[page.index('<section class="card" lang="ur" dir="rtl">') : page.index("</section>")]
    for said in (
        "Two men took my buffalo",
        "behind the old mill",
        "red motorcycle",
        "after the evening prayer",
        "Bashiran Bibi",
        "تھانہ گلبرگ",
        "کیا ہوا",
    ):
        assert said in read
    assert "8 hours from registration" in page
    assert not Complaint.objects.unscoped("test").exists()


def test_hours_that_a_calendar_counts_are_said_to_be_working_hours(world, calendar, desk):  # noqa: F811
    salma = desk(world.salma)
    salma.types(kind="Fraud, cheque or document crime")
    assert "8 working hours from registration" in text(salma.reads_back())


def test_when_it_happened_and_whom_it_concerns_stand_in_the_file(world, desk):
    salma = desk(world.salma)
    salma.types(happened_on="22/11/2026", happened_about="after the evening prayer", concerns="On a red motorcycle")
    salma.agrees()
    told = salma.complaint.statement
    assert (str(told.happened_on), told.happened_about) == ("2026-11-22", "after the evening prayer")
    assert told.concerns == "On a red motorcycle"


def test_without_who_agreed_nothing_is_registered(world, desk):
    salma = desk(world.salma)
    salma.types()
    answer = salma.agrees(agreed="")
    assert answer.status_code == 422
    assert "Read it to them and choose who confirmed it." in text(answer)
    assert salma.agrees(agreed="letter").status_code == 422  # no letter
    assert not Complaint.objects.unscoped("test").exists()


def test_sent_twice_it_is_one_complaint(world, desk):
    salma = desk(world.salma)
    salma.types()
    assert salma.agrees().status_code == salma.agrees("10:07").status_code == 302
    assert Complaint.objects.unscoped("test").count() == 1
    assert salma.types("10:08").headers["Location"].endswith("/done/")


@pytest.mark.slow
def test_a_letter_has_its_day_and_its_scan(world, desk):
    nadia = desk(world.nadia)
    scan = SimpleUploadedFile("letter.pdf", paper(), content_type="application/pdf")
    answer = nadia.types(channel="letter", evidence=scan)
    assert answer.status_code == 422
    assert "Enter the date the letter arrived." in text(answer)
    assert "letter.pdf" in text(answer)  # the scan was saved all the same
    nadia.types(channel="letter", letter_of="20/11/2026")
    nadia.agrees(agreed="letter")
    facts = registered(nadia.complaint)
    assert (facts["letter_of"], facts["agreed"], facts["channel"]) == ("2026-11-20", "letter", "letter")
    assert Evidence.objects.get(complaint=nadia.complaint).name == "letter.pdf"
    assert Event.objects.get(complaint=nadia.complaint, kind="evidence_added").posting == world.nadia.posting


@pytest.mark.mostly_slow(keep=4)
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": ""}, "Write down what happened."),
        ({"kind": "xyzzy"}, "No category matches this word. Try another, or “Something else”."),
        ({"kind": "FIR"}, "Several categories match this word. Choose one of them."),
        ({"district": ""}, "Choose the district"),
        ({"station": "multan"}, "This is not in the chosen district. Choose again."),
        ({"reach": "phone"}, "Give the phone number"),
        ({"reach": "phone", "phone": "12"}, "Enter a phone number like 0300 1234567."),
        ({"reach": "anonymous"}, "This kind of complaint needs a name."),
        ({"wants_calls": "on"}, "Enter a phone number so that we can call them."),
        ({"number": "123"}, "This is not a CNIC number. Choose above which document it belongs to."),
        ({"safe_from": "9"}, "Choose both times, or “Any time” for both."),
        ({"happened_on": "2027-01-01"}, "The date must be today or earlier."),
        ({"text": "It happened at night.\x00"}, "characters that we cannot read"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_typed_is_lost(world, desk, typed, said):
    salma = desk(world.salma)
    answer = salma.types(**typed)
    assert answer.status_code == 422
    page = text(answer)
    assert said in page
    assert "<title>Error:" in page
    for kept in {"Bashiran Bibi", "behind the old mill"}:
        assert kept in page
        assert kept in text(salma.seat.get(f"{INTAKE}{salma.key}/", "10:10"))  # in the other language, or tomorrow
    assert salma.reads_back().status_code == 302  # not complete yet


def test_several_kinds_that_fit_a_word_become_choices(world, desk):
    salma = desk(world.salma)
    page = text(salma.types(kind="FIR"))
    codes = re.findall(r'name="kind_chosen" value="(\w+)"', page)
    assert len(codes) > 1
    assert salma.types(kind="FIR", kind_chosen=codes[1]).status_code == 302
    salma.agrees()
    assert salma.complaint.category.code == codes[1]


def test_another_district_shows_its_own_police_stations(world, desk):
    nadia = desk(world.nadia)
    page = text(nadia.types(district="lahore", stations="1", station=""))
    assert "Gulberg Police Station" in page
    assert "Gulberg Police Station" not in text(nadia.types(district="multan", stations="1", station=""))


@pytest.mark.slow
def test_a_draft_is_its_operators_alone_and_ends_with_the_day(world, desk):
    salma = desk(world.salma)
    salma.types()
    for path in (f"{INTAKE}{salma.key}/", f"{INTAKE}{salma.key}/check/", f"{INTAKE}{salma.key}/done/"):
        assert desk(world.nadia).seat.get(path, "10:05").status_code == 404
        assert desk(world.sana).seat.sends(path, "10:05", agreed="self").status_code == 404
    citizens_page = f"/complain/{draft_address(UUID(str(salma.key)))}/what/"
    assert salma.seat.get(citizens_page, "10:10").status_code == 410
    assert "Unfinished complaints" in text(salma.seat.get(INTAKE, "10:20"))
    assert salma.reads_back("+1d 10:01").status_code == 404
    assert delete_expired_drafts(at=clock("+1d 10:01")) == 1
    assert not Draft.objects.exists()


@pytest.mark.slow
def test_for_everybody_but_operators_there_is_no_such_page(world, desk):
    for name in ("bilal", "hina", "dania", "usman", "zara", "asad", "imran"):
        sitting = desk(world.people[name])
        assert sitting.seat.get(INTAKE, "10:00").status_code == 404
        assert sitting.types().status_code == 404
        assert INTAKE not in text(sitting.seat.get("/desk/", "10:00"))


def test_what_was_typed_past_the_sessions_end_is_given_back(world, desk):
    salma = desk(world.salma)
    salma.seat.client.logout()
    answer = salma.types()
    assert answer.status_code == 401
    assert "Two men took my buffalo" in text(answer)
    assert "behind the old mill" in text(answer)


def test_a_complaint_about_the_districts_police_is_offered_to_the_cpos_cell(world, desk):
    salma = desk(world.salma)
    salma.types(kind="Demand of a bribe")
    assert "Send it to the complaint cell of the Central Police Office" in text(salma.reads_back())
    salma.agrees(to_the_cpo="on")
    assert salma.complaint.office == world.office("punjab")
    assert Event.objects.get(complaint=salma.complaint, kind="forward").posting == world.salma.posting
    assert found() == []


def test_the_page_afterwards_names_the_cell_that_has_it_now_and_links_to_nothing_that_is_not_there(world, desk):
    """A regression: for a detention forwarded to the CPO the page named Lahore's cell, and its link led to 404."""
    salma = desk(world.salma)
    salma.types(kind="Illegal detention")
    salma.agrees(to_the_cpo="on")
    page = text(salma.seat.get(f"{INTAKE}{salma.key}/done/", "10:07"))
    assert "<bdi>Central Police Office</bdi>" in page
    assert "<bdi>Lahore</bdi>" not in page
    assert "Open complaint" not in page
    assert salma.seat.opens(salma.complaint, "10:08").status_code == 404
    assert "Back to the queue" in page


def test_it_stays_where_the_person_wants_it_and_an_ordinary_one_is_not_offered(world, desk):
    salma, other = desk(world.salma), desk(world.salma)
    salma.types(kind="Demand of a bribe")
    salma.agrees()
    assert salma.complaint.office == world.office("lahore")
    other.types()
    assert "Send it to the complaint cell" not in text(other.reads_back())


def test_another_districts_matter_is_taken_down_too_and_goes_to_its_cell(world, desk):
    salma = desk(world.salma)
    salma.types(district="multan", station="")
    salma.agrees()
    assert salma.complaint.office == world.office("multan")
    page = text(salma.seat.get(f"{INTAKE}{salma.key}/done/", "10:07"))
    assert salma.complaint.spaced_etag[:4] in page
    assert "Open complaint" not in page


def test_what_followed_is_a_reading_and_ends_for_who_may_know_of_it_no_more(world, desk):
    salma = desk(world.salma)
    salma.types()
    salma.agrees()
    complaint, done = salma.complaint, f"{INTAKE}{salma.key}/done/"
    assert salma.seat.get(done, "10:07").status_code == 200
    assert salma.hands_over("10:08", paper="1").status_code == 200
    kinds = Reading.objects.filter(complaint=complaint, posting=world.salma.posting).order_by("at").values_list("kind")
    assert [kind for (kind,) in kinds] == ["opened", "printed"]
    name_officer(
        complaint_id=complaint.pk, officer_id=world.salma.officer.pk, why="So.", by=world.nadia.actor, at=clock("10:20")
    )
    assert salma.seat.get(done, "10:21").status_code == 404
    assert salma.hands_over("10:21", paper="1").status_code == salma.hands_over("10:21", hand="1").status_code == 404


def test_what_lies_elsewhere_is_shown_for_the_hour_in_which_the_person_may_still_be_there(world, desk):
    salma = desk(world.salma)
    salma.types(kind="Demand of a bribe")
    salma.agrees(to_the_cpo="on")
    statuses = [salma.seat.get(f"{INTAKE}{salma.key}/done/", at).status_code for at in ("10:07", "11:07")]
    assert statuses == [200, 404]


@pytest.mark.slow
def test_the_address_of_an_operators_draft_shows_nobody_the_receipt(world, desk, client):
    """The draft's URL stays in the history of a shared computer, so it must not open the complaint."""
    salma, ayesha = desk(world.salma), Visitor()
    salma.types(reach="phone", phone="03001112233")
    salma.agrees()
    for path in ("receipt/", "receipt.pdf"):
        answer = client.get(f"/complaint/{draft_address(UUID(str(salma.key)))}/{path}")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/track/")
    ayesha.opens(salma.complaint, "11:00")
    with time_machine.travel(clock("11:01"), tick=False):
        assert salma.complaint.spaced_etag in text(
            ayesha.client.get(f"/complaint/{draft_address(UUID(str(salma.key)))}/receipt/")
        )
