"""While a silent report of pressure waits, nobody is told to call the complainant, and no page says why."""

import pytest

from complaints.models import Pressure
from complaints.queries.due_calls import list_due_calls
from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.refusals import Refusal
from complaints.services.calls import call_log
from tests.complaints.refusing import refusal
from tests.desk.calls.test_call_list import claimed
from tests.desk.calls.test_pages import CALLS, puts_on_record
from tests.desk.conftest import address
from tests.desk.test_today import TODAY, lines
from tests.world import clock


def to_verify(world):
    complaint = world.in_inquiry()
    world.bilal.reports(complaint, "11:00")
    return complaint


def to_withdraw(world):
    complaint = world.complaint("bribe_demand", station="gulberg")
    world.nadia.marks(complaint, to=world.dania, at="09:10")
    world.ayesha.does("ask_to_withdraw", complaint, "09:20")
    return complaint


def to_excuse(world):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    for at in ("10:00", "12:00", "14:00"):
        world.bilal.does("try_contact", complaint, at)
    return complaint


def to_read_to(world):
    complaint = world.complaint("financial_crime", wants_calls=True)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    return complaint


def to_check(world):
    complaint = claimed(world)
    world.ayesha.says("in_person", complaint, "10:00")
    return complaint


def to_connect(world):
    complaint = world.complaint("financial_crime", protected=True)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.does("ask_call", complaint, "09:20", telephone="042 99212345")
    return complaint


WAITING = {
    Purpose.CONTACT: (claimed, "salma"),
    Purpose.VERIFY: (to_verify, "salma"),
    Purpose.WITHDRAWAL: (to_withdraw, "nadia"),
    Purpose.EXCUSE: (to_excuse, "salma"),
    Purpose.NEWS: (to_read_to, "salma"),
    Purpose.SAMPLE: (to_check, "nadia"),
    Purpose.CONNECT: (to_connect, "salma"),
}


def waits(person, at: str) -> set[str]:
    return {str(one.purpose) for one in list_due_calls(person.actor, at=clock(at))}


@pytest.mark.slow
@pytest.mark.parametrize("purpose", Purpose)
def test_no_call_is_listed_shown_or_recorded_until_the_cpo_has_acted(world, seat, monkeypatch, purpose):
    monkeypatch.setattr(call_log, "is_selected_for_spot_check", lambda number: purpose is Purpose.SAMPLE)
    build, name = WAITING[purpose]
    complaint, operator = build(world), world.people[name]
    at, page, desk = "+2d 09:30", f"{address(complaint)}call/{purpose}/", seat(operator)
    assert waits(operator, at) == {purpose}
    assert any(line.startswith("Call: ") for line in lines(desk.get(TODAY, at)))
    report = Pressure.objects.create(
        complaint=complaint, reported_at=clock("+1d 09:00"), due_at=clock("+1d 11:00"), silent=True
    )
    assert waits(operator, at) == set()
    assert complaint.etag not in desk.get(CALLS, at).content.decode()
    assert not [line for line in lines(desk.get(TODAY, at)) if line.startswith(("Call: ", "Ask "))]
    assert desk.get(page, at).status_code == 404
    assert puts_on_record(desk, complaint, str(purpose), at, result="not_reached").status_code == 409
    assert refusal(operator.rings, complaint, at, str(purpose)) is Refusal.NOT_TO_BE_RUNG
    Pressure.objects.filter(pk=report.pk).update(
        settled_at=clock("+2d 09:00"), settled_by=world.zara.posting, done="Sent a patrol."
    )
    assert waits(operator, at) == {purpose}


def test_an_open_report_of_pressure_stops_no_call(world):
    complaint = to_verify(world)
    Pressure.objects.create(complaint=complaint, reported_at=clock("11:00"), due_at=clock("13:00"))
    assert waits(world.salma, "12:00") == {Purpose.VERIFY}
