"""The school-talk poster, and the page that serves it."""

import pytest
from django.urls import reverse

import documents
from tests.documents.reading import scanned, words

HOME = "https://complaints.example.org/"


def test_it_says_what_an_etag_is_and_whom_to_ring():
    said = words(documents.make_poster(HOME, "en"))
    assert "The number of your complaint: 12 digits" in said
    assert "It is not an FIR." in said
    assert "15 Police emergency" in said
    assert "1121 Child Helpline" in said
    assert "1787 IGP Complaint Centre" in said
    assert "An independent project, not a police service." in said
    assert "Sample" in said


def test_it_promises_no_more_of_the_number_than_the_number_shows():
    """The two facts of docs/rules.md, *E-tag and keys*: no status, and no date of a next step."""
    said = words(documents.make_poster(HOME, "en"))
    assert "It shows the day of registration and whether the complaint is open or closed." in said
    assert "next step" not in said


def test_in_urdu_too():
    said = words(documents.make_poster(HOME, "ur"))
    assert "بتائیں کیا ہوا۔ آپ کو نمبر، تاریخ اور جواب ملے گا۔" in said
    assert "15 پولیس ایمرجنسی" in said


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_camera_is_led_to_the_portals_home(language, client, settings):
    answer = client.get(reverse("poster", args=[language]))
    assert scanned(answer.content) == [settings.SITE_URL + {"en": "/", "ur": "/ur/"}[language]]


def test_the_door_keeps_it_for_a_day_and_does_not_send_it_twice(client):
    answer = client.get("/poster/ur.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Language"] == "ur"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    again = client.get("/poster/ur.pdf", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_door_asks_no_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/poster/en.pdf").status_code == 200


@pytest.mark.django_db
def test_there_is_none_in_another_language_and_none_to_post_to(client):
    assert client.get("/poster/fr.pdf").status_code == 404
    assert client.post("/poster/en.pdf").status_code == 405
