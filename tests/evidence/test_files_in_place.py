"""A PDF is read in place as pictures of its pages, drawn in the sandbox; the PDF itself stays a download."""

import io

import pytest
import time_machine
from django.test import Client
from PIL import Image

from complaints.evidence import inspect_waiting_files, upload_whole_file
from complaints.models import Evidence, Reading
from complaints.queries.uploaded_files import FileOwner
from tests.evidence import samples
from tests.signing_in import for_days, sign_in
from tests.world import clock


@pytest.fixture
def complaint(world):
    complaint = world.in_inquiry()
    for name, contents, kind in (
        ("bond.pdf", samples.paper(lambda pdf: None), "application/pdf"),
        ("shop.jpg", samples.photo(), "image/jpeg"),
    ):
        upload_whole_file(
            owner=FileOwner(complaint_id=complaint.pk), parts=[contents], at=clock("10:10"), name=name,
            media_type=kind, size=len(contents),
        )  # fmt: skip
    inspect_waiting_files(at=clock("10:11"))
    return complaint


@pytest.fixture
def gets(world, complaint, settings, monkeypatch):
    settings.SESSION_COOKIE_AGE = 30 * 24 * 60 * 60
    for_days(monkeypatch)

    def get(who: str, kind: str, below: str, at: str = "11:00"):
        row = Evidence.objects.get(complaint=complaint, shown_type=kind)
        client = Client()
        with time_machine.travel(clock("00:30"), tick=False):
            sign_in(client, world.people[who].officer)
        with time_machine.travel(clock(at), tick=False):
            return client.get(f"/desk/complaints/{complaint.etag}/{below.format(row.pk)}")

    return get


PAGE, FILE = "evidence/{}/pages/1/", "evidence/{}/"


def test_the_first_page_is_a_picture_that_runs_nothing(gets):
    answer = gets("bilal", "application/pdf", PAGE)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert max(Image.open(io.BytesIO(answer.content)).size) >= 1500


def test_the_pdf_itself_stays_a_sandboxed_download(gets):
    answer = gets("bilal", "application/pdf", FILE)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_complaint_page_opens_it_in_place(gets):
    text = gets("bilal", "application/pdf", "").content.decode()
    assert "/pages/1/" in text
    assert "View the first page" in text
    assert "data-zoom" in text


@pytest.mark.parametrize(("page", "status"), [(2, 204), (0, 404)])
def test_after_the_last_page_there_is_nothing_and_no_error(gets, page, status):
    answer = gets("bilal", "application/pdf", f"evidence/{{}}/pages/{page}/")
    assert (answer.status_code, answer.content) == (status, answer.content if status == 404 else b"")


def test_a_photo_has_no_pages(gets):
    assert gets("bilal", "image/jpeg", PAGE).status_code == 404


def test_each_opening_is_recorded_and_who_may_not_see_the_file_gets_none(world, gets, complaint):
    assert gets("bilal", "application/pdf", PAGE, "12:00").status_code == 200
    assert Reading.objects.filter(complaint=complaint, posting=world.bilal.posting, at=clock("12:00")).exists()
    for who in ("hina", "latif", "sana"):  # a clerk, another office, another district
        assert gets(who, "application/pdf", PAGE).status_code == 404


def test_a_damaged_pdf_is_not_found_and_nothing_fails(gets, monkeypatch):
    monkeypatch.setattr("complaints.evidence.open_shown_copy", lambda row: io.BytesIO(b"%PDF-1.7 no more"))
    assert gets("bilal", "application/pdf", PAGE).status_code == 404
