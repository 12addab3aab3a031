"""Making a complaint: what is understood, what is refused, and that nothing typed is lost."""

import threading
import uuid
from html import unescape

import pytest
from django.db import connections
from django.test import Client

from complaints.models import Document
from tests.citizen.conftest import TOLD, mistakes, path_of, registered, words
from tests.world import build


def test_a_complaint_that_is_filed_leads_to_its_receipt(world, ayesha):
    answer = ayesha.files()
    (complaint,) = registered()
    assert answer.status_code == 302
    assert path_of(answer) == f"/complaint/{complaint.draft.pk}/receipt/"
    assert complaint.complainant.phone == "+923001112233"


def test_bashir_files_in_urdu_and_is_told_in_urdu(world, bashir):
    answer = bashir.files(
        text="میری دکان کا تالا توڑا گیا۔", name="بشیر", phone="۰۳۲۱ ۴۴۴۵۵۶۶", language="ur", station="gulberg"
    )
    (complaint,) = registered()
    assert path_of(answer).startswith("/ur/complaint/")
    assert (complaint.complainant.phone, complaint.complainant.language) == ("+923214445566", "ur")
    assert complaint.statement.text == "میری دکان کا تالا توڑا گیا۔"
    assert complaint.place.code == "gulberg"


def test_everything_that_is_told_is_kept(world, ayesha):
    ayesha.files(
        landmark="Behind the market",
        concerns="ASI Something, belt 123",
        happened_on="2026-11-20",
        email="Ayesha@example.com",
        document="cnic",
        document_number="۳۵۲۰۲-1234567-1",
        protected="on",
        woman_officer="on",
    )
    (complaint,) = registered()
    person, said = complaint.complainant, complaint.statement
    assert (said.landmark, said.concerns, f"{said.happened_on}") == (
        "Behind the market",
        "ASI Something, belt 123",
        "2026-11-20",
    )
    assert (person.email, person.document, person.document_number) == (
        "Ayesha@example.com",
        Document.CNIC,
        "3520212345671",
    )
    assert person.woman_officer
    assert complaint.protected


WRONG = {
    "no kind": ({"category": ""}, "category"),
    "a kind that is not offered": ({"category": "flying"}, "category"),
    "no district": ({"district": ""}, "district"),
    "a district of another country": ({"district": "delhi"}, "district"),
    "a station that does not exist": ({"station": "atlantis"}, "station"),
    "a station of another district": ({"district": "multan", "station": "gulberg"}, "station"),
    "no words": ({"text": "   "}, "text"),
    "too few words": ({"text": "Help"}, "text"),
    "too many words": ({"text": "a" * 10_001}, "text"),
    "NUL": ({"text": "They came \x00 at night."}, "text"),
    "a control character": ({"landmark": "near \x1b[31m"}, "landmark"),
    "a landmark that is a story": ({"landmark": "x" * 201}, "landmark"),
    "a person that is a story": ({"concerns": "x" * 301}, "concerns"),
    "no name": ({"name": ""}, "name"),
    "a name that is a story": ({"name": "x" * 121}, "name"),
    "no way to be reached": ({"phone": ""}, "phone"),
    "an impossible phone": ({"phone": "0300 12"}, "phone"),
    "a phone of words": ({"phone": "call my son"}, "phone"),
    "a phone with NUL": ({"phone": "0300\x001234567"}, "phone"),
    "an impossible phone abroad": ({"phone": "+44 123"}, "phone"),
    "an address without a host": ({"email": "ayesha@"}, "email"),
    "an address that is too long": ({"email": "a" * 250 + "@example.com"}, "email"),
    "no language": ({"language": ""}, "language"),
    "a language that we do not speak": ({"language": "fr"}, "language"),
    "tomorrow": ({"happened_on": "2026-11-24"}, "happened_on"),
    "no date at all": ({"happened_on": "last week"}, "happened_on"),
    "a CNIC with twelve digits": ({"document": "cnic", "document_number": "352021234567"}, "document_number"),
    "a CNIC that begins with nine": ({"document": "cnic", "document_number": "9520212345671"}, "document_number"),
    "a B-Form with letters": ({"document": "b_form", "document_number": "ABC"}, "document_number"),
    "a passport with stars": ({"document": "passport", "document_number": "***"}, "document_number"),
    "a number of we know not what": ({"document_number": "AB1234567"}, "document_number"),
    "a number of no document": (
        {"document": "none", "no_document_reason": "Lost", "document_number": "3520212345671"},
        "document_number",
    ),
    "no document and no reason": ({"document": "none"}, "no_document_reason"),
    "a document that is a library card": ({"document": "library"}, "document"),
}


@pytest.mark.parametrize(("typed", "field"), WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("visitor", ["ayesha", "bashir"])
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(world, request, visitor, typed, field):
    answer = request.getfixturevalue(visitor).files(**typed)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert list(mistakes(answer)) == [field]
    assert "error-summary" in page
    assert registered() == []
    for kept in (TOLD | typed).values():
        assert kept.strip() in page or kept in {"flying", "delhi", "atlantis", "fr", "library", "   "}


def test_the_summary_links_to_each_mistake(world, ayesha):
    page = ayesha.files(text="", phone="1").content.decode()
    assert '<a href="#id_text">' in page
    assert '<a href="#id_phone">' in page
    assert "<title>Error: " in page


@pytest.mark.parametrize("key", ["", "not-a-key", "\x00", "1" * 500])
def test_a_spoilt_key_is_replaced_and_the_form_can_be_sent_again(world, ayesha, key):
    answer = ayesha.files(key=key)
    assert answer.status_code == 422
    again = answer.context["form"]["key"].value()
    assert ayesha.files(key=again).status_code == 302
    assert len(registered()) == 1


@pytest.mark.parametrize(
    ("told", "document", "number"),
    [
        ({}, Document.NONE, ""),
        ({"document": "cnic"}, Document.NONE, ""),
        ({"document_number": "35202-1234567-1"}, Document.CNIC, "3520212345671"),
        ({"document": "passport", "document_number": "ab 123 4567"}, Document.PASSPORT, "AB1234567"),
        ({"document": "b_form", "document_number": "3520212345671"}, Document.B_FORM, "3520212345671"),
        ({"document": "por", "document_number": "PK-0012/345"}, Document.POR, "PK0012/345"),
        ({"document": "none", "no_document_reason": "Never made"}, Document.NONE, ""),
    ],
)
def test_every_document_is_a_path_and_so_is_none(world, ayesha, told, document, number):
    assert ayesha.files(**told).status_code == 302
    person = registered()[0].complainant
    assert (person.document, person.document_number) == (document, number)


def test_an_e_mail_address_alone_is_enough_from_abroad(world, ayesha):
    assert ayesha.files(phone="", email="ayesha@example.co.uk").status_code == 302
    assert ayesha.files(phone="+44 20 7946 0958").status_code == 302


def test_the_same_form_sent_again_is_the_same_complaint(world, ayesha):
    key = str(uuid.uuid4())
    first, second = ayesha.files(key=key), ayesha.files(key=key)
    assert path_of(first) == path_of(second)
    assert len(registered()) == 1
    assert "registered already" not in words(ayesha.get(path_of(second)))


def test_who_changes_a_form_that_is_registered_is_told_that_the_change_is_not_in_it(world, ayesha):
    key = str(uuid.uuid4())
    ayesha.files(key=key)
    answer = ayesha.files(key=key, text="I forgot to say that he came back.")
    assert "What you changed since is not in it." in words(ayesha.get(path_of(answer)))
    assert registered()[0].statement.text == TOLD["text"]


def test_a_form_sent_twice_at_once_is_one_complaint(own_database):
    build()
    told = {"key": str(uuid.uuid4())} | TOLD
    start, answers = threading.Barrier(2), []

    def send():
        start.wait()
        answers.append(path_of(Client().post("/complain/", told)))
        connections.close_all()

    both = [threading.Thread(target=send) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(answers) == 2
    assert len(set(answers)) == 1
    assert len(registered()) == 1


def test_the_form_names_every_district_once_in_its_region(world, ayesha):
    page = ayesha.get("/complain/").content.decode()
    assert page.count('value="lahore"') == 1
    assert page.count("<optgroup") == 11  # ten regions, and Lahore with its police stations
    assert 'label="Lahore"' in page


def test_the_form_costs_two_queries(world, ayesha, django_assert_num_queries):
    with django_assert_num_queries(2):
        ayesha.get("/complain/")


def test_a_personal_page_is_never_kept_by_the_browser(world, ayesha):
    receipt = path_of(ayesha.files())
    for path in ("/complain/", receipt, "/track/", f"/track/{registered()[0].etag}/"):
        assert "no-store" in ayesha.get(path)["Cache-Control"]


@pytest.mark.parametrize("nothing", ["\u200b", "\u200c\u200d", " \ufeff\u00a0", "\u2060\u034f"])
def test_a_name_that_cannot_be_seen_is_no_name(world, ayesha, nothing):
    answer = ayesha.files(name=nothing)
    assert answer.status_code == 422
    assert mistakes(answer)["name"].startswith("Give your name")
    assert not registered()
