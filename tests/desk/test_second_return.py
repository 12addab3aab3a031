"""A report that is returned for the second time: announced before and after, and the previous holder is notified."""

import pytest

from complaints.models import Reading
from desk.queries.reports_returned_up import find_returned_up
from notifications.message_rendering import render_message
from notifications.models import Message
from notifications.recipient_address import Address
from tests.desk.test_told_as_it_was import citizen, desk
from tests.factories import create_naming
from tests.world import clock

FARAH = "Superintendent of Police Farah (SP, Model Town Division)"


@pytest.fixture
def reported_again(world):
    """Usman returned Bilal's first report; the second one awaits a decision."""
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00")
    world.usman.does("return_report", complaint, "12:00")
    world.bilal.reports(complaint, "13:00")
    return complaint


def warning_of(answer) -> str:
    """Return the warning above the form for returning the report, and check that the page shows it."""
    (act,) = [one for one in answer.context["acts"] if one.name == "return_report"]
    assert act.form.warning in answer.content.decode()
    return act.form.warning


def told(world, person) -> list[str]:
    return list(
        Message.objects.filter(recipient=f"posting:{person.posting.pk}")
        .order_by("pk")
        .values_list("template", flat=True)
    )


def test_the_first_return_warns_of_nothing_and_goes_back(world, seat):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00")
    usman = seat(world.usman)
    assert warning_of(usman.opens(complaint, "11:30")) == ""
    usman.posts(complaint, "return_report", "12:00", words="Hear the dealer.")
    assert "The report is returned." in usman.opens(complaint, "12:01").content.decode()
    bilal = "Inspector Bilal (Inquiry officer, Gulberg Circle)"
    assert desk(complaint, world.zara)[-1] == f"Additional Inspector General Usman returned the report to {bilal}."
    assert told(world, world.bilal)[-1] == "report_returned"


def test_before_the_second_return_the_form_says_who_gets_it(world, seat, reported_again):
    warning = f"This time the complaint does not go back to Inspector Bilal: it goes one office up, to {FARAH}."
    assert warning in warning_of(seat(world.usman).opens(reported_again, "13:30"))
    warning = "This time the complaint does not go back to Inspector Bilal: you get it, and you submit the report."
    assert warning in warning_of(seat(world.farah).opens(reported_again, "13:30"))


def test_afterwards_page_and_history_say_where_it_went_and_who_lost_it_is_told(world, seat, reported_again):
    usman = seat(world.usman)
    usman.posts(reported_again, "return_report", "14:00", words="Again.")
    page = usman.opens(reported_again, "14:01").content.decode()
    assert f"The report is returned. The complaint went one office up, to {FARAH}." in page
    assert desk(reported_again, world.zara)[-1] == (
        "Additional Inspector General Usman returned the report again, so the complaint went one office up, to "
        f"{FARAH}."
    )
    assert citizen(reported_again)[-1] == (
        "A senior officer sent the report back: it needs more work. It is now with: "
        "Superintendent of Police, Model Town Division."
    )
    assert told(world, world.bilal)[-1] == "report_went_up"
    assert told(world, world.farah)[-1] == "report_came_up"
    assert seat(world.bilal).opens(reported_again, "14:05").status_code == 410


def test_who_lost_it_keeps_a_page_that_says_where_it_went_and_nothing_else(world, seat, reported_again):
    world.usman.does("return_report", reported_again, "14:00")
    world.usman.does("re_mark", reported_again, "15:00", to=world.usman)
    answer = seat(world.bilal).opens(reported_again, "16:00")
    page = answer.content.decode()
    assert answer.status_code == 410
    assert reported_again.spaced_etag in page.replace("\xa0", " ")
    assert FARAH in page
    for hidden in ("Usman", "broken into", reported_again.category.name_en, "Ayesha"):
        assert hidden not in page
    assert not Reading.objects.filter(complaint=reported_again, posting=world.bilal.posting, at=clock("16:00")).exists()


@pytest.mark.parametrize("who", ["hina", "latif", "kamran", "sana"])
def test_who_never_had_it_finds_nothing(world, seat, reported_again, who):
    world.usman.does("return_report", reported_again, "14:00")
    assert seat(world.people[who]).opens(reported_again, "14:05").status_code == 404


def test_the_page_does_not_reveal_that_the_former_holder_is_accused(world, seat, reported_again):
    """The E-tag still says *open* to everybody, so a 404 in place of the page would say that he is excluded."""
    world.usman.does("return_report", reported_again, "14:00")
    before = find_returned_up(world.bilal.actor, reported_again.etag, at=clock("14:30"))
    create_naming(
        complaint=reported_again, officer=world.bilal.officer, source="cell", named_at=clock("15:00"),
        by=world.nadia.posting, why="She says so.",
    )  # fmt: skip
    assert seat(world.bilal).opens(reported_again, "15:05").status_code == 410
    assert find_returned_up(world.bilal.actor, reported_again.etag, at=clock("15:05")) == before


def test_the_page_ends_after_ninety_days_and_not_with_the_complaint(world, seat, reported_again):
    world.usman.does("return_report", reported_again, "14:00")
    etag, bilal = reported_again.etag, world.bilal.actor
    assert find_returned_up(bilal, etag, at=clock("+89d 14:00")).office == world.office("model_town")
    assert find_returned_up(bilal, etag, at=clock("+91d 14:00")) is None
    before = find_returned_up(bilal, etag, at=clock("14:30"))
    world.ayesha.does("ask_to_withdraw", reported_again, "15:00")
    world.ayesha.does("withdraw", reported_again, "15:05")
    assert find_returned_up(bilal, etag, at=clock("16:00")) == before
    assert seat(world.bilal).opens(reported_again, "16:00").status_code == 410


def test_the_message_leads_to_the_page_that_says_where_it_went(world, seat, reported_again):
    world.usman.does("return_report", reported_again, "14:00")
    message = Message.objects.get(template="report_went_up")
    for language, said in (("en", "You no longer have it."), ("ur", "اب آپ کے پاس نہیں")):
        words = render_message(message.template, message.context, address=Address(language=language)).text.replace(
            "\xa0", " "
        )
        assert said in words
        assert reported_again.spaced_etag in words
        assert f"/desk/complaints/{reported_again.etag}/" in words


def test_whoever_returns_it_and_gets_it_themselves_is_told_so_on_the_page_alone(world, seat, reported_again):
    farah = seat(world.farah)
    farah.posts(reported_again, "return_report", "14:00", words="Again.")
    page = farah.opens(reported_again, "14:01").content.decode()
    assert "The report is returned. You now have the complaint." in page
    assert desk(reported_again, world.zara)[-1] == (
        "Superintendent of Police Farah returned the report again and now has the complaint."
    )
    assert "report_came_up" not in told(world, world.farah)
    assert told(world, world.bilal)[-1] == "report_went_up"


def test_a_new_round_counts_its_returns_anew(world, seat, reported_again):
    world.salma.does("verify", reported_again, "13:10", verdict="satisfied")
    world.farah.does("accept", reported_again, "13:20")
    world.ayesha.does("object", reported_again, "14:00")
    world.usman.records_contact(reported_again, "14:30")
    world.ayesha.says("in_person", reported_again, "15:00")
    world.usman.reports(reported_again, "16:00")
    assert "already returned" not in warning_of(seat(world.imran).opens(reported_again, "16:30"))
