"""A missing child at the desk: call back, never reveal a location, draft for ZARRA, FIR and its time on record."""

import re
from html import unescape

import pytest

from complaints.models import Event, MissingChild
from tests.citizen.conftest import Visitor, words

CHILD = {
    "child_name": "Ayla", "child_age": "7", "child_sex": "female", "child_wearing": "A green frock",
    "landmark": "Liberty Market", "happened_about": "today at 8 am", "child_left": "unknown", "child_custody": "yes",
    "phone": "+923001112233", "text": "She went to the bakery and did not come back.",
}  # fmt: skip
ZARRA = {"zarra_at": "2026-11-23T09:20", "words": "Sub-Inspector Latif rang 1099."}
FIR = {"fir_number": "1123/26", "fir_at": "2026-11-23T09:10"}


@pytest.fixture
def missing(world):
    """Bilal has the complaint, twenty minutes after Ayesha's report."""
    complaint = world.complaint("missing_child", "09:00", station="gulberg", **CHILD)
    world.salma.marks(complaint, to=world.bilal, at="09:05")
    return complaint


def page_of(seat, person, complaint, at="09:10") -> str:
    return unescape(words(seat(person).opens(complaint, at)))


def test_whoever_has_it_is_told_to_call_back_at_once_on_the_number(world, seat, missing):
    page = page_of(seat, world.bilal, missing)
    assert "Call the reporter back at once: +923001112233" in page
    assert "Never tell the reporter where the child is." in page


def test_the_page_says_what_is_known_of_the_child(world, seat, missing):
    page = page_of(seat, world.bilal, missing)
    for said in ("Ayla", "A green frock", "Liberty Market", "today at 8 am", "Dispute over custody Yes", "Girl"):
        assert said in page, said


def test_the_draft_for_zarra_holds_every_fact_and_says_what_is_not_known(world, seat, missing):
    answer = seat(world.bilal).opens(missing, "09:10").content.decode()
    draft = unescape(re.search(r"<textarea[^>]*readonly[^>]*>(.*?)</textarea>", answer, re.DOTALL)[1])
    assert draft.startswith("Missing child: report to ZARRA (draft)")
    for line in ("Child: Ayla", "Age of the child: 7", "Clothes: A green frock", "FIR number and time: not known"):
        assert line in draft
    assert "Phone of the reporter: +923001112233" in draft


def test_other_complaints_have_no_such_panel(world, seat):
    complaint = world.complaint("property_crime", "09:00", station="gulberg")
    assert "Missing child: do this now" not in page_of(seat, world.salma, complaint)


def test_fir_and_zarra_are_on_record_with_their_times_for_officers_and_reporter(world, seat, missing):
    done = seat(world.bilal).posts(missing, "urgent_act", "09:30", **ZARRA, **FIR)
    assert done.status_code == 302
    page = page_of(seat, world.bilal, missing, "09:31")
    assert re.search(r"that ZARRA was notified on .*9:20.* and that FIR 1123/26 was registered on .*9:10", page)
    assert "The report to ZARRA is on record." in page
    assert "FIR number and time: 1123/26" in seat(world.bilal).opens(missing, "09:31").content.decode()
    told = unescape(words(Visitor().opens(missing, "09:40")))
    assert "The police told ZARRA about the child on" in told
    assert "FIR 1123/26 was registered on" in told
    assert "Latif rang" not in told


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"zarra_at": ""}, "zarra_at"),
        ({"zarra_at": "2026-11-23T10:00"}, "zarra_at"),
        (FIR | {"fir_at": ""}, "fir_at"),
        (FIR | {"fir_number": ""}, "fir_number"),
        (FIR | {"fir_at": "2026-11-24T10:00"}, "fir_at"),
        ({"zarra_at": "0026-11-23T09:20"}, "zarra_at"),
        ({"zarra_at": "0001-01-01T00:00"}, "zarra_at"),
        (FIR | {"fir_at": "2025-11-22T09:00"}, "fir_at"),
    ],
)
def test_an_incomplete_future_or_much_too_early_record_is_refused_beside_its_field(world, seat, missing, typed, field):
    answer = seat(world.bilal).posts(missing, "urgent_act", "09:30", **(ZARRA | typed))
    assert answer.status_code == 422
    assert f'id="urgent_act_{field}_error"' in answer.content.decode()
    assert not Event.objects.filter(complaint=missing, kind="urgent_act").exists()


def test_other_urgent_acts_ask_for_no_fir(world, seat):
    complaint = world.complaint("child_abuse", "09:00", station="gulberg")
    world.nadia.marks(complaint, to=world.dania, at="09:05")
    page = seat(world.dania).opens(complaint, "09:10").content.decode()
    assert "zarra_at" not in page


def test_the_head_of_the_district_gets_a_draft_alert_with_what_is_known(world, seat, missing):
    usman = seat(world.usman)
    page = usman.opens(missing, "09:10").content.decode()
    assert f"/desk/notices/new/alert/?complaint={missing.etag}" in page
    form = usman.get(f"/desk/notices/new/alert/?complaint={missing.etag}", "09:11").content.decode()
    for value in ("Ayla", "A green frock", "Liberty Market", missing.etag):
        assert form.count(value) >= 1, value
    assert 'value="7"' in form
    assert "She went to the bakery" not in form


def test_who_may_not_see_the_complaint_gets_an_empty_draft(world, seat, missing):
    form = seat(world.rashid).get(f"/desk/notices/new/alert/?complaint={missing.etag}", "09:11").content.decode()
    assert "Ayla" not in form


@pytest.mark.slow
def test_a_complaint_that_turns_out_to_be_of_a_missing_child_shows_at_once_what_is_still_to_be_asked(world, seat):
    complaint = world.complaint("heinous_crime", "09:00", station="gulberg", phone="+923001112233")
    assert "Age of the child" not in page_of(seat, world.salma, complaint, "09:04")
    seat(world.salma).posts(complaint, "recategorise", "09:05", category="missing_child", words="The boy is gone.")
    assert MissingChild.objects.filter(complaint=complaint).exists()
    page = page_of(seat, world.salma, complaint, "09:06")
    asked = page[page.index("Missing information") :]
    for said in ("Child", "Age of the child", "Girl or boy", "Clothes", "Dispute over custody", "Photo of the child"):
        assert said in asked, said
    assert "Photos, recordings, documents" not in page


def test_what_is_known_of_the_child_is_not_asked_again(world, seat, missing):
    page = page_of(seat, world.bilal, missing)
    assert "Photo of the child" in page
    assert page.count("Age of the child") == page.count("Clothes") == 2  # the facts, and the draft for ZARRA


def test_a_child_that_was_described_before_keeps_its_description(world, seat, missing):
    for category in ("heinous_crime", "missing_child"):
        world.nadia.does("recategorise", missing, "09:15", category=category)
    assert "A green frock" in page_of(seat, world.nadia, missing, "09:20")
