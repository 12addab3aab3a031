"""At the counter, by telephone and from a letter: the question from whom the complaint must be kept."""

import re
from html import unescape

import pytest

from complaints.models import Complaint, OutsideTransfer
from notifications.models import Message
from tests.citizen.conftest import mistakes, words
from tests.complaints.test_outside_authority import SAMPLE, authority, nasir  # noqa: F401
from tests.desk.intake.conftest import INTAKE, text

QUESTION = "Should any police officer or office be kept from this complaint?"
HEADING = "These offices cannot open your complaint:"
KEPT_OUT = {"keep_from": "yes", "officer_station": "gulberg"}
CHANNELS = {
    "counter": {"channel": "counter"},
    "telephone": {"channel": "telephone"},
    "letter": {"channel": "letter", "letter_of": "20/11/2026"},
}
ACCUSED = {
    "SHO": {"kamran", "latif"},
    "SDPO": {"dania", "bilal", "hina", "kamran", "latif"},
    "DPO": {"usman", "salma", "farah", "dania", "bilal", "kamran"},
    "RPO": {"usman", "salma", "farah", "dania", "bilal", "kamran"},
}


def seen_by(world, complaint) -> set[str]:
    officers = [person for person in world.people.values() if person.posting]
    found = Complaint.objects.unscoped("test").filter(pk=complaint.pk)
    return {person.name for person in officers if found.visible_to(person.actor).exists()}


@pytest.mark.mostly_slow(keep=4)
@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("post", ACCUSED)
def test_the_accused_and_everybody_below_never_see_it(world, desk, channel, post):
    nadia = desk(world.nadia)
    nadia.types(**CHANNELS[channel], **KEPT_OUT, post=post)
    nadia.agrees(agreed="letter" if channel == "letter" else "self")
    assert nadia.complaint.channel == channel
    assert not seen_by(world, nadia.complaint) & ACCUSED[post]
    postings = [f"posting:{world.people[name].posting.pk}" for name in ACCUSED[post]]
    assert not Message.objects.filter(recipient__in=postings).exists()


def test_the_question_has_to_be_asked(world, desk):
    salma = desk(world.salma)
    answer = salma.types(keep_from="")
    assert answer.status_code == 422
    assert mistakes(answer)["keep_from"] == "Ask them, and choose their answer."
    assert QUESTION in unescape(words(answer))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "post"),
        ({"post": "KING"}, "post"),
        ({"post": "unknown"}, "senior_possible"),
        ({"post": "SHO", "officer_station": "multan"}, "officer_station"),
        ({"post": "SHO", "officer_name": "a" * 121}, "officer_name"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(world, desk, typed, field):
    salma = desk(world.salma)
    answer = salma.types(**KEPT_OUT | {"officer_name": "Inspector Jamshed"} | typed)
    assert (answer.status_code, list(mistakes(answer))) == (422, [field])
    assert typed.get("officer_name", "Inspector Jamshed") in text(answer)


def test_after_no_half_a_description_holds_nobody_up(world, desk):
    salma = desk(world.salma)
    assert salma.types(keep_from="no", post="DPO", officer_station="multan").status_code == 302
    salma.agrees()
    assert "salma" in seen_by(world, salma.complaint)


def test_the_answer_and_the_offices_are_read_back(world, desk):
    salma = desk(world.salma)
    salma.types(**KEPT_OUT, post="SDPO", officer_name="Dania", language="en")
    read = unescape(words(salma.reads_back()))
    assert f"{QUESTION} Dania, A DSP, ASP or SDPO, Gulberg Police Station" in read
    assert read.index(HEADING) < read.index("Gulberg Circle and everyone below it")
    assert "Local officers cannot see your name or number." in read
    assert re.search(r"<dt>[^<]*؟</dt>\s*<dd><bdi dir=\"auto\">Dania", text(_reads_in_urdu(salma)))


@pytest.mark.slow
def test_on_an_english_page_the_offices_are_read_back_in_urdu(world, desk):
    page = text(_reads_in_urdu(desk(world.salma)))
    assert "گلبرگ سرکل اور اس کے ماتحت سب" in page
    assert "Gulberg Circle" not in page


def _reads_in_urdu(salma):
    salma.types(**KEPT_OUT, post="SDPO", officer_name="Dania", language="ur")
    return salma.reads_back()


def test_protection_is_on_unless_they_want_otherwise(world, desk):
    for typed, protected in (({}, True), ({"shows_identity": "on"}, False)):
        salma = desk(world.salma)
        salma.types(**KEPT_OUT, post="SHO", **typed)
        salma.agrees()
        assert salma.complaint.protected is protected
    unasked = desk(world.salma)
    unasked.types()
    unasked.agrees()
    assert not unasked.complaint.protected


@pytest.mark.slow
def test_an_operator_who_is_kept_out_hears_the_number_and_nothing_more(world, desk):
    """Salma's cell serves the head of the district that the complaint is about."""
    salma = desk(world.salma)
    salma.types(**KEPT_OUT, post="DPO")
    answer = salma.agrees()
    assert answer.headers["Location"] == "/desk/"
    complaint = salma.complaint
    page = words(salma.seat.get("/desk/", "10:07"))
    assert f"Registered. Its E-tag number is {complaint.spaced_etag}." in page
    assert "gives the complainant a code that opens it" in page
    assert salma.seat.get(f"{INTAKE}{salma.key}/done/", "10:07").status_code == 404
    assert salma.hands_over(hand="1").status_code == 404
    assert salma.seat.opens(complaint, "10:08").status_code == 404
    assert "salma" not in seen_by(world, complaint)


def test_the_receipt_names_no_office_that_is_kept_out(world, desk):
    nadia = desk(world.nadia)
    nadia.types(**KEPT_OUT, post="SDPO", language="en")
    nadia.agrees()
    for page in (text(nadia.seat.get(f"{INTAKE}{nadia.key}/done/", "10:07")),):
        assert HEADING not in page
        assert "Gulberg Circle" not in page


# --- no officer is left ---


def test_against_the_inspector_general_the_operator_reads_out_where_to_turn(world, desk):
    nadia = desk(world.nadia)
    nadia.types(**KEPT_OUT, post="PPO", language="en")
    page = words(nadia.reads_back())
    assert "No police office can open your complaint." in page
    assert "Justice of the Peace" in page


def test_against_the_inspector_general_the_operator_reads_out_who_gets_it(world, desk, authority):  # noqa: F811
    nadia = desk(world.nadia)
    nadia.types(**KEPT_OUT, post="PPO", language="en")
    assert f"Only this authority will be able to open it: {SAMPLE['name_en']}" in words(nadia.reads_back())
    nadia.agrees(agreed="self")
    assert OutsideTransfer.objects.get().complaint_id == nadia.complaint.pk
    assert not seen_by(world, nadia.complaint)
