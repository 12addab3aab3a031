"""Postings: one head at a time, no overlaps, and a notice to others when one ends."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.actors import Actor
from accounts.models import Officer, Posting
from accounts.queries.officer_postings import current_postings
from accounts.rules.ranks import Rank
from accounts.rules.roles import CENTRAL_ROLES, READING_ROLES, Role
from accounts.services.officers import create_officer, deactivate_officer, promote_officer
from accounts.services.postings import create_posting, end_posting, transfer_officer
from accounts.services.staff_refusals import AlreadyHeld, HeadshipTaken, PostingOver, StaffChangeRefused
from accounts.signals import posting_ended

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_nobody_else_can_head_an_office_meanwhile(lahore, officer, heads, morning):
    heads("t_station", officer("Bilal"))
    with pytest.raises(HeadshipTaken, match="End that posting first"):
        heads("t_station", officer("Kamran"))


def test_the_database_itself_refuses_two_heads_at_overlapping_times(lahore, officer, heads, morning):
    heads("t_station", officer("Bilal"))
    with pytest.raises(IntegrityError, match="posting_one_head_at_a_time"), transaction.atomic():
        Posting.objects.create(
            officer=officer("Kamran"),
            office=lahore("t_station"),
            role=Role.SUPERVISOR,
            is_head=True,
            starts_at=morning - HOUR,
            ends_at=morning + HOUR,
        )


def test_the_next_head_may_begin_in_the_second_in_which_the_last_one_ends(lahore, officer, heads, morning):
    end_posting(posting=heads("t_station", officer("Bilal")), by=None, at=morning + HOUR)
    kamran = create_posting(
        officer=officer("Kamran"),
        office=lahore("t_station"),
        role=Role.SUPERVISOR,
        is_head=True,
        by=None,
        at=morning + HOUR,
    )
    current = Posting.objects.at_office(lahore("t_station")).heads()
    assert list(current.current(morning + HOUR)) == [kamran]
    assert current.current(morning).get().officer.name_en == "Bilal"


def test_two_inquiry_officers_share_an_office_but_one_does_not_sit_there_twice(lahore, officer, morning):
    place, sadia = lahore("t_circle"), officer("Sadia")
    create_posting(officer=sadia, office=place, role=Role.INQUIRY_OFFICER, by=None, at=morning)
    create_posting(officer=officer("Umar"), office=place, role=Role.INQUIRY_OFFICER, by=None, at=morning)
    with pytest.raises(AlreadyHeld):
        create_posting(officer=sadia, office=place, role=Role.INQUIRY_OFFICER, by=None, at=morning + HOUR)


def test_a_head_is_a_supervisor(lahore, officer, morning):
    with pytest.raises(StaffChangeRefused, match="supervisor"):
        create_posting(
            officer=officer("Bilal"), office=lahore("lahore"), role=Role.CLERK, is_head=True, by=None, at=morning
        )


READERS = [role for role in Role if role in READING_ROLES]


@pytest.mark.parametrize("role", READERS)
def test_who_administers_is_given_no_post_that_reads_complaints_and_the_reverse(lahore, officer, morning, role):
    omar, bilal, centre = officer("Omar"), officer("Bilal"), lahore("punjab")
    place = centre if role in CENTRAL_ROLES else lahore("lahore")
    admin = create_posting(officer=omar, office=centre, role=Role.ADMINISTRATOR, by=None, at=morning)
    with pytest.raises(
        StaffChangeRefused, match="This officer is an administrator, and administrators cannot read complaints"
    ):
        create_posting(officer=omar, office=place, role=role, by=None, at=morning + HOUR)
    create_posting(officer=bilal, office=place, role=role, by=None, at=morning + HOUR)
    for at in (morning, morning + HOUR):  # also before it begins: otherwise one officer would hold both an hour later
        with pytest.raises(
            StaffChangeRefused,
            match="This officer holds a posting that gives access to complaints, and administrators cannot read",
        ):
            create_posting(officer=bilal, office=centre, role=Role.ADMINISTRATOR, by=None, at=at)
    end_posting(posting=admin, by=None, at=morning + HOUR)
    assert create_posting(officer=omar, office=place, role=role, by=None, at=morning + HOUR)


def test_a_transfer_makes_no_reader_of_an_administrator(lahore, officer, morning):
    omar, centre = officer("Omar"), lahore("punjab")
    first = create_posting(officer=omar, office=centre, role=Role.ADMINISTRATOR, by=None, at=morning)
    create_posting(officer=omar, office=centre, role=Role.DISCIPLINE_OFFICER, by=None, at=morning)
    monitor = transfer_officer(posting=first, to=centre, role=Role.MONITOR, by=None, at=morning + HOUR)
    with pytest.raises(
        StaffChangeRefused,
        match="This officer holds a posting that gives access to complaints, and administrators cannot read",
    ):
        create_posting(officer=omar, office=centre, role=Role.ADMINISTRATOR, by=None, at=monitor.starts_at)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"is_head": True, "role": Role.CLERK}, "posting_head_is_supervisor"),
        ({"role": "king"}, "posting_role_is_known"),
        ({"ends": -HOUR}, "posting_does_not_end_before_it_starts"),
    ],
)
def test_the_database_refuses_an_impossible_posting(lahore, officer, morning, wrong, constraint):
    ends = morning + wrong.pop("ends", HOUR)
    plain = {"officer": officer("Bilal"), "office": lahore("t_station"), "role": Role.CLERK, "starts_at": morning}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Posting.objects.create(ends_at=ends, **(plain | wrong))


def test_the_end_of_a_posting_is_heard_inside_the_same_transaction(lahore, officer, heads, morning):
    bilal, sadia = heads("t_station", officer("Bilal")), heads("t_circle", officer("Sadia"))
    heard = []

    def custody_cannot_move(posting, by, at, **_):
        heard.append((posting.pk, posting.ends_at, by.officer_id, at))
        raise RuntimeError("no head to take it")

    posting_ended.connect(custody_cannot_move)
    try:
        with pytest.raises(RuntimeError):
            end_posting(posting=bilal, by=Actor.of(sadia), at=morning + HOUR)
    finally:
        posting_ended.disconnect(custody_cannot_move)
    assert heard == [(bilal.pk, morning + HOUR, sadia.officer_id, morning + HOUR)]
    bilal.refresh_from_db()
    assert bilal.ends_at is None


def test_what_an_officer_holds_is_what_is_held_at_that_moment(lahore, officer, heads, morning):
    sadia = officer("Sadia")
    posting = heads("t_station", sadia)
    assert current_postings(sadia, at=morning) == [posting]
    assert current_postings(sadia, at=morning - timedelta(seconds=1)) == []
    end_posting(posting=posting, by=None, at=morning + HOUR)
    assert current_postings(sadia, at=morning + timedelta(minutes=59)) == [posting]
    assert current_postings(sadia, at=morning + HOUR) == []


def test_a_posting_ends_once(lahore, officer, heads, morning):
    bilal, sadia = heads("t_station", officer("Bilal")), heads("t_circle", officer("Sadia"))
    ended = end_posting(posting=bilal, by=Actor.of(sadia), at=morning + HOUR)
    assert (ended.ends_at, ended.ended_by) == (morning + HOUR, sadia.officer)
    for later in (HOUR, 2 * HOUR):
        with pytest.raises(PostingOver):
            end_posting(posting=bilal, by=None, at=morning + later)


def test_a_posting_to_come_is_called_off_and_its_time_is_anothers(lahore, officer, heads, morning):
    day, heard = timedelta(days=1), []
    given = {"office": lahore("t_station"), "role": Role.SUPERVISOR, "is_head": True, "by": None, "at": morning}
    bilal = create_posting(officer=officer("Bilal"), starts_at=morning + day, **given)
    with pytest.raises(PostingOver, match="has not begun"):
        transfer_officer(posting=bilal, to=lahore("t_station_2"), by=None, at=morning + HOUR)
    posting_ended.connect(lambda **told: heard.append(told), weak=False, dispatch_uid="called off")
    try:
        end_posting(posting=bilal, by=None, at=morning + HOUR)
    finally:
        posting_ended.disconnect(dispatch_uid="called off")
    assert heard == []
    for at in (morning + HOUR, morning + day, morning + 2 * day):
        assert not Posting.objects.held_by(bilal.officer).current(at).exists()
        with pytest.raises(PostingOver):
            end_posting(posting=bilal, by=None, at=at)
    assert create_posting(officer=officer("Kamran"), starts_at=morning + day, **given)
    assert create_posting(
        officer=bilal.officer, office=lahore("punjab"), role=Role.ADMINISTRATOR, by=None, at=morning + HOUR
    )


def test_who_may_not_sign_in_any_more_begins_nothing_either(lahore, officer, morning):
    bilal = officer("Bilal")
    given = {"office": lahore("t_station"), "role": Role.CLERK, "by": None, "at": morning}
    create_posting(officer=bilal, starts_at=morning + 2 * HOUR, **given)
    deactivate_officer(officer=bilal, by=None, at=morning + HOUR)
    assert not Posting.objects.held_by(bilal).current(morning + 3 * HOUR).exists()


@pytest.mark.parametrize(
    ("role", "office"),
    [
        *((role, "lahore") for role in sorted(CENTRAL_ROLES)),
        *((Role.COMPLAINT_OPERATOR, office) for office in ("t_city", "t_circle", "t_station")),
        (Role.DISCIPLINE_OFFICER, "t_station"),
    ],
)
def test_there_is_no_role_where_it_does_not_sit(lahore, officer, morning, role, office):
    with pytest.raises(StaffChangeRefused, match="Offices of this kind do not have this role"):
        create_posting(officer=officer("Bilal"), office=lahore(office), role=role, by=None, at=morning)


def test_a_transfer_takes_the_headship_along_from_the_same_second(lahore, officer, heads, morning):
    bilal = heads("t_station", officer("Bilal"))
    bridge = transfer_officer(posting=bilal, to=lahore("t_station_2"), by=None, at=morning + HOUR)
    bilal.refresh_from_db()
    assert (bilal.ends_at, bridge.starts_at, bridge.is_head) == (morning + HOUR, morning + HOUR, True)


def test_a_transfer_to_an_office_that_has_a_head_ends_nothing(lahore, officer, heads, morning):
    bilal, _kamran = heads("t_station", officer("Bilal")), heads("t_station_2", officer("Kamran"))
    with pytest.raises(HeadshipTaken):
        transfer_officer(posting=bilal, to=lahore("t_station_2"), by=None, at=morning + HOUR)
    bilal.refresh_from_db()
    assert bilal.ends_at is None


def test_a_promotion_leads_upwards_and_leaves_the_posting_alone(lahore, officer, heads, morning):
    bilal = officer("Bilal", rank=Rank.SI)
    posting = heads("t_station", bilal)
    assert promote_officer(officer=bilal, rank=Rank.IP, by=None, at=morning).rank == Rank.IP
    with pytest.raises(StaffChangeRefused):
        promote_officer(officer=bilal, rank=Rank.SI, by=None, at=morning)
    assert Posting.objects.current(morning).get() == posting


def test_a_deactivated_officer_holds_nothing_and_is_posted_nowhere(lahore, officer, heads, morning):
    posting = heads("t_station", officer("Bilal"))
    bilal = deactivate_officer(officer=posting.officer, by=None, at=morning + HOUR)
    assert not Posting.objects.held_by(bilal).current(morning + HOUR).exists()
    with pytest.raises(StaffChangeRefused):
        create_posting(officer=bilal, office=lahore("t_station"), role=Role.CLERK, by=None, at=morning + 2 * HOUR)


def test_one_address_is_one_officer_whatever_its_capitals(officer, morning):
    officer("Bilal")
    with pytest.raises(ValidationError, match="already exists"):
        create_officer(email="BILAL@Example.org", name_en="Other", by=None, at=morning)
    with pytest.raises(IntegrityError, match="officer_email_is_lower_case"), transaction.atomic():
        Officer.objects.create(email="Bilal2@example.org", name_en="Other")
    assert Officer.objects.get_by_natural_key("Bilal@EXAMPLE.org").name_en == "Bilal"
