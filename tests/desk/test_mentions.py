"""Mentions in notes: only officers who may see the complaint can be mentioned, and they are notified."""

import pytest
import time_machine

from accounts.acting_head import find_acting_heads
from accounts.actors import Actor
from accounts.queries.officer_postings import current_postings
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.leave_arrangement import arrange_leave
from complaints.models import Complaint, Event, Notification, Words
from complaints.queries.mention_candidates import mention_candidates
from complaints.rules.refusals import Refusal
from complaints.services.exclusion.officer_naming import name_officer
from ledger.service_exceptions import Refused
from tests.desk.conftest import address
from tests.factories import OfficerFactory, PostingFactory
from tests.world import Person, clock

KINDS = Notification.Kind


def names_officer(world, complaint, officer, at="11:00"):
    return name_officer(
        complaint_id=complaint.pk, officer_id=officer.pk, why="Said so.", by=world.salma.actor, at=clock(at)
    )


def candidates(complaint, at="12:00") -> set[str]:
    return {one.officer.name_en.lower() for one in mention_candidates(complaint, at=clock(at))}


def who_sees(world, complaint) -> set[str]:
    """Return the officers who see the complaint under a posting or as an acting head."""
    noon, seeing = clock("12:00"), set()
    for name, person in world.people.items():
        own = current_postings(person.officer, at=noon) if person.posting else []
        for posting in (*own, *find_acting_heads(own, at=noon)):
            if Complaint.objects.visible_to(Actor.of(posting), at=noon).filter(pk=complaint.pk).exists():
                seeing.add(name)
    return seeing


def go_on_leave(world):
    """Yasmin, of Garden Town, acts for Dania, who heads the circle. Kamran, of Gulberg's station, acts for Bilal."""
    garden_town = world.office("garden_town")
    yasmin = OfficerFactory(name_en="Yasmin", rank=Rank.DSP)
    posting = PostingFactory(officer=yasmin, office=garden_town, role=Role.INQUIRY_OFFICER)
    world.people["yasmin"] = Person("yasmin", posting)
    for holder, cover in ((world.dania, world.yasmin), (world.bilal, world.kamran)):
        people = {"posting": holder.posting, "cover": cover.posting, "by": world.farah.actor}
        arrange_leave(**people, starts_at=clock("08:30"), ends_at=clock("+1d 00:00"), at=clock("08:30"))


def at_the_district(world):
    """Return a complaint that Usman has, and Kamran, who may see it: he is posted at the district too."""
    PostingFactory(officer=world.kamran.officer, office=world.office("lahore"), role="inquiry_officer")
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.usman, at="09:10")
    assert "kamran" in candidates(complaint)
    return complaint, world.kamran.officer


@pytest.mark.slow
@pytest.mark.parametrize(
    ("category", "holder", "acting"),
    [
        ("financial_crime", "dania", {"yasmin"}),
        ("gender_harassment", "dania", {"yasmin"}),
        ("financial_crime", "bilal", {"yasmin", "kamran"}),
    ],
)
def test_candidates_are_exactly_those_who_may_see_the_complaint(world, category, holder, acting):
    go_on_leave(world)
    complaint = world.complaint(category)
    world.salma.marks(complaint, to=world.people[holder], at="09:10")
    assert candidates(complaint) == who_sees(world, complaint)
    assert candidates(complaint) & {"yasmin", "kamran"} == acting
    names_officer(world, complaint, world.farah.officer)
    complaint.refresh_from_db()
    assert candidates(complaint) == who_sees(world, complaint)


def test_neither_the_accused_nor_anybody_below_them_can_be_mentioned(world):
    complaint = world.in_inquiry()
    assert {"farah", "dania", "bilal", "usman"} <= candidates(complaint)
    names_officer(world, complaint, world.farah.officer)
    complaint.refresh_from_db()
    assert not {"farah", "dania", "bilal", "kamran", "latif"} & candidates(complaint)  # she heads their division
    assert {"usman", "zara"} <= candidates(complaint)


def test_an_officer_whose_account_is_off_cannot_be_mentioned(world):
    complaint = world.in_inquiry()
    assert "bilal" in candidates(complaint)
    type(world.bilal.officer).objects.filter(pk=world.bilal.officer.pk).update(is_active=False)
    assert "bilal" not in candidates(complaint)


def test_an_accused_officer_is_no_candidate_under_another_posting_either(world):
    complaint = world.in_inquiry()
    PostingFactory(officer=world.kamran.officer, office=world.office("lahore"), role="inquiry_officer")
    assert "kamran" in candidates(complaint)
    names_officer(world, complaint, world.farah.officer)
    complaint.refresh_from_db()
    assert "kamran" not in candidates(complaint)


@pytest.mark.slow
def test_a_colleague_is_chosen_from_the_list_without_a_script(world, seat):
    complaint = world.in_inquiry()
    bilal = seat(world.bilal)
    assert f'href="{address(complaint)}mention/"' in bilal.opens(complaint, "11:00").content.decode()
    html = bilal.get(f"{address(complaint)}mention/", "11:01").content.decode()
    assert f'name="mentioned" value="{world.dania.officer.pk}"' in html
    for other in (world.bilal, world.kamran):  # the writer, and the head of a station that does not have it
        assert f'name="mentioned" value="{other.officer.pk}"' not in html
    answer = bilal.posts(complaint, "note", "11:05", words="Please look.", mentioned=[world.dania.officer.pk])
    assert answer.status_code == 302
    row = Notification.objects.get(kind=KINDS.MENTION)
    assert (row.officer, row.complaint_id, row.event.kind) == (world.dania.officer, complaint.pk, "note")
    assert Words.objects.get(event=row.event).text == "Please look.\n@Dania"  # readers see who was notified


@pytest.mark.slow
def test_the_same_words_for_another_colleague_are_another_note(world, seat):
    """A note sent twice is recorded once, but the names of the colleagues chosen belong to its text."""
    complaint = world.in_inquiry()
    seen, bilal = Complaint.objects.unscoped("test").get(pk=complaint.pk).head.seq, seat(world.bilal)
    chosen = [world.dania, world.dania, world.farah]
    for colleague in chosen:
        sent = {"seen": seen, "words": "Please look.", "mentioned": [colleague.officer.pk]}
        assert bilal.posts(complaint, "note", "11:05", **sent).status_code == 302
    notified = Notification.objects.filter(kind=KINDS.MENTION).values_list("officer_id", flat=True)
    assert sorted(notified) == sorted([world.dania.officer.pk, world.farah.officer.pk])
    texts = Words.objects.filter(event__complaint=complaint, event__kind="note").values_list("text", flat=True)
    assert sorted(texts) == ["Please look.\n@Dania", "Please look.\n@Farah"]


def test_a_typed_name_notifies_too(world, seat):
    complaint = world.in_inquiry()
    seat(world.bilal).posts(complaint, "note", "11:05", words="@Dania and @عثمان: please look.")
    assert set(Notification.objects.filter(kind=KINDS.MENTION).values_list("officer", flat=True)) == {
        world.dania.officer.pk,
        world.usman.officer.pk,
    }
    assert Words.objects.get(event__kind="note").text == "@Dania and @عثمان: please look."


@pytest.mark.parametrize("name", ["Kamran", "Latif", "Xyzzy"])
def test_a_name_that_may_not_see_it_is_refused_like_one_that_nobody_has(world, seat, name):
    complaint, accused = at_the_district(world)
    names_officer(world, complaint, accused)
    answer = seat(world.usman).posts(complaint, "note", "11:05", words=f"See @{name}, the draft.")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f"No officer called “{name}” can open this complaint." in html
    assert f"See @{name}, the draft." in html
    assert not Event.objects.filter(complaint=complaint, kind="note").exists()


def test_somebody_who_may_no_longer_see_it_is_refused_and_the_text_is_kept(world, seat):
    complaint, gone = at_the_district(world)
    names_officer(world, complaint, gone)  # after Usman's page was loaded
    answer = seat(world.usman).posts(
        complaint, "note", "11:05", words="A long note.", mentioned=[gone.pk, world.zara.officer.pk]
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "An officer whom you mention can no longer open this complaint." in html
    assert "A long note." in html
    assert not Notification.objects.filter(kind=KINDS.MENTION).exists()


def test_the_service_checks_again_under_the_lock(world):
    complaint, accused = at_the_district(world)
    names_officer(world, complaint, accused)
    with pytest.raises(Refused) as refused:
        world.usman.does("note", complaint, "11:05", mentioned=[accused.pk])
    assert refused.value.reason is Refusal.MENTIONED_CANNOT_SEE
    assert not Event.objects.filter(complaint=complaint, kind="note").exists()


def test_after_somebody_moved_first_the_chosen_names_are_shown_with_the_text(world, seat):
    complaint = world.in_inquiry()
    seen = complaint.head.seq
    names_officer(world, complaint, world.kamran.officer)
    answer = seat(world.bilal).posts(
        complaint, "note", "11:05", seen=seen, words="Kept. @Xyzzy", mentioned=[world.dania.officer.pk]
    )
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Kept. @Xyzzy" in html
    assert "Dania" in html


def test_a_mentioned_officer_is_led_to_the_complaint(world, seat):
    complaint = world.in_inquiry()
    world.bilal.does("note", complaint, "11:05", mentioned=[world.dania.officer.pk])
    row = Notification.objects.get(kind=KINDS.MENTION)
    answer = seat(world.dania).sends(f"/desk/notifications/{row.pk}/", "11:10")
    assert answer.url == address(complaint)
    row.refresh_from_db()
    assert row.read_at == clock("11:10")


def test_an_acting_officer_is_mentioned_and_the_list_says_who_is_on_leave(world, seat):
    go_on_leave(world)
    complaint = world.in_inquiry()
    farah = seat(world.farah)
    html = farah.get(f"{address(complaint)}mention/", "11:00").content.decode()
    assert "Bilal, Inquiry officer, Gulberg Circle, on leave" in html
    assert f'name="mentioned" value="{world.kamran.officer.pk}"' in html
    assert farah.posts(complaint, "note", "11:05", words="@Kamran please call her today.").status_code == 302
    row = Notification.objects.get(kind=KINDS.MENTION)
    assert row.officer == world.kamran.officer
    assert seat(world.kamran).sends(f"/desk/notifications/{row.pk}/", "11:10").url == address(complaint)


@pytest.mark.slow
def test_the_list_alone_is_loaded_into_the_complaints_page(world, seat):
    complaint = world.in_inquiry()
    bilal = seat(world.bilal)
    assert 'name="mentioned"' not in bilal.opens(complaint, "11:00").content.decode()
    with time_machine.travel(clock("11:01"), tick=False):
        html = bilal.client.get(f"{address(complaint)}mention/", headers={"HX-Request": "true"}).content.decode()
    assert html.count('name="mentioned"') == len(candidates(complaint)) - 1  # without himself
    assert "<html" not in html


@pytest.mark.slow
def test_the_list_is_for_those_who_may_write_a_note(world, seat):
    complaint = world.in_inquiry()
    assert seat(world.hina).get(f"{address(complaint)}mention/", "11:00").status_code == 403  # a clerk
    names_officer(world, complaint, world.farah.officer)
    assert seat(world.dania).get(f"{address(complaint)}mention/", "11:10").status_code == 404
