"""An accused head cannot read the complaint about him: rank, post and place exclude him from the first commit.

No officer is named here (tests/complaints/test_firewall.py tests names). The people are in tests/world.py.
"""

import pytest

from accounts.models import Posting
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.postings import create_posting, end_posting
from complaints.models import Complaint, Custody
from complaints.rules.actors import Citizen
from complaints.rules.exclusion.stated_posts import StatedPost
from complaints.services.automatic_moves import mark_unmarked_complaints
from complaints.services.exclusion import exclusion_enforcement
from complaints.services.followup import IncidentPlaceAnswer, PersonsConcernedAnswer, record_answer
from ledger.service_exceptions import NotPermitted, Refused
from notifications.models import Message
from tests.complaints.verifying import found
from tests.factories import OfficerFactory
from tests.world import Person, clock

LAHORE = {"usman", "salma", "farah", "dania", "bilal", "hina", "kamran", "latif"}
DIVISION = LAHORE - {"usman", "salma"}
CIRCLE = DIVISION - {"farah"}
EVERYBODY = LAHORE | {"rashid", "sana", "imran", "nadia", "zara", "asad", "omar"}
CONDUCT = "misbehaviour"


def see(world, complaint, at="12:00") -> set[str]:
    found = Complaint.objects.unscoped("test").filter(pk=complaint.pk)
    return {
        person.name
        for person in world.people.values()
        if person.posting and found.visible_to(person.actor, at=clock(at)).exists()
    }


def told(complaint, at="09:05", *, words="", **officer):
    """The complainant answers whom the complaint is against; refresh the complaint."""
    record_answer(
        complaint_id=complaint.pk,
        answer=PersonsConcernedAnswer(words=words, officer=officer),
        by=Citizen(complaint.complainant_id),
        at=clock(at),
    )
    return refreshed(complaint)


def refreshed(complaint):
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    return complaint


def holder(complaint) -> str:
    return complaint.holder.officer.name_en.lower() if complaint.holder_id else complaint.office.code


def had_it(complaint) -> list[str]:
    """Return the offices that had the complaint, in order."""
    return list(
        Custody.objects.filter(complaint=complaint).order_by("started_at").values_list("office__code", flat=True)
    )


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("concerns", "starts_at", "hidden_from"),
    [
        ("the SHO of Gulberg", "lahore", {"kamran", "latif"}),
        ("DSP Dania of Gulberg", "region_lahore", CIRCLE),
        ("the CCPO of Lahore", "punjab", LAHORE),
        ("سی سی پی او لاہور", "punjab", LAHORE),
        # Words never exclude the whole police, because they may mention the Inspector General for another reason.
        ("IG Punjab", "punjab", LAHORE),
    ],
)
def test_told_at_filing_the_accused_head_never_has_it(world, concerns, starts_at, hidden_from):
    """Lahore's CCPO also heads the region, so a complaint against him starts at the Central Police Office."""
    complaint = world.complaint(CONDUCT, station="gulberg", concerns=concerns)
    assert not see(world, complaint) & hidden_from
    assert had_it(complaint) == [starts_at]


@pytest.mark.parametrize(
    ("category", "answers", "concerns", "starts_at", "hidden_from"),
    [
        (
            "illegal_detention",
            {"keep_from": "yes", "rank": "ASI"},
            "ASI Aslam. I have also written to the IG Punjab about him.",
            "lahore",
            {"kamran", "latif"},
        ),
        (CONDUCT, {"post": "SHO"}, "the SHO, who says that the DIG protects him", "lahore", {"kamran", "latif"}),
        ("property_crime", {}, "My neighbour, who says he is a friend of the IG Punjab", "punjab", LAHORE),
        ("property_crime", {"keep_from": "unknown"}, "A man called Aslam, cousin of the DIG", "punjab", LAHORE),
    ],
)
def test_an_officer_who_is_only_mentioned_never_keeps_out_the_whole_police(
    world, category, answers, concerns, starts_at, hidden_from
):
    """A chosen rank or post counts and not the words beside it; words alone exclude at most the district or region."""
    complaint = world.complaint(category, station="gulberg", concerns=concerns, **answers)
    assert had_it(complaint) == [starts_at]
    assert EVERYBODY & see(world, complaint) >= {"nadia", "zara", "imran"}
    assert not see(world, complaint) & hidden_from
    assert ("salma" in see(world, complaint)) == (starts_at == "lahore")


def test_words_that_are_added_later_do_not_keep_out_the_whole_police_either(world):
    complaint = world.complaint("property_crime", station="gulberg", keep_from="no")
    told(complaint, words="a friend of the IG Punjab")
    assert {"nadia", "zara", "imran"} <= see(world, complaint)
    assert set(complaint.exclusions.exclude(office=None).values_list("office__code", flat=True)) == {"lahore"}


@pytest.mark.parametrize("stated", [{"rank": "IG"}, {"post": "PPO"}])
def test_the_chosen_rank_or_post_of_the_inspector_general_keeps_out_the_whole_police(world, stated):
    assert see(world, world.complaint(CONDUCT, station="gulberg", **stated)) == set()


def test_the_ccpo_told_of_by_rank_reads_nothing_from_that_second(world):
    """A former error: rank ADDL_IG and "the CCPO of Lahore" were answered later; he could read it, and then held it."""
    complaint = world.complaint(CONDUCT)
    assert "usman" in see(world, complaint, "09:04")
    told(complaint, words="Additional Inspector General, the CCPO of Lahore", rank="ADDL_IG", more="the CCPO of Lahore")
    assert not see(world, complaint) & LAHORE
    assert holder(complaint) == "punjab"
    mark_unmarked_complaints(at=clock("+1d 09:00"))
    assert holder(refreshed(complaint)) not in LAHORE
    assert not Message.objects.filter(recipient=f"posting:{world.usman.posting.pk}", context__etag=complaint.etag)


def test_rank_alone_is_enough(world):
    complaint = told(world.complaint(CONDUCT, station="gulberg"), rank="DSP")
    assert not see(world, complaint) & CIRCLE
    assert holder(complaint) == "region_lahore"


def test_a_chosen_post_is_enough(world):
    complaint = told(world.complaint(CONDUCT, station="gulberg"), post="DPO")
    assert not see(world, complaint) & LAHORE
    assert holder(complaint) == "punjab"


def test_a_chosen_post_at_filing_is_enough(world):
    complaint = world.complaint(CONDUCT, station="gulberg", post="SDPO")
    assert not see(world, complaint) & CIRCLE
    assert complaint.statement.concerned == {"post": "SDPO"}


def test_automatic_marking_goes_to_the_first_head_above(world):
    sdpo = world.complaint(CONDUCT, station="gulberg", concerns="the DSP")
    sho = world.complaint(CONDUCT, station="gulberg", concerns="the SHO", by="bashir")
    mark_unmarked_complaints(at=clock("+1d 09:00"))
    assert [holder(refreshed(one)) for one in (sho, sdpo)] == ["dania", "usman"]


@pytest.mark.slow
def test_told_after_marking_it_leaves_the_accused_at_once(world):
    complaint = world.complaint(CONDUCT, station="gulberg")
    world.salma.marks(complaint, to=world.dania, at="09:10")
    told(complaint, "09:20", rank="DSP")
    assert holder(complaint) == "usman"
    assert not see(world, complaint) & CIRCLE
    with pytest.raises((NotPermitted, Refused)):
        world.dania.records_contact(complaint, "09:30")


@pytest.mark.parametrize(
    ("category", "keep_from", "protected"),
    [("property_crime", "no", True), ("missing_child", "no", False), ("misbehaviour", "yes", False)],
    ids=["first exclusion", "a child is phoned at once", "switched off at filing"],
)
def test_with_the_first_exclusion_officers_no_longer_see_the_name_and_number(world, category, keep_from, protected):
    """Protection is the default wherever somebody is excluded; what was switched off at filing stays off."""
    complaint = world.complaint(category, station="gulberg", keep_from=keep_from)
    assert not complaint.protected
    complaint = told(complaint, post="SDPO")
    assert complaint.protected is protected
    assert found() == []


def test_nobody_marks_it_back_into_the_excluded_office(world):
    complaint = world.complaint(CONDUCT, station="gulberg", concerns="the DSP")
    for whom in ("dania", "bilal", "farah"):
        with pytest.raises((NotPermitted, Refused)):
            world.nadia.marks(complaint, to=world.people[whom], at="10:00")
    with pytest.raises((NotPermitted, Refused)):
        world.nadia.does("forward", complaint, "10:00", to_id=world.office("lahore").pk)


def test_a_correction_never_opens_it_again(world):
    complaint = told(world.complaint(CONDUCT, station="gulberg"), rank="DSP")
    told(complaint, "09:30", rank="PC")
    assert not see(world, complaint) & CIRCLE


def test_every_category_not_only_conduct(world):
    """The exclusion depends on the answer, not on the category."""
    complaint = world.complaint("property_crime", station="gulberg", concerns="ایس ایچ او گلبرگ اور اس کا بھائی")
    with pytest.raises((NotPermitted, Refused)):
        world.salma.marks(complaint, to=world.kamran, at="09:30")
    told_of_nobody = world.complaint("property_crime", station="gulberg", concerns="my neighbour", by="bashir")
    world.salma.marks(told_of_nobody, to=world.kamran, at="09:30")
    assert "kamran" in see(world, told_of_nobody)


def test_the_officers_own_station_counts_where_another_place_was_told(world):
    complaint = world.complaint("property_crime", station="garden_town")
    told(complaint, rank="SI", station="gulberg")
    world.salma.marks(complaint, to=world.dania, at="09:30")
    with pytest.raises((NotPermitted, Refused)):
        world.dania.does("re_mark", complaint, "09:40", to=world.kamran)


def test_a_station_that_is_told_later_excludes_with_the_rank_that_was_told_before(world):
    complaint = told(world.complaint("property_crime"), words="The SHO", post="SHO")
    assert holder(complaint) == "punjab"  # Without a station, the whole district is excluded.
    record_answer(
        complaint_id=complaint.pk,
        answer=IncidentPlaceAnswer(station="gulberg"),
        by=Citizen(complaint.complainant_id),
        at=clock("09:20"),
    )
    assert not see(world, refreshed(complaint)) & {"kamran", "latif"}


@pytest.mark.slow
def test_who_headed_the_office_then_sees_nothing_of_it_in_a_later_post(world):
    """Dania leaves the circle and takes over the region, which has the complaint: it moves to a higher office."""
    complaint = world.complaint(CONDUCT, station="gulberg", concerns="the DSP of Gulberg")
    at, by, region = clock("13:00"), world.omar.actor, world.office("region_lahore")
    end_posting(posting=Posting.objects.get(office=region, is_head=True), at=at, by=by)
    end_posting(posting=world.dania.posting, at=at, by=by)
    new = create_posting(
        officer=world.dania.officer, office=region, role=Role.SUPERVISOR, is_head=True, at=at, by=by, is_approved=True
    )
    world.people["dania"] = Person("dania", new)
    assert "dania" not in see(world, complaint, "14:00")
    assert holder(refreshed(complaint)) == "punjab"


def test_whoever_takes_the_excluded_office_over_sees_nothing_of_it_either(world):
    complaint = world.complaint(CONDUCT, station="gulberg", concerns="the DSP of Gulberg")
    end_posting(posting=world.dania.posting, at=clock("13:00"), by=world.omar.actor)
    successor = create_posting(
        officer=OfficerFactory(name_en="Tariq", rank=Rank.DSP), office=world.office("gulberg_circle"),
        role=Role.SUPERVISOR, is_head=True, at=clock("13:00"), by=world.omar.actor, is_approved=True,
    )  # fmt: skip
    world.people["tariq"] = Person("tariq", successor)
    assert "tariq" not in see(world, complaint, "14:00")
    exclusion_enforcement.enforce_all_exclusions(at=clock("14:00"))
    assert holder(refreshed(complaint)) == "region_lahore"


def test_nobody_is_named_by_it(world):
    """The description is no allegation: no officer is named, and nobody has to be heard."""
    complaint = world.complaint(CONDUCT, station="gulberg", concerns="the DSP of Gulberg")
    assert not complaint.namings.exists()


@pytest.mark.parametrize("post", StatedPost)
def test_every_post_that_is_offered_can_be_stated_later_too(world, post):
    complaint = told(world.complaint("threats", station="gulberg"), post=post)
    assert complaint.statement.concerned == {"post": post}
