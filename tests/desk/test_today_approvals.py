"""What waits for a second officer on *Today*: codes, ends of exclusions, held delays, administrators' requests."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import OfficeChange
from accounts.rules.roles import Role
from complaints.services.access_keys import printed_keys
from complaints.services.exclusion import narrowing
from monitoring.services.target_changes import reject_board_target, request_board_target
from sla.models import Hold
from tests.complaints.narrowings import approve_twice, tahira
from tests.complaints.test_narrowing import against_the_circle, asks, objects
from tests.desk.test_today import TODAY, hide_from, line_of, lines
from tests.factories import OfficerFactory, PostingFactory
from tests.world import Person, clock

WORDS = "Her CNIC lay before me."


def requested(world, at="10:00"):
    complaint = world.complaint("gender_harassment", "09:00")
    printed_keys.request_printed_key(complaint, by=world.nadia.actor, at=clock(at), words=WORDS)
    return complaint


def posted(world, name: str, role: Role, **more) -> Person:
    officer = OfficerFactory(name_en=name)
    return Person(name, PostingFactory(officer=officer, office=world.office("punjab"), role=role, **more))


def test_a_requested_code_waits_for_the_monitor_until_the_request_lapses(world, seat):
    complaint = requested(world)
    zara = seat(world.zara)
    answer = zara.get(TODAY, "11:00")
    assert line_of(answer, complaint).startswith("Approve a new code for the complainant")
    assert f"/desk/complaints/{complaint.etag}/key/?as={world.zara.posting.pk}" in answer.content.decode()
    assert lines(zara.get(TODAY, "+1d 10:01")) == []


def test_an_approved_code_waits_for_no_monitor(world, seat):
    complaint = requested(world)
    printed_keys.approve_printed_key(complaint, by=world.zara.actor, at=clock("10:30"))
    assert lines(seat(world.zara).get(TODAY, "11:00")) == []


def test_an_excluded_monitor_sees_no_request(world, seat):
    complaint, other = requested(world), requested(world, "10:05")
    hide_from(complaint, world.office("punjab"))
    answer = seat(world.zara).get(TODAY, "11:00")
    assert len(lines(answer)) == 1
    assert line_of(answer, other)


@pytest.mark.parametrize("name", ["nadia", "imran", "asad", "omar"])
def test_others_at_the_central_police_office_approve_no_code(world, seat, name):
    requested(world)
    assert not [line for line in lines(seat(world.people[name]).get(TODAY, "11:00")) if "code" in line]


def exclusion_work(person, at: str) -> tuple[list[str], list[str]]:
    """Return the reasons of the lines on *Today* and the headings of *Exclusions*, as far as they are about the end."""
    reasons = ("Approve or refuse the end of an exclusion", "Decide on the complainant's objection")
    headings = ("Requests to open a complaint to more officers", "Objections to decide")
    today, page = lines(person.get(TODAY, at)), person.get("/desk/settling/", at).content.decode()
    return (
        [reason for reason in reasons for line in today if line.startswith(reason)],
        [heading for heading in headings if heading in page],
    )


APPROVE = (["Approve or refuse the end of an exclusion"], ["Requests to open a complaint to more officers"])
DECIDE = (["Decide on the complainant's objection"], ["Objections to decide"])
NOTHING = ([], [])


@pytest.mark.slow
def test_who_approved_the_end_of_an_exclusion_does_not_wait_for_themselves(world, seat):
    request = asks(world, against_the_circle(world))
    nadia, second = seat(world.nadia), seat(tahira(world))
    assert (exclusion_work(nadia, "10:10"), exclusion_work(second, "10:10")) == (APPROVE, APPROVE)
    narrowing.approve_narrowing(request_id=request.pk, by=world.nadia.actor, at=clock("10:30"))
    assert (exclusion_work(nadia, "10:40"), exclusion_work(second, "10:40")) == (NOTHING, APPROVE)


@pytest.mark.slow
def test_an_objection_waits_for_nobody_who_asked_for_the_end_or_approved_it(world, seat):
    complaint = against_the_circle(world)
    approve_twice(world, asks(world, complaint), at="11:00")
    objects(complaint)
    for name in ("nadia", "tahira"):  # the operators who approved it are monitors now, too
        office = world.office("punjab")
        PostingFactory(officer=world.people[name].officer, office=office, role=Role.MONITOR, starts_at=clock("11:40"))
    work = {name: exclusion_work(seat(world.people[name]), "12:00") for name in ("zara", "nadia", "tahira", "imran")}
    assert work == {"zara": NOTHING, "nadia": NOTHING, "tahira": NOTHING, "imran": DECIDE}


@pytest.fixture
def held(db) -> Hold:
    return Hold.objects.create(opened_at=clock("09:00"), batches=["contact"], due=300, usual=10, open_now=900)


def test_held_delays_wait_for_the_monitor_until_they_are_decided(world, seat, held):
    zara = seat(world.zara)
    (line,) = lines(zara.get(TODAY, "10:00"))
    assert line.startswith("Decide on held delays")
    assert "since 23 November 2026, 09:00" in line
    assert "/desk/held/?as=" in zara.get(TODAY, "10:00").content.decode()
    Hold.objects.update(
        decision=Hold.Decision.RELEASED, decided_at=clock("10:10"), reason="Checked.", posting=world.zara.posting
    )
    assert lines(zara.get(TODAY, "10:20")) == []


@pytest.mark.parametrize("name", ["imran", "asad", "usman", "omar"])
def test_held_delays_wait_for_nobody_else(world, seat, held, name):
    assert not [line for line in lines(seat(world.people[name]).get(TODAY, "10:00")) if "held" in line]


@pytest.fixture
def owais(world) -> Person:
    """A second administrator."""
    return posted(world, "owais", Role.ADMINISTRATOR)


def request_changes(world):
    asked = {"source": "Order 7", "by": world.omar.actor, "at": clock("09:00")}
    changes = [
        request_board_target(figure="contacted", value=90, **asked),
        request_board_target(figure="reported", value=80, **asked),
    ]
    OfficeChange.objects.create(
        office=world.office("gulberg_circle"),
        parent=world.office("lahore"),
        asked_by=world.omar.officer,
        asked_at=clock("09:05"),
    )
    return changes


@pytest.mark.slow
def test_requests_wait_for_another_administrator_one_line_for_each_kind(world, seat, owais):
    first, _ = request_changes(world)
    desk = seat(owais)
    targets, offices = lines(desk.get(TODAY, "10:00"))
    assert targets.startswith("Confirm or refuse as the second administrator")
    assert "Pending targets: 2" in targets
    assert "since 23 November 2026, 09:00" in targets
    assert "Moves of offices awaiting a second administrator: 1" in offices
    reject_board_target(change=first, by=owais.actor, at=clock("10:10"))
    assert any("Pending targets: 1" in line for line in lines(desk.get(TODAY, "10:20")))


def test_who_requested_it_and_who_is_no_administrator_have_no_line(world, seat):
    request_changes(world)
    for person in (world.omar, world.asad, world.zara, world.imran):
        assert lines(seat(person).get(TODAY, "10:00")) == []


@pytest.mark.slow
def test_a_line_leads_to_the_undecided_requests(world, seat, owais):
    request_changes(world)
    desk = seat(owais)
    for line in desk.get(TODAY, "10:00").context["groups"]["undated"].lines:
        answer = desk.get(line.url, "10:01")
        assert answer.status_code == 200
        assert answer.context["cl"].result_count == int(line.subject.rpartition(" ")[2])


def test_all_kinds_of_requests_are_one_statement(world, seat, owais):
    desk = seat(owais)
    desk.get(TODAY, "09:50")
    with CaptureQueriesContext(connection) as none:
        desk.get(TODAY, "09:51")
    request_changes(world)
    with CaptureQueriesContext(connection) as some:
        desk.get(TODAY, "10:00")
    assert len(some) == len(none)
    assert len([query for query in some if "boardtargetchange" in query["sql"]]) == 1
