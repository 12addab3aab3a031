"""A complaint begins at a cell outside the exclusion, also after answers that match no office.

The people are in tests/world.py. Usman heads both the district and the region of Lahore.
"""

from datetime import timedelta

import pytest

from accounts.models import FormerOfficerName, Office, Posting
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.postings import create_posting, end_posting
from complaints.models import Complaint, Custody, Exclusion
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.queries.exclusion.excluded_offices import ExcludedOffice, topmost_excluded_offices
from complaints.rules.exclusion.conflict_exclusion import is_sealed_from_police
from complaints.services.automatic_moves import mark_unmarked_complaints
from complaints.services.draft_answers import BadAnswer, DraftAnswers
from complaints.services.exclusion.exclusion_by_description import preview_exclusions
from complaints.services.exclusion.officer_naming import name_officer
from complaints.services.exclusion.settling import settle
from ledger.service_exceptions import NotPermitted
from tests.factories import OfficerFactory, PostingFactory
from tests.world import PHONES, Person, clock

CONDUCT = "misbehaviour"
LAHORE = {"usman", "salma", "farah", "dania", "bilal", "hina", "kamran", "latif"}
CPO = {"imran", "nadia", "zara", "asad"}


@pytest.fixture
def region(world) -> Person:
    """Saad heads the region instead of Usman, so that district and region have different heads."""
    office = world.office("region_lahore")
    end_posting(posting=Posting.objects.get(office=office, is_head=True), by=None, at=clock("08:00"))
    world.people["saad"] = Person("saad", PostingFactory(
        officer=OfficerFactory(name_en="Saad", rank=Rank.ADDL_IG), office=office, role=Role.SUPERVISOR, is_head=True,
        starts_at=clock("08:00"),
    ))  # fmt: skip
    return world.saad


def see(world, complaint, at="12:00") -> set[str]:
    found = Complaint.objects.unscoped("test").filter(pk=complaint.pk)
    people = [person for person in world.people.values() if person.posting]
    return {person.name for person in people if found.visible_to(person.actor, at=clock(at)).exists()}


def began_at(complaint) -> str:
    return Custody.objects.filter(complaint=complaint).order_by("started_at", "pk").first().office.code


def holder_after_marking(complaint) -> str | None:
    mark_unmarked_complaints(at=clock("+1d 09:00"))
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    return complaint.holder and complaint.holder.officer.name_en.lower()


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize(
    ("answers", "cell", "hidden"),
    [
        ({"station": "gulberg", "rank": "PC"}, "lahore", {"kamran", "latif"}),
        ({"station": "gulberg", "post": "SHO"}, "lahore", {"kamran", "latif"}),
        ({"station": "gulberg", "rank": "DSP"}, "region_lahore", {"dania", "bilal", "hina", "kamran", "latif"}),
        ({"station": "gulberg", "senior_possible": "no"}, "region_lahore", {"dania", "bilal", "kamran", "latif"}),
        ({"station": "gulberg", "senior_possible": "unknown"}, "region_lahore", LAHORE),
        ({"station": "gulberg", "keep_from": "yes"}, "region_lahore", LAHORE),
        ({"rank": "SI"}, "region_lahore", LAHORE),
        ({"station": "gulberg", "rank": "SP"}, "region_lahore", LAHORE),
        ({"station": "gulberg", "post": "RPO"}, "punjab", LAHORE | {"saad"}),
        ({"station": "gulberg", "keep_from": "no"}, "lahore", {"kamran", "latif"}),
    ],
)
@pytest.mark.usefixtures("region")
def test_it_begins_at_the_lowest_cell_outside(world, answers, cell, hidden):
    complaint = world.complaint(CONDUCT, **answers)
    assert began_at(complaint) == cell
    assert not see(world, complaint) & hidden
    assert see(world, complaint) >= CPO


@pytest.mark.usefixtures("region")
def test_a_theft_with_yes_is_kept_out_like_a_conduct_complaint(world):
    complaint = world.complaint("property_crime", station="gulberg", keep_from="yes")
    assert (began_at(complaint), see(world, complaint) & LAHORE) == ("region_lahore", set())


def test_a_theft_with_i_don_t_know_stays_at_the_district(world):
    complaint = world.complaint("property_crime", station="gulberg", keep_from="unknown")
    assert began_at(complaint) == "lahore"
    assert not complaint.exclusions.exists()


def test_if_no_sp_is_possible_another_circle_s_head_is_responsible(world):
    """Tariq heads another circle of the district; Dania, of the same circle, might be the one."""
    office = Office.objects.create(
        code="ichhra_circle", kind="circle", parent=world.office("model_town"), head_title="SDPO", name_en="Ichhra",
        name_ur="اچھرہ", path=f"{world.office('model_town').path}ichhra_circle/",
    )  # fmt: skip
    PostingFactory(
        officer=OfficerFactory(name_en="Tariq", rank=Rank.DSP), office=office, role=Role.SUPERVISOR, is_head=True
    )
    complaint = world.complaint(CONDUCT, station="gulberg", senior_possible="no")
    assert holder_after_marking(complaint) == "tariq"


def test_if_there_is_no_other_circle_it_goes_up(world):
    complaint = world.complaint(CONDUCT, station="gulberg", senior_possible="no")
    assert holder_after_marking(complaint) == "farah"


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("region")
def test_a_station_that_does_not_exist_counts_as_unknown(world):
    complaint = world.complaint(CONDUCT, station="gulberg", rank="SI", officer_station="atlantis")
    assert began_at(complaint) == "region_lahore"
    assert not see(world, complaint) & LAHORE


def test_an_incident_at_a_station_that_does_not_exist_is_refused(world):
    with pytest.raises(Office.DoesNotExist):
        world.complaint(CONDUCT, station="atlantis")


@pytest.mark.parametrize("field", ["rank", "post", "keep_from", "senior_possible"])
def test_a_rank_above_the_inspector_general_is_refused(world, field):
    with pytest.raises(BadAnswer) as bad:
        world.complaint(CONDUCT, **{field: "PRESIDENT"})
    assert (bad.value.field, bad.value.reason) == (field, "impossible")


@pytest.mark.usefixtures("region")
def test_a_rank_in_words_above_the_inspector_general_counts_as_unknown(world):
    complaint = world.complaint(CONDUCT, station="gulberg", concerns="the President of the police")
    assert (began_at(complaint), see(world, complaint) & LAHORE) == ("region_lahore", set())


def test_the_citizen_s_own_name_excludes_nobody_by_that_name(world):
    complaint = world.complaint(CONDUCT, station="gulberg", rank="IP", officer_name="Ayesha", name="Ayesha")
    assert began_at(complaint) == "lahore"
    assert not complaint.namings.exists()
    assert {"salma", "nadia"} <= see(world, complaint)


def test_the_only_operator_of_a_cell_is_accused_so_the_cpo_has_it(world):
    complaint = world.complaint(station="gulberg")
    name_officer(
        complaint_id=complaint.pk, officer_id=world.salma.officer.pk, why="She asked for money.",
        by=world.nadia.actor, at=clock("09:30"),
    )  # fmt: skip
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert complaint.office.code == "region_lahore"
    assert "salma" not in see(world, complaint)


@pytest.mark.slow
def test_the_only_operator_of_the_cpo_is_accused_and_it_stays_there_for_its_head(world):
    complaint = world.complaint(station="gulberg")
    name_officer(
        complaint_id=complaint.pk, officer_id=world.nadia.officer.pk, why="She asked for money.",
        by=world.zara.actor, at=clock("09:30"),
    )  # fmt: skip
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert "nadia" not in see(world, complaint)
    assert "imran" in see(world, complaint)
    assert holder_after_marking(complaint) == "imran"


def test_a_district_whose_whole_line_is_excluded_goes_to_the_cpo(world):
    """Usman heads the district and the region."""
    complaint = world.complaint(CONDUCT, station="gulberg", post="DPO")
    assert (began_at(complaint), see(world, complaint)) == ("punjab", CPO)


def test_against_the_inspector_general_nobody_in_the_police_sees_it(world):
    complaint = world.complaint(CONDUCT, station="gulberg", rank="IG")
    assert (began_at(complaint), complaint.holder, see(world, complaint)) == ("punjab", None, set())
    assert is_sealed_from_police(conflict_exclusion_of(complaint, at=clock("12:00")))
    assert holder_after_marking(complaint) is None


def test_against_staff_of_the_cpo_nobody_there_but_its_head_sees_it(world):
    """Threat model: no answer before registration excluded the CPO's staff except with the whole police."""
    complaint = world.complaint(CONDUCT, station="gulberg", post="CPO_STAFF")
    assert see(world, complaint) & CPO == {"imran"}
    assert began_at(complaint) == "lahore"
    assert {"salma", "usman"} <= see(world, complaint)
    names = [office.name for office in topmost_excluded_offices(complaint.exclusions.current())]
    assert "The Central Police Office, except the Inspector General" in names
    assert not {"Nadia", "Zara", "Asad"} & set(names)


def test_who_left_the_cpo_since_the_incident_is_excluded_too(world):
    end_posting(posting=world.nadia.posting, by=None, at=clock("08:00"))
    complaint = world.complaint(CONDUCT, station="gulberg", post="CPO_STAFF")
    assert world.nadia.officer.pk in excluded_officers(complaint)
    assert world.imran.officer.pk not in excluded_officers(complaint)


def test_against_staff_of_the_cpo_it_is_settled_outside_and_marked_to_the_head(world):
    complaint = world.complaint(CONDUCT, station="gulberg", post="CPO_STAFF")
    with pytest.raises(NotPermitted):
        settle(complaint_id=complaint.pk, why="She said so.", by=world.nadia.actor, at=clock("09:20"))
    settle(complaint_id=complaint.pk, why="She said so.", by=world.salma.actor, at=clock("09:30"))
    assert not see(world, complaint) & (CPO - {"imran"})
    assert holder_after_marking(complaint) == "imran"


def test_an_incident_before_the_station_existed_excludes_who_is_there_now(world):
    complaint = world.complaint(CONDUCT, station="gulberg", post="SHO", happened_on="1947-08-14")
    assert began_at(complaint) == "lahore"
    assert set(complaint.exclusions.exclude(officer=None).values_list("officer", flat=True)) == {
        world.kamran.officer.pk
    }


@pytest.mark.parametrize("happened_on", ["", "2026-11-23", "2026-11-01"])
def test_a_posting_that_ends_in_the_second_of_registration_is_excluded(world, happened_on):
    end_posting(posting=world.kamran.posting, by=None, at=clock("09:00"))
    complaint = world.complaint(CONDUCT, "09:00", station="gulberg", post="SHO", happened_on=happened_on)
    officers = complaint.exclusions.exclude(officer=None).values_list("officer", flat=True)
    assert list(officers) == [world.kamran.officer.pk]


# --- who held a matching post ----------------------------------------------------------------------------------------


def transferred_to_region(world, person, *, at="08:30") -> Person:
    end_posting(posting=person.posting, by=None, at=clock(at))
    person.posting = create_posting(
        officer=person.officer, office=world.office("region_lahore"), role=Role.INQUIRY_OFFICER, by=None, at=clock(at)
    )
    return person


def test_who_held_the_post_on_the_day_is_excluded_wherever_posted_now(world):
    transferred_to_region(world, world.kamran)
    on_the_day = world.complaint(CONDUCT, station="gulberg", post="SHO", happened_on="2026-11-22")
    before = Posting.objects.filter(officer=world.kamran.officer).earliest("starts_at").starts_at - timedelta(days=2)
    long_ago = world.complaint(
        CONDUCT, by="bashir", station="gulberg", post="SHO", happened_on=before.date().isoformat()
    )
    assert excluded_officers(on_the_day) == {world.kamran.officer.pk}
    assert excluded_officers(long_ago) == set()


def test_without_a_day_the_holders_of_ninety_days_are_excluded(world):
    transferred_to_region(world, world.kamran)
    complaint = world.complaint(CONDUCT, station="gulberg", post="SHO")
    assert excluded_officers(complaint) == {world.kamran.officer.pk}


def test_officers_of_the_stated_rank_are_excluded_after_a_transfer_and_a_promotion(world):
    transferred_to_region(world, world.latif)
    FormerOfficerName.objects.create(
        officer=world.latif.officer, name_en="Latif", name_ur="لطیف", rank="SI", until=clock("08:40")
    )
    type(world.latif.officer).objects.filter(pk=world.latif.officer.pk).update(rank="IP")
    complaint = world.complaint(CONDUCT, station="gulberg", rank="SI")
    assert world.latif.officer.pk in excluded_officers(complaint)


def excluded_officers(complaint) -> set[int]:
    return set(complaint.exclusions.exclude(officer=None).values_list("officer", flat=True))


# --- what the complainant is shown -----------------------------------------------------------------------------------


def answers(**more) -> DraftAnswers:
    return DraftAnswers(category=CONDUCT, district="lahore", text="He slapped me.", phone=PHONES["ayesha"], **more)


def lines(exclusions) -> list[ExcludedOffice]:
    return topmost_excluded_offices(exclusions, at=clock("09:00"))


@pytest.mark.usefixtures("region")
def test_the_list_before_submitting_is_the_list_behind_the_key(world):
    for told in ({"post": "SHO"}, {"rank": "DSP"}, {"senior_possible": "yes"}, {"keep_out": "multan"}):
        before = preview_exclusions(answers(station="gulberg", **told), at=clock("09:00"))
        complaint = world.complaint(CONDUCT, station="gulberg", **{"keep_from": "", **told})
        after = complaint.exclusions.current().select_related("office")
        assert lines(before) == lines(after) != []


def test_the_list_has_offices_and_no_officer(world):
    found = preview_exclusions(answers(station="gulberg", rank="DSP"), at=clock("09:00"))
    assert lines(found) == [ExcludedOffice("Gulberg Circle", everybody_below=True)]
    station = preview_exclusions(answers(station="gulberg", post="SHO"), at=clock("09:00"))
    assert lines(station) == [ExcludedOffice("Gulberg Police Station", everybody_below=False)]


def test_without_an_exclusion_there_is_no_list_and_no_statement(world, django_assert_num_queries):
    found = preview_exclusions(answers(keep_from="no"), at=clock("09:00"))
    with django_assert_num_queries(0):
        assert lines(found) == []


def test_an_office_that_the_complainant_wants_kept_out_is_excluded(world):
    complaint = world.complaint("property_crime", station="gulberg", keep_out="gulberg_circle")
    assert {each.ground for each in complaint.exclusions.all()} == {Exclusion.Ground.KEEP_OUT}
    assert not see(world, complaint) & {"dania", "bilal", "hina", "kamran", "latif"}
