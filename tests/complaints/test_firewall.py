"""The conflict exclusion by names: a named officer and everybody below them see nothing, and the complaint moves."""

import pytest

from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.postings import create_posting, end_posting, transfer_officer
from complaints.models import Complaint, Event
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.rules.exclusion.conflict_exclusion import is_sealed_from_police
from complaints.rules.refusals import Refusal
from complaints.services.automatic_moves import mark_unmarked_complaints
from complaints.services.exclusion import exclusion_enforcement, officer_naming
from ledger.service_exceptions import NotPermitted, Refused
from notifications.models import Message
from sla.services.sweeping import sweep
from tests.factories import OfficerFactory, PostingFactory
from tests.world import Person, clock

CPO = {"imran", "nadia", "zara", "asad"}


def name(world, complaint, whom, at="11:00", by="salma", **more):
    """Name the officer and refresh the complaint."""
    named = officer_naming.name_officer(
        complaint_id=complaint.pk,
        officer_id=whom.officer.pk,
        why="The complainant says so.",
        by=world.people[by].actor,
        at=clock(at),
        **more,
    )
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    return named


def see(world, complaint, at="12:00") -> set[str]:
    """Return the people of the cast for whom the complaint exists at that time."""
    found = Complaint.objects.unscoped("test").filter(pk=complaint.pk)
    return {
        person.name
        for person in world.people.values()
        if person.posting and found.visible_to(person.actor, at=clock(at)).exists()
    }


def holder(complaint) -> str:
    return complaint.holder.officer.name_en.lower() if complaint.holder_id else complaint.office.code


def with_latif(world):
    complaint = world.complaint("financial_crime", station="gulberg")
    world.salma.marks(complaint, to=world.latif, at="09:10")
    return complaint


def test_who_is_named_sees_it_no_more_and_it_passes_to_the_lowest_fit_head_above(world):
    complaint = with_latif(world)
    assert {"kamran", "latif", "dania"} <= see(world, complaint)
    name(world, complaint, world.latif)
    assert holder(complaint) == "dania"
    assert not see(world, complaint) & {"latif", "kamran"}  # The circle, above the station, has it now.


@pytest.mark.slow
def test_against_an_inspector_of_the_circle_its_head_keeps_it_and_only_he_loses_sight(world):
    complaint = world.in_inquiry(holder="dania")
    before = see(world, complaint)
    name(world, complaint, world.bilal)
    assert holder(complaint) == "dania"
    assert before - see(world, complaint) == {"bilal"}


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("whom", "goes_to", "hidden_from"),
    [
        ("kamran", "dania", {"kamran", "latif"}),
        ("dania", "usman", {"dania", "bilal", "hina", "kamran", "latif"}),
        ("farah", "usman", {"farah", "dania", "bilal", "hina", "kamran", "latif"}),
        ("usman", "imran", {"usman", "salma", "farah", "dania", "bilal", "hina", "kamran", "latif"}),
        ("salma", "usman", {"salma"}),
        ("zara", "imran", {"zara"}),
        ("omar", "imran", {"omar"}),
        ("asad", "imran", {"asad"}),
        ("hina", "dania", {"hina"}),
    ],
)
def test_how_high_it_goes_follows_from_whom_it_names(world, whom, goes_to, hidden_from):
    complaint = with_latif(world)
    name(world, complaint, world.people[whom], by="nadia")
    assert holder(complaint) == goes_to
    assert not see(world, complaint) & hidden_from
    assert CPO - hidden_from <= see(world, complaint)


def test_the_head_of_the_province_can_be_named_and_then_nobody_in_the_police_sees_it(world):
    complaint = with_latif(world)
    name(world, complaint, world.imran)
    assert see(world, complaint) == set()
    assert (complaint.office.code, complaint.holder) == ("punjab", None)
    assert is_sealed_from_police(conflict_exclusion_of(complaint, at=clock("12:00")))
    mark_unmarked_complaints(at=clock("+5d 09:00"))
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert complaint.holder is None


@pytest.mark.slow
def test_unmarked_it_passes_by_the_cell_of_whoever_is_named(world):
    complaint = world.complaint(station="gulberg")
    name(world, complaint, world.usman, by="nadia", at="09:05")
    assert (complaint.office.code, complaint.status) == ("punjab", "received")
    assert see(world, complaint) == CPO
    mark_unmarked_complaints(at=clock("+5d 09:00"))
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert holder(complaint) == "imran"


def test_an_operator_who_is_named_loses_what_waits_in_their_cell(world):
    complaint = world.complaint(station="gulberg")
    name(world, complaint, world.salma, by="nadia", at="09:05")
    assert complaint.office.code == "region_lahore"
    assert "salma" not in see(world, complaint)


@pytest.mark.slow
def test_it_is_hidden_wherever_the_officer_is_posted_later(world):
    complaint = with_latif(world)
    name(world, complaint, world.latif)
    moved = transfer_officer(posting=world.latif.posting, to=world.office("lahore"), by=None, at=clock("13:00"))
    assert not Complaint.objects.visible_to(Person("latif", moved).actor, at=clock("14:00")).exists()


@pytest.mark.slow
def test_who_takes_over_an_office_above_it_takes_it_from_everybody_below(world):
    """Kamran is promoted to head the division: Dania, who has the complaint, is below him now."""
    complaint = with_latif(world)
    name(world, complaint, world.kamran)
    assert holder(complaint) == "dania"
    transfer_officer(posting=world.farah.posting, to=world.office("multan"), by=None, at=clock("12:30"), is_head=False)
    world.kamran.posting = transfer_officer(
        posting=world.kamran.posting, to=world.office("model_town"), by=None, at=clock("13:00")
    )
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert holder(complaint) == "usman"
    assert not see(world, complaint, "13:00") & {"kamran", "dania", "bilal", "hina"}


@pytest.mark.slow
def test_acting_charge_counts_as_heading(world):
    complaint = with_latif(world)
    name(world, complaint, world.kamran)
    transfer_officer(posting=world.dania.posting, to=world.office("multan"), by=None, at=clock("12:30"), is_head=False)
    create_posting(
        officer=world.kamran.officer,
        office=world.office("gulberg_circle"),
        role=Role.SUPERVISOR,
        by=None,
        at=clock("13:00"),
        is_head=True,
        acting=True,
    )
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert holder(complaint) == "usman"
    assert not see(world, complaint, "13:00") & {"kamran", "bilal", "hina"}


def test_a_charge_that_begins_by_its_date_is_found_by_the_clock(world):
    complaint = with_latif(world)
    name(world, complaint, world.kamran)
    assert exclusion_enforcement.enforce_all_exclusions(at=clock("13:30")) == 0
    world.farah.posting.ends_at = clock("14:00")
    world.farah.posting.save()
    PostingFactory(
        officer=world.kamran.officer, office=world.office("model_town"), role=Role.SUPERVISOR, is_head=True,
        starts_at=clock("14:00"), acting=True,
    )  # fmt: skip
    assert exclusion_enforcement.enforce_all_exclusions(at=clock("14:00")) == 1
    assert exclusion_enforcement.enforce_all_exclusions(at=clock("14:01")) == 0


def test_it_is_marked_neither_to_the_named_nor_to_those_below_nor_lower_than_it_must_lie(world):
    complaint = with_latif(world)
    name(world, complaint, world.kamran)
    for whom in (world.kamran, world.latif, world.bilal):
        with pytest.raises(Refused):
            world.dania.does("re_mark", complaint, "12:00", to=whom)
    world.farah.does("re_mark", complaint, "12:00", to=world.farah)
    assert holder(complaint) == "farah"


def test_no_cell_of_the_named_gets_it_by_forwarding(world):
    complaint = world.complaint(station="gulberg")
    name(world, complaint, world.usman, by="nadia", at="09:05")
    for office in ("lahore", "region_lahore", "multan"):
        with pytest.raises(Refused):
            world.nadia.does("forward", complaint, "09:30", to_id=world.office(office).pk)


def test_an_objection_goes_past_the_named(world):
    complaint = world.in_inquiry(holder="dania")
    name(world, complaint, world.farah, by="nadia")
    assert holder(complaint) == "usman"


def test_who_succeeds_a_holder_is_outside_too(world):
    complaint = with_latif(world)
    name(world, complaint, world.kamran)
    aslam = Person("aslam", PostingFactory(
        officer=OfficerFactory(name_en="Aslam", rank=Rank.DSP), office=world.office("gulberg_circle"),
        role=Role.INQUIRY_OFFICER,
    ))  # fmt: skip
    world.dania.does("re_mark", complaint, "12:00", to=aslam)
    name(world, complaint, world.dania, at="12:30", by="nadia")
    assert holder(complaint) == "usman"


@pytest.mark.slow
def test_escalation_climbs_past_the_named(world):
    complaint = with_latif(world)
    name(world, complaint, world.farah, by="nadia")  # Usman has it; only his superiors are notified.
    Message.objects.all().delete()
    sweep(at=clock("+30d 09:00"))
    told = set(Message.objects.filter(recipient__startswith="posting:").values_list("recipient", flat=True))
    hidden = {world.people[who].posting.pk for who in ("farah", "dania", "bilal", "kamran", "latif")}
    assert told
    assert not told & {f"posting:{pk}" for pk in hidden}


def test_the_history_never_says_who_is_named(world):
    complaint = world.in_inquiry(holder="dania")
    name(world, complaint, world.bilal)
    event = Event.objects.get(complaint=complaint, kind="officer_named")
    assert "bilal" not in event.body.lower()
    assert f'"officer":{world.bilal.officer.pk}' not in event.body
    assert not hasattr(event, "words")


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("nobody", ["dania", "kamran", "asad", "rashid", "omar"])
def test_only_the_cell_the_holder_and_the_monitors_name(world, nobody):
    complaint = world.in_inquiry(holder="bilal")
    with pytest.raises(NotPermitted):
        name(world, complaint, world.latif, by=nobody)


def test_a_name_needs_a_reason_and_stands_once(world):
    complaint = world.in_inquiry(holder="dania")
    name(world, complaint, world.bilal)
    with pytest.raises(Refused) as twice:
        name(world, complaint, world.bilal, at="11:10")
    assert twice.value.reason is Refusal.ALREADY_DONE
    with pytest.raises(Refused) as silent:
        officer_naming.name_officer(
            complaint_id=complaint.pk,
            officer_id=world.latif.officer.pk,
            why=" ",
            by=world.salma.actor,
            at=clock("11:10"),
        )
    assert silent.value.reason is Refusal.WORDS_MISSING


@pytest.mark.slow
def test_who_has_it_may_name_themselves_and_gives_it_away_by_that(world):
    complaint = world.in_inquiry(holder="bilal")
    name(world, complaint, world.bilal, by="bilal")
    assert holder(complaint) == "dania"
    assert "bilal" not in see(world, complaint)


def test_a_post_that_begins_later_writes_nothing_into_the_history_before_it_begins(world):
    complaint = world.in_inquiry(holder="dania", station="gulberg")
    name(world, complaint, world.kamran)
    before = complaint.events.count()
    end_posting(posting=world.farah.posting, by=None, at=clock("12:00"))
    create_posting(
        officer=world.kamran.officer, office=world.office("model_town"), role=Role.SUPERVISOR, by=None,
        at=clock("12:30"), starts_at=clock("+40d 09:00"), is_head=True,
    )  # fmt: skip
    assert complaint.events.count() == before
    assert exclusion_enforcement.enforce_all_exclusions(at=clock("+40d 08:59")) == 0
    assert exclusion_enforcement.enforce_all_exclusions(at=clock("+40d 09:00")) == 1
    assert complaint.events.last().at == clock("+40d 09:00")


def test_what_a_named_officer_has_all_the_same_the_clock_takes_from_them(world):
    complaint = world.in_inquiry(holder="dania")
    name(world, complaint, world.bilal)
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(holder=world.bilal.posting)
    assert exclusion_enforcement.enforce_all_exclusions(at=clock("12:00")) == 1
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert holder(complaint) == "dania"


def test_a_holder_who_takes_charge_of_a_station_below_the_named_head_gives_it_up(world):
    complaint = with_latif(world)
    name(world, complaint, world.dania)
    assert holder(complaint) == "usman"
    end_posting(posting=world.kamran.posting, by=None, at=clock("12:00"))
    station = {"office": world.office("gulberg"), "role": Role.SUPERVISOR, "is_head": True, "acting": True}
    create_posting(officer=world.usman.officer, by=None, at=clock("12:00"), **station)
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert holder(complaint) not in {"usman", "dania"}
    assert "usman" not in see(world, complaint, "12:01")


def test_a_charge_that_began_by_its_date_is_noticed_by_the_periodic_job(world):
    complaint = with_latif(world)
    name(world, complaint, world.dania)
    world.kamran.posting.ends_at = clock("14:00")
    world.kamran.posting.save()
    begins = {"office": world.office("gulberg"), "is_head": True, "acting": True, "starts_at": clock("14:00")}
    PostingFactory(officer=world.usman.officer, role=Role.SUPERVISOR, **begins)
    assert exclusion_enforcement.enforce_all_exclusions(at=clock("13:59")) == 0
    assert exclusion_enforcement.enforce_all_exclusions(at=clock("14:00")) == 1
