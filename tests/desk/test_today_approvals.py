"""What waits for a second officer on *Today*: codes, ends of exclusions, held delays, administrators' requests."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import OfficeChange
from accounts.rules.roles import Role
from complaints.models import Complaint
from complaints.services.access_keys import printed_keys
from complaints.services.exclusion import narrowing
from complaints.services.exclusion.officer_naming import name_officer
from monitoring.services.target_changes import reject_board_target, request_board_target
from notifications.models import Message
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


@pytest.mark.slow
def test_who_asked_for_a_code_does_not_approve_it_under_another_posting(world, seat):
    PostingFactory(officer=world.nadia.officer, office=world.office("punjab"), role=Role.MONITOR)
    requested(world)
    other = world.complaint("gender_harassment", "09:00")
    printed_keys.request_printed_key(other, by=tahira(world).actor, at=clock("10:00"), words=WORDS)
    (line,) = [line for line in lines(seat(world.nadia).get(TODAY, "11:00")) if line.startswith("Approve a new code")]
    assert other.etag in line.replace(" ", "")


def approved(world, complaint=None, by=None) -> Complaint:
    """Return a complaint with a code that Nadia, or this operator, asked for at 10:00 and Zara approved at 10:30."""
    complaint = complaint or world.complaint("gender_harassment", "09:00")
    asked_by = (by or world.nadia).actor
    printed_keys.request_printed_key(complaint, by=asked_by, at=clock("10:00"), words=WORDS)
    printed_keys.approve_printed_key(complaint, by=world.zara.actor, at=clock("10:30"))
    return complaint


def code_lines(sitting, at="11:00") -> list[str]:
    return [line for line in lines(sitting.get(TODAY, at)) if line.startswith("Hand over the approved code")]


@pytest.mark.slow
def test_an_approved_code_waits_for_the_operator_who_asked_until_it_is_handed_over(world, seat):
    other, complaint = approved(world), approved(world)
    nadia = seat(world.nadia)
    answer = nadia.get(TODAY, "11:00")
    assert ["due in 23 h" in line for line in code_lines(nadia)] == [True, True]
    assert f"/desk/complaints/{complaint.etag}/key/?as={world.nadia.posting.pk}" in answer.content.decode()
    printed_keys.issue_approved_key(complaint, by=world.nadia.actor, at=clock("11:30"))
    (line,) = code_lines(nadia, "11:40")
    assert other.etag in line.replace(" ", "")
    printed_keys.request_printed_key(complaint, by=world.nadia.actor, at=clock("11:45"), words=WORDS)
    assert len(code_lines(nadia, "11:50")) == 1  # another code for the same complaint is not approved yet
    assert code_lines(nadia, "+1d 10:31") == []


@pytest.mark.slow
def test_an_approved_code_waits_only_for_the_operator_who_asked_and_under_that_posting(world, seat):
    requested(world)
    complaint, asked_again = approved(world), approved(world)
    printed_keys.issue_approved_key(asked_again, by=world.nadia.actor, at=clock("10:40"))
    printed_keys.request_printed_key(asked_again, by=tahira(world).actor, at=clock("10:45"), words=WORDS)
    printed_keys.approve_printed_key(asked_again, by=world.zara.actor, at=clock("10:50"))
    PostingFactory(officer=world.nadia.officer, office=world.office("lahore"), role=Role.COMPLAINT_OPERATOR)
    (line,) = code_lines(seat(world.nadia))
    assert complaint.etag in line.replace(" ", "")
    assert "as Complaint operator, Central Police Office" in line
    (line,) = code_lines(seat(tahira(world)))
    assert asked_again.etag in line.replace(" ", "")


@pytest.mark.slow
def test_an_approved_code_does_not_wait_for_an_operator_who_may_not_hand_it_over_now(world, seat):
    """Since the request one complaint was hidden from Salma, and the complainant of the other got a phone."""
    hidden, with_phone = (
        approved(world, world.complaint("financial_crime", "09:00", phone=""), by=world.salma) for _ in range(2)
    )
    salma = seat(world.salma)
    assert len(code_lines(salma)) == 2
    hide_from(hidden, world.office("lahore"))
    (line,) = code_lines(salma)
    assert with_phone.etag in line.replace(" ", "")
    with_phone.complainant.phone = "+923001112233"
    with_phone.complainant.save()
    assert code_lines(salma) == []


def test_the_operator_who_asked_gets_a_message_but_not_about_a_complaint_that_names_them(world):
    complaint, other = requested(world), requested(world, "10:05")
    naming = {"officer_id": world.nadia.officer.pk, "why": "She says so.", "by": world.zara.actor}
    name_officer(complaint_id=other.pk, at=clock("10:20"), **naming)
    for one in (complaint, other):
        printed_keys.approve_printed_key(one, by=world.zara.actor, at=clock("10:30"))
    (message,) = Message.objects.filter(template="key_approved")
    assert (message.recipient, message.context["etag"]) == (f"posting:{world.nadia.posting.pk}", complaint.etag)


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
