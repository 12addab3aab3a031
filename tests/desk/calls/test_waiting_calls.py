"""The rows of calls that wait: they begin and end with the history, and a changed row is found."""

import pytest

from complaints.models import WaitingCall
from complaints.queries.due_calls import list_due_calls
from complaints.rules.calls.cell_calls import Purpose, is_excuse_call_owed
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import Status
from complaints.services.exclusion.outside_transfer import transfer_complaint
from complaints.services.followup.followup_answer_types import SafeContactAnswer
from complaints.services.moves import lock_complaint
from tests.complaints.tellings import tells
from tests.complaints.verifying import found
from tests.desk.conftest import address
from tests.world import PHONES, clock

NEWS, EXCUSE = str(Purpose.NEWS), str(Purpose.EXCUSE)


def rows(complaint) -> dict:
    return dict(WaitingCall.objects.filter(complaint=complaint).values_list("purpose", "since"))


def waits(person, at: str) -> set[str]:
    return {str(one.purpose) for one in list_due_calls(person.actor, at=clock(at))}


def marked(world, **answers):
    complaint = world.complaint("financial_crime", **answers)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    return complaint


def tried(world, **answers):
    complaint = marked(world, **answers)
    for at in ("10:00", "12:00", "14:00"):
        world.bilal.does("try_contact", complaint, at)
    return complaint


def test_news_wait_since_the_first_that_was_not_read_out(world):
    complaint = marked(world, wants_calls=True)
    world.bilal.does("tell_citizen", complaint, "09:30")
    assert rows(complaint) == {NEWS: clock("09:10")}
    world.salma.rings(complaint, "09:40", NEWS)  # in vain
    assert rows(complaint) == {NEWS: clock("09:10")}
    world.salma.rings(complaint, "11:45", NEWS, "reached")
    assert rows(complaint) == {}
    world.bilal.does("tell_citizen", complaint, "12:00")
    assert rows(complaint) == {NEWS: clock("12:00")}
    assert found() == []


def test_who_can_read_has_no_row(world):
    assert rows(marked(world)) == {}
    assert found() == []


def test_who_asks_for_calls_later_hears_what_was_sent_as_a_message_before(world):
    complaint = marked(world)
    tells(world.ayesha, complaint, SafeContactAnswer(phone=PHONES["ayesha"], calls=True))
    assert rows(complaint) == {NEWS: clock("09:10")}
    assert found() == []
    tells(world.ayesha, complaint, SafeContactAnswer(phone=PHONES["ayesha"]), "10:10")
    assert rows(complaint) == {}
    assert found() == []


def test_who_asks_for_calls_again_does_not_hear_twice_what_was_read_out(world):
    complaint = marked(world, wants_calls=True)
    world.salma.rings(complaint, "09:20", NEWS, "reached")
    tells(world.ayesha, complaint, SafeContactAnswer(phone=PHONES["ayesha"]), "10:00")
    tells(world.ayesha, complaint, SafeContactAnswer(phone=PHONES["ayesha"], calls=True), "10:10")
    assert rows(complaint) == {}
    assert found() == []


def test_an_undone_marking_is_no_news(world):
    complaint = world.complaint("financial_crime", wants_calls=True)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.salma.does("undo_mark", complaint, "09:10")
    assert rows(complaint) == {}
    assert waits(world.salma, "09:11") == set()
    assert found() == []


def test_an_undone_marking_leaves_the_news_before_it_and_is_not_read_out(world, seat):
    complaint = marked(world, wants_calls=True)
    world.farah.does("re_mark", complaint, "09:30", to=world.dania)
    world.farah.does("undo_mark", complaint, "09:30")
    assert rows(complaint) == {NEWS: clock("09:10")}
    page = seat(world.salma).get(f"{address(complaint)}call/news/", "09:40").content.decode()
    assert "marked it to Inspector Bilal" in page
    assert "Dania" not in page
    assert found() == []


def test_an_undone_marking_leaves_the_news_of_the_same_moment(world):
    """The clock of a server that is behind does not go back: the marking has the time of the message before it."""
    complaint = marked(world, wants_calls=True)
    world.salma.rings(complaint, "09:20", NEWS, "reached")
    world.bilal.does("tell_citizen", complaint, "09:30")
    world.farah.does("re_mark", complaint, "09:30", to=world.dania)
    world.farah.does("undo_mark", complaint, "09:30")
    assert rows(complaint) == {NEWS: clock("09:30")}
    assert found() == []


def test_an_appeal_is_news_like_an_objection(world):
    complaint = world.complaint("financial_crime", wants_calls=True)
    world.usman.does("reject", complaint, "09:10")
    world.salma.rings(complaint, "09:20", NEWS, "reached")
    world.ayesha.does("appeal", complaint, "10:00")
    assert rows(complaint) == {NEWS: clock("10:00")}
    assert found() == []


@pytest.mark.slow
def test_what_the_system_marks_and_a_report_that_was_sent_back_are_news(world):
    complaint = world.complaint("financial_crime", wants_calls=True)
    world.system.does("auto_mark", complaint, "11:00", to=world.bilal)
    assert rows(complaint) == {NEWS: clock("11:00")}
    world.bilal.records_contact(complaint, "11:10")
    world.ayesha.says("in_person", complaint, "11:20")
    world.bilal.reports(complaint, "12:00")
    world.salma.rings(complaint, "12:10", NEWS, "reached")
    world.farah.does("return_report", complaint, "13:00")
    assert rows(complaint) == {NEWS: clock("13:00")}
    assert found() == []


@pytest.mark.slow
@pytest.mark.parametrize("verdict", ["not", "unreachable"])
def test_the_second_approval_is_news_and_the_first_is_not(world, seat, verdict):
    """The message "Is it solved? Answer within 7 days" is written with the second approval alone."""
    complaint = accepted(world)
    assert rows(complaint) == {}
    if verdict == "unreachable":
        world.salma.rings_in_vain(complaint, "verify")
        world.salma.does("verify", complaint, "+2d 10:05", verdict=verdict)
        assert rows(complaint) == {NEWS: clock("+2d 10:05")}
    else:
        world.salma.rings(complaint, "11:40", "verify", "reached", answer=verdict)
        assert rows(complaint) == {NEWS: clock("11:40")}
    assert complaint.status == Status.RESOLVED
    page = seat(world.salma).get(f"{address(complaint)}call/news/", "+2d 10:10").content.decode()
    assert "You have 7 days to say whether it is." in page
    assert found() == []


def accepted(world):
    """Return a reported complaint of somebody who cannot read, accepted at 11:30, with all news read out before."""
    complaint = world.in_inquiry("10:00", wants_calls=True)
    world.bilal.reports(complaint, "11:00")
    world.salma.rings(complaint, "11:10", NEWS, "reached")
    world.farah.does("accept", complaint, "11:30")
    return complaint


def test_a_verification_before_the_acceptance_is_no_news(world):
    complaint = world.in_inquiry("10:00", wants_calls=True)
    world.bilal.reports(complaint, "11:00")
    world.salma.rings(complaint, "11:10", NEWS, "reached")
    world.salma.rings(complaint, "11:20", "verify", "reached", answer="not")
    assert rows(complaint) == {}
    world.farah.does("accept", complaint, "11:30")
    assert rows(complaint) == {NEWS: clock("11:30")}
    assert found() == []


def asked(world):
    """Return a complaint of somebody who cannot read, with a question at 11:00 and all news read out before."""
    complaint = world.in_inquiry("10:00", wants_calls=True)
    world.salma.rings(complaint, "10:10", NEWS, "reached")
    world.bilal.asks(complaint, "11:00")
    return complaint


@pytest.mark.parametrize("who", ["bilal", "system"])
def test_a_question_that_was_withdrawn_or_not_answered_is_read_out_with_its_end(world, seat, who):
    complaint, at = asked(world), "+4d 12:00"
    resumer = getattr(world, who)
    resumer.does("resume", complaint, at)
    assert rows(complaint) == {NEWS: clock("11:00")}
    page = seat(world.salma).get(f"{address(complaint)}call/news/", "+4d 12:10").content.decode()
    assert page.index("asked the complainant a question") < page.index("The report deadline is no longer paused.")
    world.salma.rings(complaint, "+4d 12:20", NEWS, "reached")
    assert rows(complaint) == {}
    assert found() == []


@pytest.mark.parametrize("who", ["ayesha", "salma"])
def test_an_answered_question_is_no_news(world, who):
    complaint = asked(world)
    world.salma.rings(complaint, "11:10", NEWS, "reached")
    world.people[who].does("resume", complaint, "11:20")
    assert rows(complaint) == {}
    assert found() == []


def test_an_undone_merge_is_read_out_without_the_merge(world, seat):
    first, complaint = world.complaint("financial_crime"), world.complaint("financial_crime", wants_calls=True)
    world.salma.does("merge", complaint, "10:00", into=first.etag)
    assert rows(complaint) == {NEWS: clock("10:00")}
    world.salma.does("unmerge", complaint, "10:30", into=first.etag)
    assert rows(complaint) == {NEWS: clock("10:30")}
    page = seat(world.salma).get(f"{address(complaint)}call/news/", "10:40").content.decode()
    about = page.split("What the call is about")[1].split("</section>")[0]
    assert "undid the merge" in about
    assert "merged it with" not in about
    assert found() == []


def test_who_left_the_inquiry_is_not_called_with_its_news(world):
    complaint = world.complaint("child_abuse", wants_calls=True)
    world.nadia.marks(complaint, to=world.dania, at="09:10")
    assert NEWS in waits(world.nadia, "09:20")
    world.ayesha.does("ask_to_withdraw", complaint, "09:30")
    world.nadia.rings(complaint, "+2d 10:00", "withdrawal", "reached", answer="withdraw")
    assert complaint.left_at is not None
    assert NEWS not in waits(world.nadia, "+2d 10:01")
    assert found() == []


def test_three_attempts_wait_for_a_call_until_the_contact_is_no_longer_owed(world):
    complaint = tried(world)
    assert rows(complaint) == {EXCUSE: clock("14:00")}
    world.bilal.does("try_contact", complaint, "16:00")
    assert rows(complaint) == {EXCUSE: clock("14:00")}
    world.bilal.records_contact(complaint, "16:30")
    assert rows(complaint) == {}
    assert found() == []


def test_who_was_reached_is_not_called_again_until_the_officer_has_tried_again(world):
    complaint = tried(world)
    world.salma.rings(complaint, "15:00", EXCUSE, "reached")
    assert rows(complaint) == {}
    world.bilal.does("tell_citizen", complaint, "15:30")
    assert rows(complaint) == {}
    assert found() == []
    world.bilal.does("try_contact", complaint, "16:00")
    assert rows(complaint) == {EXCUSE: clock("16:00")}
    assert found() == []


def test_who_asks_for_a_call_later_is_called_again(world):
    complaint = tried(world)
    world.salma.rings(complaint, "15:00", EXCUSE, "call_back", call_back_at=clock("17:00"))
    assert rows(complaint) == {EXCUSE: clock("14:00")}
    assert found() == []
    world.salma.rings(complaint, "17:00", EXCUSE)
    assert complaint.contact == ContactState.EXCUSED
    assert rows(complaint) == {}
    assert found() == []


def test_three_attempts_wait_no_longer_after_the_complaint_was_sealed(world):
    complaint = tried(world)
    transfer_complaint(*lock_complaint(complaint.pk), at=clock("15:00"))
    assert rows(complaint) == {}
    assert not [finding for finding in found() if "a call" in finding]


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("contact", ContactState)
def test_a_call_is_owed_for_three_attempts_at_an_open_contact_of_a_marked_complaint_alone(status, contact):
    expected, times = status is Status.MARKED and contact is ContactState.OPEN, {"last_try_at": clock("14:00")}
    for tries in (3, 4):
        assert is_excuse_call_owed(status, contact, tries=tries, reached_at=None, **times) is expected
        assert is_excuse_call_owed(status, contact, tries=tries, reached_at=clock("13:59"), **times) is expected
        assert not is_excuse_call_owed(status, contact, tries=tries, reached_at=clock("14:00"), **times)
    assert not is_excuse_call_owed(status, contact, tries=2, reached_at=None, **times)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda rows: rows.delete(),
        lambda rows: rows.update(since=clock("+20d 09:00")),
        lambda rows: rows.filter(purpose=EXCUSE).update(purpose="verify"),
        lambda rows: rows.filter(purpose=NEWS).update(since=clock("09:20")),
    ],
)
def test_a_changed_row_is_found(world, tamper):
    complaint = tried(world, wants_calls=True)
    assert rows(complaint) == {NEWS: clock("09:10"), EXCUSE: clock("14:00")}
    assert found() == []
    tamper(WaitingCall.objects.all())
    assert any("a call" in finding for finding in found())
