"""Linking and merging by the complaint cell, as both complaint pages and the complainant show it."""

import re
from html import unescape

import pytest
import time_machine

from complaints.models import Complaint, Event, Reading
from complaints.rules.statuses import Status
from complaints.services import linking
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from complaints.services.exclusion import officer_naming
from desk.queries import complaint_details
from ledger.service_exceptions import Refused
from notifications.models import Message
from tests.citizen.conftest import Visitor
from tests.desk.conftest import address
from tests.world import clock


def page(answer) -> str:
    return unescape(answer.content.decode())


def apart(complaint) -> str:
    """Return its E-tag as in a sentence: isolated from the direction of the text around it."""
    return f"\u2068{complaint.spaced_etag}\u2069"


def looks(seat, complaint, other: str, at="10:00"):
    return seat.get(f"{address(complaint)}join/", at, other=other)


def joins(seat, complaint, other: str, act: str, at="10:00", **typed):
    with time_machine.travel(clock(at), tick=False):
        return seat.client.post(f"{address(complaint)}join/", {"other": other, "act": act} | typed)


def stands(complaint) -> Complaint:
    return Complaint.objects.unscoped("test").get(pk=complaint.pk)


@pytest.fixture
def two(world):
    """An earlier and a later complaint of Ayesha."""
    return world.complaint("threats", "09:00"), world.complaint("threats", "09:10", text="The same man came again.")


def test_the_other_one_is_looked_at_first_and_both_are_read(world, seat, two):
    earlier, later = two
    answer = looks(seat(world.salma), later, earlier.spaced_etag)
    html = page(answer)
    assert answer.status_code == 200
    assert "My shop was broken into during the night." in html
    assert "The same man came again." in html
    assert set(Reading.objects.values_list("complaint_id", flat=True)) == {earlier.pk, later.pk}
    assert stands(later).status == Status.RECEIVED


def test_linking_stands_in_both_histories_and_the_citizens_are_told_nothing(world, seat, two):
    earlier, later = two
    before, salma = Message.objects.count(), seat(world.salma)
    assert joins(salma, later, earlier.etag, "link", words="One gang.").status_code == 302
    assert Event.objects.get(complaint=later, kind="link").words.for_citizen is False
    for one, other, noted in ((later, earlier, True), (earlier, later, False)):  # the note is on its own page
        html = page(salma.opens(one, "10:05"))
        assert f"Salma linked it to complaint {apart(other)}." in html
        assert ("One gang." in html) is noted
    assert Message.objects.count() == before
    html = page(salma.get(f"{address(earlier)}others/", "10:10"))
    assert later.etag in html.split("From the same person")[0]


def test_two_linked_complaints_are_not_linked_again(world, seat, two):
    earlier, later = two
    salma = seat(world.salma)
    assert joins(salma, later, earlier.etag, "link").status_code == 302
    shown = page(salma.get(f"{address(later)}join/?other={earlier.etag}", "10:05"))
    assert "These two complaints are already linked." in shown
    assert f"/desk/complaints/{later.etag}/separate/{earlier.etag}/" in shown
    again = joins(salma, later, earlier.etag, "link", words="One gang.")
    assert again.status_code == 422
    assert "One gang." in page(again)
    assert Event.objects.filter(complaint=later, kind="link").count() == 1


@pytest.mark.slow
def test_merging_ends_the_later_one_and_its_complainant_follows_the_earlier(world, seat, two):
    earlier, later = two
    salma, ayesha = seat(world.salma), Visitor()
    answer = joins(salma, later, earlier.etag, "merge", words="You told us of both.")
    assert answer.status_code == 302
    assert stands(later).status == Status.MERGED
    assert Message.objects.filter(template="merged", context__etag=later.etag).exists()
    merged = f"Salma merged complaint {apart(later)}, a later one by the same person, into it."
    assert merged in page(salma.opens(earlier, "10:05"))
    assert f"Salma merged it with complaint {apart(earlier)}." in page(salma.opens(later, "10:05"))
    told = page(ayesha.opens(later, "11:00"))
    assert "You told us of both." in told
    assert earlier.spaced_etag in told
    assert f"/track/{earlier.etag}/" in told
    assert "Another of your complaints was merged with this one." in page(ayesha.opens(earlier, "11:10"))


@pytest.mark.slow
def test_who_is_named_in_one_learns_nothing_of_it_from_the_other(world, seat):
    """Bilal has one of the two and is named in the other: no note, link or count reveals it."""
    named = world.complaint("threats", "09:00", text="Inspector Bilal himself came.")
    held = world.complaint("financial_crime", "09:05", by="bashir")
    world.salma.marks(held, to=world.bilal, at="09:20")
    officer_naming.name_officer(
        complaint_id=named.pk,
        officer_id=world.bilal.officer.pk,
        why="Told so.",
        by=world.salma.actor,
        at=clock("09:25"),
    )
    bilal, secrets = seat(world.bilal), re.compile(r'csrfmiddlewaretoken" value="[^"]+|nonce-[^"]+')
    before = secrets.sub("", page(bilal.opens(held, "10:00")))
    linking.link_complaints(
        named, typed_etag=held.etag, by=world.salma.actor, at=clock("09:30"), words="She says it of Bilal."
    )
    linking.link_complaints(
        stands(held), typed_etag=named.etag, by=world.salma.actor, at=clock("09:31"), words="Both are of Bilal."
    )
    assert secrets.sub("", page(bilal.opens(held, "10:00"))) == before
    assert named.etag not in page(bilal.get(f"{address(held)}others/", "10:01"))
    assert bilal.posts(held, "note", "10:05", seen=2, words="Mine.").status_code == 302
    assert f"linked it to complaint {apart(named)}." in page(seat(world.salma).opens(held, "10:10"))


HAS_WORD = {"secret_digest": digest_secret_word("x")}


@pytest.mark.slow
@pytest.mark.parametrize("hidden", ["earlier", "later"])
def test_a_merging_does_not_tell_who_brings_a_protected_one(world, seat, hidden):
    """That one person brought both is shown only to readers who may know both complainants."""
    earlier, later = (
        world.complaint(category, at, text=at, protected=name == hidden)
        for name, category, at in (("earlier", "financial_crime", "09:00"), ("later", "threats", "09:10"))
    )
    for one in (earlier, later):
        world.salma.marks(one, to=world.bilal, at="09:20")
    linking.merge_complaint(
        stands(later), typed_etag=earlier.etag, by=world.salma.actor, at=clock("09:30"), words="You told us twice."
    )
    for person, knows in ((world.bilal, False), (world.zara, False), (world.salma, True)):
        sits = seat(person)
        assert (f"merged complaint {apart(later)}, a later one" in page(sits.opens(earlier, "10:00"))) is knows
        merged = page(sits.opens(later, "10:00"))
        assert (f"Salma merged it with complaint {apart(earlier)}." in merged) is knows
        assert ("Salma merged it with another complaint." in merged) is not knows
        assert (earlier.spaced_etag in merged) is knows
        assert ("You told us twice." in page(sits.opens(later, "10:01"))) is knows
        assert (later.etag in page(sits.get(f"{address(earlier)}others/", "10:02"))) is knows
        assert (earlier.etag in page(sits.get(f"{address(later)}others/", "10:03"))) is knows
        assert complaint_details.visible_history_length(stands(earlier), person.actor) == len(
            complaint_details.visible_history(stands(earlier), person.actor)
        )


@pytest.mark.slow
def test_what_a_file_says_of_others_costs_one_statement_for_one_and_for_many(world, two, django_assert_num_queries):
    for number in range(5):
        other = world.complaint("threats", f"09:2{number}", by="bashir")
        world.salma.does("link", two[0], "09:40", **{"with": other.etag})
        with django_assert_num_queries(2):
            assert len(complaint_details.visible_history(two[0], world.salma.actor)) == number + 2
        with django_assert_num_queries(3):
            assert complaint_details.visible_history_length(two[0], world.salma.actor) == number + 2


@pytest.mark.slow
def test_the_complainant_can_take_it_up_again(world, two):
    earlier, later = two
    linking.merge_complaint(
        later, typed_etag=earlier.etag, by=world.salma.actor, at=clock("10:00"), words="One matter."
    )
    ayesha = Visitor()
    ayesha.opens(later, "11:00")
    assert ayesha.moves(later, "reinstate", "11:05", **{"reinstate-words": "It is another man."}).status_code == 302
    assert (stands(later).status, stands(later).cycle) == (Status.MARKED, 2)


@pytest.mark.parametrize("hidden", [{"category": "gender_harassment"}, HAS_WORD, {"under_18": True}])
def test_what_a_shared_phone_may_not_show_is_not_named_on_it(world, hidden):
    """The phone of an ordinary complaint reveals nothing about one that is not in the list of that phone."""
    kept = world.complaint(at="09:00", **{"category": "threats"} | hidden)
    later = world.complaint("threats", "09:10")
    linking.merge_complaint(later, typed_etag=kept.etag, by=world.nadia.actor, at=clock("10:00"), words="One matter.")
    told = page(Visitor().opens(later, "11:00"))
    assert kept.spaced_etag not in told
    assert kept.etag not in told


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Please fill this in."),
        ("123", "There is no such complaint within your office."),
        ("2648 1907 3555", "There is no such complaint within your office."),
        ("itself", "There is no such complaint within your office."),
        ("elsewhere", "There is no such complaint within your office."),
        ("2648\x00", "This contains characters that we cannot read."),
    ],
)
def test_a_number_that_is_none_is_refused_and_stays_typed(world, seat, two, typed, said):
    numbers = {"itself": two[1].etag, "elsewhere": world.complaint("threats", "09:20", district="multan").etag}
    answer = looks(seat(world.salma), two[1], numbers.get(typed, typed))
    assert answer.status_code == 422
    assert said in page(answer)
    assert numbers.get(typed, typed) in page(answer)


@pytest.mark.slow
def test_only_what_is_the_same_persons_earlier_and_not_yet_inquired_into_is_merged(world, seat, two):
    earlier, later = two
    stranger = world.complaint("threats", "09:05", by="bashir")
    salma = seat(world.salma)
    assert "You can link the two, but not merge them." in page(looks(salma, later, stranger.etag))
    assert "You can merge a complaint only into an earlier one that has not ended." in page(
        looks(salma, earlier, later.etag)
    )
    world.salma.marks(later, to=world.bilal, at="09:20")
    world.bilal.records_contact(later, "09:30")
    assert "Only a complaint that is not yet under inquiry can be merged." in page(looks(salma, later, earlier.etag))
    answer = joins(salma, earlier, later.etag, "merge", words="My reason.")
    assert answer.status_code == 422
    assert "My reason." in page(
        answer
    ) or "You can merge a complaint only into an earlier one that has not ended." in page(answer)


def test_a_merge_without_a_reason_is_refused(world, seat, two):
    answer = joins(seat(world.salma), two[1], two[0].etag, "merge", words=" ")
    assert answer.status_code == 422
    assert "Please fill this in." in page(answer)
    assert stands(two[1]).status == Status.RECEIVED


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("who", ["bilal", "dania", "usman", "zara", "asad", "hina"])
def test_for_everybody_but_the_cell_there_is_no_such_page(world, seat, two, who):
    answer = looks(seat(world.people[who]), two[1], two[0].etag)
    assert answer.status_code == 404


def test_nothing_is_written_where_half_of_it_is_refused(world, two):
    with pytest.raises(Refused):
        linking.merge_complaint(
            two[0], typed_etag=two[1].etag, by=world.salma.actor, at=clock("10:00"), words="The wrong way."
        )
    assert not Event.objects.filter(kind__in=["merge", "taken_in", "link"]).exists()


def test_who_joins_past_the_sessions_end_is_given_back_what_they_typed(two, client):
    answer = client.post(f"{address(two[1])}join/", {"other": two[0].etag, "act": "merge", "words": "One matter."})
    assert answer.status_code == 401
    assert "One matter." in page(answer)
