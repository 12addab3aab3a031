"""The desk's pages of verifications: the list, one request, its moves, and the record of readings."""

import pytest
from django.db import DatabaseError, transaction

from enquiries.models import Verification, VerificationReading
from enquiries.services.enquiry_retention import apply_retention
from ledger.append_only_triggers import APPEND_ONLY
from tests.enquiries.conftest import Visitor, asked, moved
from tests.information.conftest import words
from tests.world import clock

LIST = "/desk/verifications/"


def address(verification: Verification) -> str:
    return f"{LIST}{verification.number}/"


def test_salma_handles_a_request_until_it_is_closed(world, seat):
    made, salma = asked(), seat(world.salma)
    assert made.spaced in words(salma.gets(LIST))
    page = words(salma.gets(address(made)))
    for told in ("Zubaida", "35201-7654321-4", "Ayesha", "+923001112233"):
        assert told in page
    for number, name in enumerate(("pass_on", "found_record"), 1):
        assert salma.posts(f"{address(made)}{name}/", "10:00", seen=number).status_code == 302
    closing = {"seen": 3, "words": "Told Ayesha herself, CNIC seen."}
    assert salma.posts(f"{address(made)}told_in_person/", "11:00", **closing).status_code == 302
    assert Verification.objects.get().status == "closed"
    assert "CNIC seen" in words(salma.gets(address(made)))
    assert made.spaced not in words(salma.gets(LIST))
    assert made.spaced in words(salma.gets(f"{LIST}?status=closed"))


def test_the_list_shows_no_names_and_records_no_reading(world, seat):
    asked()
    page = words(seat(world.salma).gets(LIST))
    assert "Zubaida" not in page
    assert "Ayesha" not in page
    assert not VerificationReading.objects.exists()


def test_a_missing_note_or_an_earlier_move_is_reported_and_the_note_is_kept(world, seat):
    made, salma = asked(), seat(world.salma)
    assert salma.posts(f"{address(made)}cannot_say/", seen=1, words=" ").status_code == 422
    moved(made, "pass_on", world.nadia)
    late = salma.posts(f"{address(made)}cannot_say/", seen=1, words="The CNIC is unreadable.")
    assert late.status_code == 409
    assert "This is not possible at the current stage." in words(late)
    assert Verification.objects.get().status == "with_records"


def test_a_note_typed_after_the_session_ended_is_shown_again(world):
    made = asked()
    answer = Visitor().posts(f"{address(made)}cannot_say/", seen=1, words="The CNIC is unreadable.")
    assert answer.status_code == 401
    assert "The CNIC is unreadable." in words(answer)


def test_each_opening_is_recorded_and_the_auditor_sees_by_whom(world, seat):
    made, salma, asad = asked(), seat(world.salma), seat(world.asad)
    salma.gets(address(made), "09:00")
    salma.gets(f"{address(made)}photo/", "09:00")  # within a minute: the same reading
    salma.gets(address(made), "10:00")
    assert list(VerificationReading.objects.order_by("at").values_list("posting", "at")) == [
        (world.salma.posting.pk, clock("09:00")),
        (world.salma.posting.pk, clock("10:00")),
    ]
    page = words(asad.gets(address(made), "11:00"))
    assert page.count("Salma") == 2
    assert "Actions" not in page
    assert VerificationReading.objects.filter(posting=world.asad.posting).exists()
    assert "Opened by" not in words(salma.gets(address(made), "12:00"))


def test_a_reading_cannot_be_deleted(world, seat):
    made = asked()
    seat(world.salma).gets(address(made))
    with pytest.raises(DatabaseError), transaction.atomic():
        VerificationReading.objects.all().delete()
    assert VerificationReading._meta.triggers == APPEND_ONLY


def test_a_request_is_not_shown_if_the_reading_cannot_be_recorded(world, seat, monkeypatch):
    made, salma = asked(), seat(world.salma)

    def fails(**columns):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(VerificationReading.objects, "create", fails)
    answer = salma.gets(address(made))
    assert answer.status_code == 503
    assert "Zubaida" not in words(answer)


def test_only_the_cell_sees_the_photo_and_it_cannot_run_scripts(world, seat):
    made = asked()
    answer = seat(world.salma).gets(f"{address(made)}photo/")
    assert answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert seat(world.sana).gets(f"{address(made)}photo/").status_code == 404


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("who", ["sana", "usman", "dania", "zara", "omar", "imran", "hina"])
def test_other_officers_get_404(world, seat, who):
    made, other = asked(), seat(world.people[who])
    assert other.gets(address(made)).status_code == 404
    assert other.posts(f"{address(made)}pass_on/", seen=1).status_code == 404
    assert made.spaced not in words(other.gets(LIST))


def test_an_erased_request_is_shown_without_personal_data(world, seat):
    made = asked()
    for name in ("pass_on", "found_nothing", "close"):
        moved(made, name, world.salma)
    apply_retention(at=clock("+91d 10:00"))
    salma = seat(world.salma)
    page = words(salma.gets(address(made), "12:00"))
    assert "have been erased" in page
    assert "Zubaida" not in page
    assert salma.gets(f"{address(made)}photo/").status_code == 404


def test_the_page_shows_the_number_of_other_requests_about_the_worker(world, seat):
    made = asked()
    asked(employer_cnic="36302-1111111-1", employer_phone="0321 4445566", district="multan")
    assert "Other requests about this worker 1 in the year before this request" in words(
        seat(world.salma).gets(address(made))
    )


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow(world, seat, django_assert_num_queries):
    salma, made = seat(world.salma), asked()
    salma.gets(LIST, "09:30")  # the first page of a session updates the session
    for number in range(2):
        with django_assert_num_queries(4 + 1):  # and the bell
            salma.gets(LIST, "09:30")
        with django_assert_num_queries(11 + number):  # after the first act, one more query loads former names
            salma.gets(address(made), f"09:3{number + 1}")
        for _ in range(4):
            asked(employer_phone="0321 4445566")
        moved(made, ("pass_on", "found_record")[number], world.nadia)
