"""An answer may bring files. They are stored whether or not the text is accepted."""

import pytest
from django.conf import settings as portal_settings
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints.models import Event, Evidence
from complaints.rules.statuses import Status
from tests.citizen.mine.conftest import stands, told
from tests.evidence import samples


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    place = portal_settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = portal_settings.STORAGES | {"evidence": place}


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("receipt.jpg", samples.photo(), "image/jpeg")


@pytest.mark.slow
def test_an_answer_brings_a_photo(world, ayesha):
    complaint = world.in_inquiry()
    world.bilal.asks(complaint, "11:00")
    page = ayesha.opens(complaint, "12:00").content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert 'id="id_resume-evidence"' in page
    ayesha.moves(complaint, "resume", "12:05", evidence=photo(), **{"resume-words": "Here it is."})
    assert stands(complaint).status == Status.IN_INQUIRY
    assert Evidence.objects.get(complaint=complaint).name == "receipt.jpg"
    assert "1 file received." in told(ayesha.get(f"/track/{complaint.etag}/mine/", "12:06"))


def test_a_photo_without_words_is_kept_and_the_words_are_asked_for(world, ayesha):
    complaint = world.in_inquiry()
    world.bilal.asks(complaint, "11:00")
    ayesha.opens(complaint, "12:00")
    answer = ayesha.moves(complaint, "resume", "12:05", evidence=photo(), **{"resume-words": ""})
    assert answer.status_code == 422
    assert "1 file received." in told(answer)
    assert Evidence.objects.filter(complaint=complaint).count() == 1
    assert not Event.objects.filter(complaint=complaint, kind="resume").exists()


@pytest.mark.slow
def test_a_bad_file_is_named_and_the_answer_goes(world, ayesha):
    complaint = world.in_inquiry()
    world.bilal.asks(complaint, "11:00")
    ayesha.opens(complaint, "12:00")
    bad = SimpleUploadedFile("bad.docm", b"x" * 99, "application/msword")
    ayesha.moves(complaint, "resume", "12:05", evidence=bad, **{"resume-words": "Here it is."})
    assert stands(complaint).status == Status.IN_INQUIRY
    assert "bad.docm – This type of file is not accepted" in told(ayesha.get(f"/track/{complaint.etag}/mine/", "12:06"))


def test_an_act_that_brings_no_files_takes_none(world, ayesha):
    complaint = world.in_inquiry()
    ayesha.opens(complaint, "12:00")
    ayesha.moves(complaint, "report_pressure", "12:05", evidence=photo())
    assert not Evidence.objects.filter(complaint=complaint).exists()


def test_leaving_the_page_reads_in_urdu_as_leaving_and_not_as_closing(world, bashir):
    complaint = world.in_inquiry()
    page = told(bashir.opens(complaint, "12:00"))
    assert "صفحے سے نکلیں (شکایت پر کوئی اثر نہیں)" in page
    bashir.posts(f"/track/{complaint.etag}/mine/end/", "12:05")
    page = told(bashir.get(f"/track/{complaint.etag}/", "12:06"))
    assert "آپ اس صفحے سے نکل آئے ہیں۔ شکایت پر کوئی اثر نہیں پڑا۔" in page
