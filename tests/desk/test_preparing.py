"""A clerk prepares texts for a holder at their office; the holder sends them under their own name."""

import pytest
import time_machine

from accounts.services.leave_arrangement import arrange_leave
from complaints.models import Event, Notification, Prepared
from desk import prepared_text_page
from tests.desk.conftest import Seat, address, forms
from tests.world import clock

WORDS = "The bank was asked on Monday; it has not answered."


def text(answer) -> str:
    return answer.content.decode()


def prepares(sitting: Seat, complaint, move="submit_report", words=WORDS, at="11:00"):
    with time_machine.travel(clock(at), tick=False):
        return sitting.client.post(f"{address(complaint)}prepare/", {"move": move, "words": words})


def test_what_the_clerk_prepares_stands_in_the_holders_form_and_goes_out_under_the_holders_name(world, seat):
    complaint, hina, bilal = world.in_inquiry("10:00"), seat(world.hina), seat(world.bilal)
    assert f"{address(complaint)}prepare/" in text(hina.opens(complaint, "10:50"))
    assert prepares(hina, complaint).status_code == 302
    page = text(bilal.opens(complaint, "11:10"))
    assert WORDS in page
    assert "prepared this text. Read it first: you send it under your own name." in page
    bilal.posts(complaint, "submit_report", "11:20", outcome="relief_granted", words=f"{WORDS} It was paid.")
    event = Event.objects.get(complaint=complaint, kind="submit_report")
    assert (event.posting, event.words.text) == (world.bilal.posting, f"{WORDS} It was paid.")
    assert Prepared.objects.get().used_at == clock("11:20")
    assert not Event.objects.filter(complaint=complaint, posting=world.hina.posting).exists()


def test_it_is_prepared_anew_or_taken_back(world, seat):
    complaint, hina, bilal = world.in_inquiry("10:00"), seat(world.hina), seat(world.bilal)
    prepares(hina, complaint, "ask_citizen", "Which bank?")
    prepares(hina, complaint, "ask_citizen", "Which branch of the bank?")
    page = text(bilal.opens(complaint, "11:10"))
    assert "Which branch" in page
    assert "Which bank?" not in page
    prepares(hina, complaint, "ask_citizen", "")
    assert not Prepared.objects.exists()


def notified() -> list[tuple]:
    rows = Notification.objects.filter(kind=Notification.Kind.PREPARED_TEXT).order_by("pk")
    return [(row.officer, row.read_at is None) for row in rows]


def test_the_holder_is_notified_once_until_the_notification_is_read(world, seat):
    complaint, hina, bilal = world.in_inquiry("10:00"), seat(world.hina), seat(world.bilal)
    prepares(hina, complaint, "ask_citizen", "Which bank?")
    prepares(hina, complaint, "ask_citizen", "Which branch of the bank?", at="11:05")
    prepares(hina, complaint, "submit_report", at="11:06")
    assert notified() == [(world.bilal.officer, True)]
    html = text(bilal.get("/desk/notifications/", "11:10"))
    assert "A clerk prepared a text for you" in html
    assert "Which branch" not in html
    number = Notification.objects.get().pk
    assert bilal.sends(f"/desk/notifications/{number}/", "11:11").url == address(complaint)
    prepares(hina, complaint, "tell_citizen", "We asked the bank.", at="11:20")
    assert notified() == [(world.bilal.officer, False), (world.bilal.officer, True)]


def test_a_new_holder_is_notified_although_the_former_one_never_read_it(world, seat):
    complaint, hina = world.in_inquiry("10:00"), seat(world.hina)
    prepares(hina, complaint)
    world.farah.does("re_mark", complaint, "11:10", to=world.dania)
    prepares(hina, complaint, "ask_citizen", "Which bank?", at="11:20")
    assert notified() == [(world.dania.officer, True)]


def test_a_notification_goes_with_the_last_text_that_is_withdrawn(world, seat):
    complaint, hina = world.in_inquiry("10:00"), seat(world.hina)
    prepares(hina, complaint, "ask_citizen", "Which bank?")
    prepares(hina, complaint, "submit_report")
    prepares(hina, complaint, "ask_citizen", "")
    assert notified() == [(world.bilal.officer, True)]
    prepares(hina, complaint, "submit_report", "")
    assert notified() == []


def test_the_acting_officer_is_notified_of_a_text_for_a_holder_on_leave(world, seat):
    complaint = world.in_inquiry("10:00")
    arrange_leave(
        posting=world.bilal.posting, cover=world.dania.posting, starts_at=clock("10:30"), ends_at=clock("+3d 00:00"),
        by=world.farah.actor, at=clock("10:30"),
    )  # fmt: skip
    prepares(seat(world.hina), complaint)
    assert notified() == [(world.dania.officer, True)]


@pytest.mark.slow
def test_nobody_but_the_holder_reads_it_in_a_form(world, seat):
    complaint = world.in_inquiry("10:00")
    prepares(seat(world.hina), complaint)
    for name in ("dania", "usman", "salma", "zara"):
        assert WORDS not in text(seat(world.people[name]).opens(complaint, "11:10"))


@pytest.mark.slow
def test_a_clerk_does_nothing_else(world, seat):
    complaint, hina = world.in_inquiry("10:00"), seat(world.hina)
    assert forms(hina.opens(complaint, "11:00")) == set()
    for move in ("record_contact", "submit_report", "ask_citizen", "tell_citizen"):
        assert hina.posts(complaint, move, "11:00", words="x", how="telephone", outcome="not_proved").status_code == 403
    assert prepares(hina, complaint, "record_contact").status_code == 422
    assert not Prepared.objects.exists()


def test_a_confidential_complaint_does_not_exist_for_a_clerk(world, seat):
    complaint = world.complaint("gender_harassment", station="gulberg")
    world.nadia.marks(complaint, to=world.dania, at="09:10")
    assert prepares(seat(world.hina), complaint).status_code == 404


@pytest.mark.slow
def test_for_everybody_else_there_is_no_such_page(world, seat):
    complaint = world.in_inquiry("10:00")
    for name in ("bilal", "dania", "latif", "salma", "usman", "zara", "asad"):
        sitting = seat(world.people[name])
        assert prepares(sitting, complaint).status_code == 404
        assert sitting.get(f"{address(complaint)}prepare/", "11:00").status_code == 404


def test_what_is_with_another_office_is_not_theirs_to_prepare(world, seat):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.kamran, at="09:10")
    assert prepares(seat(world.hina), complaint).status_code == 404


def test_what_cannot_be_kept_is_said_and_stays(world, seat):
    complaint, hina = world.in_inquiry("10:00"), seat(world.hina)
    answer = prepares(hina, complaint, move="nonsense")
    assert answer.status_code == 422
    assert WORDS in text(answer)
    hina.client.logout()
    answer = prepares(hina, complaint)
    assert answer.status_code == 401
    assert WORDS in text(answer)


def test_what_was_passed_on_in_the_second_of_writing_is_not_theirs_any_more(world, seat, monkeypatch):
    complaint, asked = world.in_inquiry("10:00"), prepared_text_page.may_prepare_text

    def passes_on_meanwhile(actor, seen):
        allowed = asked(actor, seen)
        world.farah.does("re_mark", seen, "11:00", words="To the station.", to=world.kamran)
        return allowed

    monkeypatch.setattr(prepared_text_page, "may_prepare_text", passes_on_meanwhile)
    assert prepares(seat(world.hina), complaint).status_code == 404
    assert not Prepared.objects.exists()
