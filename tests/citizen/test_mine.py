"""The complainant's page: the history in plain words, and the citizen's moves from end to end."""

from html import unescape

import pytest

from citizen.complaint_page import citizen_timeline
from complaints.models import Complaint, ContactAnswer, ContactClaim, Event
from complaints.rules.etag import compose_etag, format_etag
from complaints.rules.statuses import Ending, Status
from tests.citizen.conftest import mistakes, path_of, words
from tests.world import World, clock

ADDRESS = "/track/{}/mine/"


def told(answer) -> str:
    return unescape(words(answer))


def resolved(world: World, **answers) -> Complaint:
    """Return a complaint that was resolved at noon of the second day."""
    complaint = world.in_inquiry(**answers)
    world.bilal.reports(complaint, "+1d 09:00")
    world.salma.does("verify", complaint, "+1d 10:00", verdict="satisfied")
    world.farah.does("accept", complaint, "+1d 11:00")
    return complaint


def stands(complaint: Complaint) -> Complaint:
    return Complaint.objects.unscoped("test").get(pk=complaint.pk)


def test_the_story_names_officers_by_rank_and_office(world, ayesha):
    complaint = world.in_inquiry()
    page = told(ayesha.opens(complaint, "11:00"))
    for said in (
        "You made this complaint.",
        "Assigned to: Inspector, Gulberg Circle.",
        "The officer says that they spoke to you: Inspector, Gulberg Circle.",
        "You confirmed that the officer spoke to you.",
    ):
        assert said in page
    assert "Bilal" not in page


def test_the_citizen_does_not_read_what_officers_wrote_for_each_other(world, ayesha):
    complaint = world.complaint()
    world.salma.does("mark", complaint, "09:10", to=world.bilal, words="Between us: be careful.")
    assert "Between us" not in told(ayesha.opens(complaint, "10:00"))


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("answer", ContactAnswer.values)
def test_ayesha_says_who_spoke_to_her(world, ayesha, answer):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:30")
    assert "Did Inspector Bilal speak to you?" in told(ayesha.opens(complaint, "10:00"))
    move = "confirm_contact" if answer == ContactAnswer.IN_PERSON else "deny_contact"
    assert path_of(ayesha.moves(complaint, move, "10:05", answer=answer)) == ADDRESS.format(complaint.etag)
    assert ContactClaim.objects.get(complaint=complaint).answer == answer
    page = told(ayesha.get(ADDRESS.format(complaint.etag), "10:06"))
    assert "Thank you. We recorded" in page
    assert "Did Inspector Bilal" not in page


BY_TELEPHONE = {
    ContactAnswer.IN_PERSON: "the officer spoke to you personally.",
    ContactAnswer.SOMEONE_ELSE: "someone else spoke to you.",
    ContactAnswer.NOBODY: "nobody spoke to you.",
}


@pytest.mark.parametrize("answer", ContactAnswer.values)
def test_what_the_cell_heard_on_the_telephone_is_not_put_into_her_mouth(world, ayesha, answer):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:30")
    world.salma.says(answer, complaint, "+1d 10:00")  # the first day is the complainant's own
    page = told(ayesha.opens(complaint, "+1d 11:00"))
    assert f"The complaint cell recorded what you said by phone: {BY_TELEPHONE[answer]}" in page
    assert "You confirmed" not in page
    assert "You said that" not in page


def test_the_operator_s_note_of_a_call_is_hidden_in_old_histories_too(world, ayesha):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:30")
    event = world.salma.does("deny_contact", complaint, "09:50", answer="nobody", words="She sounded afraid.")
    event.words.for_citizen = True
    assert citizen_timeline.readable_words(event) == ""
    assert "She sounded afraid." not in told(ayesha.opens(complaint, "10:00"))


def test_bashir_answers_a_question_in_urdu(world, bashir):
    complaint = world.in_inquiry(by="ayesha")
    world.bilal.does("ask_citizen", complaint, "11:00", words="رسید کی تاریخ کیا ہے؟")
    assert "رسید کی تاریخ کیا ہے؟" in told(bashir.opens(complaint, "12:00"))
    bashir.moves(complaint, "resume", "12:10", **{"resume-words": "۱۲ اکتوبر کی ہے۔"})
    assert stands(complaint).status == Status.IN_INQUIRY
    assert Event.objects.get(complaint=complaint, kind="resume").words.text == "۱۲ اکتوبر کی ہے۔"


def test_ayesha_says_that_it_is_solved(world, ayesha):
    complaint = resolved(world)
    assert "Is it solved?" in told(ayesha.opens(complaint, "+1d 12:00"))
    ayesha.moves(complaint, "close", "+1d 12:05")
    assert (stands(complaint).status, stands(complaint).ending) == (Status.CLOSED, Ending.CONFIRMED)


def test_ayesha_objects_and_a_higher_officer_gets_it(world, ayesha):
    complaint = resolved(world)
    ayesha.opens(complaint, "+1d 12:00")
    ayesha.moves(complaint, "object", "+1d 12:05", **{"object-words": "Nothing came back."})
    assert stands(complaint).status == Status.MARKED
    assert stands(complaint).holder.officer == world.usman.officer  # above Farah, because she had accepted the report
    page = told(ayesha.get(ADDRESS.format(complaint.etag), "+1d 12:06"))
    assert "The complaint was sent to Additional Inspector General, Lahore." in page
    assert "Nothing came back." in page


@pytest.mark.parametrize(("typed", "said"), [("x" * 10_001, "too long"), ("a\x00", "")])
def test_an_objection_that_cannot_be_taken_is_kept(world, ayesha, typed, said):
    complaint = resolved(world)
    ayesha.opens(complaint, "+1d 12:00")
    answer = ayesha.moves(complaint, "object", "+1d 12:05", **{"object-words": typed})
    assert answer.status_code == 422
    assert said in mistakes(answer)["object-words"]
    assert typed in answer.content.decode()
    assert stands(complaint).status == Status.RESOLVED


def test_an_answer_that_comes_too_late_says_how_it_stands_and_keeps_the_words(world, ayesha):
    complaint = world.in_inquiry()
    world.bilal.asks(complaint, "11:00")
    ayesha.opens(complaint, "11:30")
    seen = complaint.head.seq
    world.bilal.does("resume", complaint, "11:40")
    answer = ayesha.moves(complaint, "resume", "11:50", seen=seen, **{"resume-words": "It was on a Friday."})
    page = told(answer)
    assert answer.status_code == 409
    assert "The status of this complaint has changed to “Under inquiry”. Nothing was sent." in page
    assert "It was on a Friday." in page
    assert not Event.objects.filter(complaint=complaint, kind="resume", actor_kind="citizen").exists()


def test_the_second_tap_on_yes_changes_nothing(world, ayesha):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:30")
    ayesha.opens(complaint, "10:00")
    seen = Complaint.objects.unscoped("test").get(pk=complaint.pk).head.seq
    ayesha.moves(complaint, "confirm_contact", "10:05", seen=seen, answer="in_person")
    answer = ayesha.moves(complaint, "confirm_contact", "10:05", seen=seen, answer="in_person")
    assert answer.status_code == 409
    assert "No contact is waiting to be confirmed." in told(answer)
    assert Event.objects.filter(complaint=complaint, kind="confirm_contact").count() == 1


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("move", ["accept", "mark", "reject", "ask_after", "nothing", "close-all"])
def test_what_is_not_a_citizen_s_move_has_no_page(world, ayesha, move):
    complaint = resolved(world)
    ayesha.opens(complaint, "+1d 12:00")
    assert ayesha.moves(complaint, move, "+1d 12:05").status_code == 404
    assert stands(complaint).status == Status.RESOLVED


@pytest.mark.parametrize("move", ["close", "object", "resume", "confirm_contact"])
def test_nobody_moves_what_they_have_not_opened(world, ayesha, bashir, move):
    complaint, other = resolved(world), world.complaint()
    bashir.opens(other, "+1d 12:00")
    assert bashir.moves(complaint, move, "+1d 12:05").status_code == 403
    assert stands(complaint).status == Status.RESOLVED


@pytest.mark.parametrize("move", ["object", "resume"])
def test_what_was_typed_past_the_end_of_the_visit_can_be_copied(world, ayesha, move):
    complaint = resolved(world)
    ayesha.opens(complaint, "+1d 12:00")
    answer = ayesha.moves(complaint, move, "+1d 12:31", **{f"{move}-words": "Nothing <b>came</b> back."})
    page = told(answer)
    assert answer.status_code == 403
    assert "Your session has ended" in page
    assert "Nothing &lt;b&gt;came&lt;/b&gt; back." in answer.content.decode()
    assert f'href="/track/{complaint.etag}/"' in answer.content.decode()
    assert stands(complaint).status == Status.RESOLVED


def test_the_end_of_a_visit_reveals_no_complaint(world, ayesha):
    def says(etag):
        answer = ayesha.posts(f"/track/{etag}/mine/close/")
        return answer.status_code, words(answer).replace(format_etag(etag), "")

    assert says(world.complaint().etag) == says(compose_etag(26, 123456789))


@pytest.mark.parametrize("move", ["object", "close", "end"])
def test_looking_at_the_address_of_a_move_leads_to_the_complaint(world, ayesha, move):
    complaint = resolved(world)
    ayesha.opens(complaint, "+1d 12:00")
    answer = ayesha.get(f"{ADDRESS.format(complaint.etag)}{move}/", "+1d 12:01")
    assert path_of(answer) == ADDRESS.format(complaint.etag)
    assert ayesha.get(path_of(answer), "+1d 12:02").status_code == 200


@pytest.mark.slow
def test_an_objection_that_cannot_be_taken_can_be_read_in_urdu(world, ayesha):
    complaint = resolved(world)
    ayesha.opens(complaint, "+1d 12:00")
    answer = ayesha.moves(complaint, "object", "+1d 12:05", **{"object-words": "x" * 10_001})
    twin = answer.context["other_language"]["url"]
    assert path_of(ayesha.get(twin, "+1d 12:06")) == f"/ur{ADDRESS.format(complaint.etag)}"


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 400, "\x00", "²"])
def test_a_spoilt_page_number_is_a_page_that_is_too_old(world, ayesha, seen):
    complaint = resolved(world)
    ayesha.opens(complaint, "+1d 12:00")
    assert ayesha.moves(complaint, "resume", "+1d 12:05", seen=seen, **{"resume-words": "Yes."}).status_code == 409


def test_after_the_third_round_the_ways_outside_are_named(world, ayesha):
    complaint = resolved(world)
    stands(complaint)
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(cycle=3)
    page = told(ayesha.opens(complaint, "+1d 12:00"))
    assert "Justice of the Peace (section 22-A CrPC)" in page
    assert "Send it to a higher officer" not in page


@pytest.mark.slow
def test_a_longer_story_costs_no_more_queries(world, ayesha, django_assert_max_num_queries):
    short, long = world.complaint(), resolved(world)
    world.ayesha.does("object", long, "+1d 12:00")
    for complaint in (short, long):
        ayesha.opens(complaint, "+1d 13:00")
        with django_assert_max_num_queries(17):
            ayesha.get(ADDRESS.format(complaint.etag), "+1d 13:00")


def test_a_complaint_shows_its_times_on_the_clock_of_punjab(world, ayesha):
    page = told(ayesha.opens(world.complaint(at="09:00"), "09:30"))
    assert "9:00 am today" in page
    assert clock("09:00").utcoffset().total_seconds() == 5 * 60 * 60


@pytest.mark.parametrize(("at", "dated"), [("+8d 10:59", True), ("+8d 11:00", False), ("+9d 12:00", False)])
def test_the_last_word_names_its_day_until_that_has_passed(world, ayesha, at, dated):
    page = told(ayesha.opens(resolved(world), at))
    assert ("It is your decision: tell us by" in page) is dated
    assert ("You decide whether it is solved." in page) is not dated
