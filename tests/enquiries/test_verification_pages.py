"""The citizens' pages of a verification: the form, the number, and the status."""

import re

import pytest

from enquiries.models import Photo, Verification
from enquiries.rules import enquiry_numbers
from enquiries.rules.enquiry_numbers import RegisterLetter
from enquiries.services import worker_photos
from tests.enquiries.conftest import NOBODYS, TYPED, Visitor, asked, moved, upload
from tests.evidence import samples
from tests.information.conftest import words
from tests.world import clock

NEW, STANDING = "/verification/new/", "/verification/standing/"


def hidden(answer, name: str) -> str:
    found = re.search(rf'name="{name}"(?: value="([^"]*)")?', answer.content.decode())
    return found[1] or ""


def sends(visitor: Visitor, **typed):
    """Send the form, let a worker inspect the photo, and send the form again, as the page's script does."""
    answer = visitor.posts(NEW, **typed)
    if answer.status_code != 202:
        return answer
    worker_photos.inspect_waiting_photos(at=clock("09:00"))
    kept = {name: hidden(answer, name) for name in ("photo_id", "key")}
    return visitor.posts(NEW, **(typed | kept | {"photo": ""}))


def test_the_first_page_states_requirements_and_retention(world, ayesha):
    page = words(ayesha.gets("/verification/"))
    for said in ("Ask the worker first", "given in person only", "90 days after", "CNIC number of the employee"):
        assert said in page


def test_ayesha_sends_a_request_and_gets_a_number(world, ayesha):
    answer = sends(ayesha, **TYPED, photo=upload())
    made = Verification.objects.get()
    assert answer.url == f"/verification/asked/{made.number}/"
    assert made.spaced in words(ayesha.gets(answer.url))
    assert (made.channel, made.language, made.worker_name) == ("web", "en", "Zubaida")


def test_a_request_in_urdu_is_answered_in_urdu(world):
    visitor = Visitor("ur")
    sends(visitor, **TYPED, photo=upload())
    assert Verification.objects.get().language == "ur"


def test_the_form_sent_twice_is_one_request(world, ayesha):
    key = hidden(ayesha.gets(NEW), "key")
    first = sends(ayesha, **TYPED, key=key, photo=upload())
    second = ayesha.posts(NEW, **TYPED, key=key, photo=upload())
    without_a_photo = ayesha.posts(NEW, **TYPED, key=key, photo_id=Photo.objects.get().pk)
    assert first.url == second.url == without_a_photo.url
    assert Verification.objects.count() == 1


def test_an_error_is_shown_at_its_field_and_input_and_photo_are_kept(world, ayesha):
    answer = ayesha.posts(NEW, **(TYPED | {"worker_cnic": "35201"}), photo=upload())
    page = answer.content.decode()
    assert "Photo received" not in words(ayesha.gets(NEW))
    assert answer.status_code == 422
    assert '<a href="#id_worker_cnic">' in page
    assert "<title>Error:" in page
    assert 'value="Zubaida"' in page
    assert 'value="35201"' in page
    assert "Photo received" in words(answer)
    worker_photos.inspect_waiting_photos(at=clock("09:00"))
    kept = Photo.objects.get()
    again = ayesha.posts(NEW, **TYPED, photo_id=hidden(answer, "photo_id"))
    assert again.status_code == 302
    assert Verification.objects.get().photo == kept


def test_a_photo_is_inspected_by_a_worker_and_the_page_waits_with_what_was_typed(world, ayesha, monkeypatch):
    monkeypatch.setattr(worker_photos, "inspect_photo", not_in_a_request)
    waiting = ayesha.posts(NEW, **TYPED, photo=upload())
    monkeypatch.undo()
    page = waiting.content.decode()
    assert waiting.status_code == 202
    assert "The photo is being checked." in words(waiting)
    assert "photo_wait.js" in page
    assert [value for value in ("Zubaida", "Ayesha", "0300 1112233") if f'value="{value}"' not in page] == []
    assert Photo.objects.get().state == "checking"
    assert not Verification.objects.exists()
    kept = {name: hidden(waiting, name) for name in ("photo_id", "key")}
    assert ayesha.posts(NEW, **TYPED, **kept).status_code == 202  # no worker has looked yet
    worker_photos.inspect_waiting_photos(at=clock("09:00"))
    assert ayesha.posts(NEW, **TYPED, **kept).status_code == 302
    photo = Verification.objects.get().photo
    assert (photo.state, photo.original, bytes(photo.source)) == ("shown", "", b"")


def not_in_a_request(*args, **kwargs):
    raise AssertionError("a photo was inspected in a web thread")


def test_a_page_that_waits_long_says_so_and_stops_sending(world, ayesha):
    waiting = ayesha.posts(NEW, **TYPED, photo=upload())
    late = ayesha.posts(NEW, at="09:02", **TYPED, photo_id=hidden(waiting, "photo_id"))
    assert late.status_code == 202
    assert "The photo cannot be checked right now." in words(late)
    assert "data-photo-wait" not in late.content.decode()


def test_a_photo_that_the_inspection_refuses_is_asked_for_again(world, ayesha):
    refused = sends(ayesha, **TYPED, photo=upload("photo.png", samples.bomb()))
    assert refused.status_code == 422
    assert "The picture has too many pixels." in words(refused)
    assert 'value="Zubaida"' in refused.content.decode()
    assert sends(ayesha, **TYPED, photo=upload()).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"agreed": ""}, "Ask the worker first"),
        ({"photo": None}, "A photo of the worker is needed"),
        ({"photo": upload("letter.pdf", b"%PDF-1.7")}, "We cannot open this photo. Send a JPEG, PNG or HEIC picture."),
        ({"photo": upload("photo.jpg", b"<html>")}, "The file's content does not match its name."),
        ({"worker_cnic": TYPED["employer_cnic"]}, "This is your own CNIC number"),
        ({"district": ""}, "Choose a district"),
        ({"employer_phone": "15"}, "Enter a phone number like 0300 1234567."),
        ({"photo_id": "nonsense", "photo": None}, "A photo of the worker is needed"),
    ],
)
def test_errors_are_shown(world, ayesha, wrong, said):
    typed = TYPED | {"photo": upload()} | wrong
    answer = sends(ayesha, **{name: value for name, value in typed.items() if value is not None})
    assert answer.status_code == 422
    assert said in words(answer)
    assert not Verification.objects.exists()


def test_errors_are_shown_in_urdu(world):
    page = words(Visitor("ur").posts(NEW, **(TYPED | {"agreed": ""})))
    assert "پہلے ملازم سے پوچھیں" in page
    assert "ملازم کی تصویر درکار ہے" in page


@pytest.mark.slow
def test_the_rate_limit_of_a_phone_keeps_the_typed_text(world, ayesha):
    answers = [sends(ayesha, **TYPED, photo_id="", photo=upload()) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Wait a little" in words(answers[-1])
    assert 'value="Zubaida"' in answers[-1].content.decode()
    assert int(answers[-1]["Retry-After"]) > 0


def test_the_status_requires_number_and_phone(world, ayesha):
    made = asked()
    answer = ayesha.posts(STANDING, number=made.spaced, phone="0300 1112233")
    assert "Received. The complaint cell has not sent it to the record office yet." in words(answer)
    for name in ("Ayesha", "Zubaida", "35201"):
        assert name not in words(answer)


def test_a_stranger_cannot_learn_whether_a_number_exists(world, ayesha):
    made = asked()
    wrong_phone = ayesha.posts(STANDING, number=made.spaced, phone="0321 4445566")
    unknown = ayesha.posts(
        STANDING, number=enquiry_numbers.format_number(NOBODYS, RegisterLetter.VERIFICATION), phone="0321 4445566"
    )
    mask = re.compile(r"V2[56] \d{4} \d{4}|name=\"csrfmiddlewaretoken\" value=\"\w+\"")
    assert wrong_phone.status_code == unknown.status_code == 422
    assert mask.sub("", wrong_phone.content.decode()) == mask.sub("", unknown.content.decode())


def test_only_a_clear_answer_is_shown_on_the_page(world, ayesha):
    clear, found = asked(), asked()
    for one, name in ((clear, "found_nothing"), (found, "found_record")):
        moved(one, "pass_on", world.salma)
        moved(one, name, world.salma)
    told = {one: words(ayesha.posts(STANDING, number=one.number, phone="0300 1112233")) for one in (clear, found)}
    assert "No record was found." in told[clear]
    assert "given in person only" in told[found]
    assert "record was found" not in told[found].replace("No record found", "")


def test_the_page_with_the_number_reveals_nothing_about_the_request(world, ayesha, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert ayesha.gets(f"/verification/asked/{NOBODYS}/").status_code == 200
    assert ayesha.gets("/verification/asked/1234567890/").status_code == 404


def test_the_pages_are_not_cached(world, ayesha):
    for path in (NEW, STANDING):
        assert "no-store" in ayesha.gets(path)["Cache-Control"]
