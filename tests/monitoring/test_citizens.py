"""Messages to complainants about delays."""

import pytest

from notifications.models import Message
from sla.services.citizen_notices import notify_citizens
from sla.services.sweeping import sweep
from tests.complaints.stages import marked, received
from tests.world import clock


def delays(complaint) -> list[tuple[str, str, bool]]:
    """Return the messages about delays: template, clock, and whether they mention that a superior was notified."""
    rows = Message.objects.filter(recipient=f"complainant:{complaint.complainant_id}", template__contains="late")
    return [(row.template, row.context["clock"], row.context["told"]) for row in rows.order_by("pk")]


def test_a_delay_is_told_once_and_so_is_each_step_that_it_climbs(world):
    complaint = marked(world)
    for at in ("16:00", "17:00", "17:01", "+1d 17:00", "+1d 17:05"):
        sweep(at=clock(at))
        notify_citizens(at=clock(at))
    assert delays(complaint) == [("late", "contact", True), ("still_late", "contact", True)]


def test_a_reminder_is_the_officer_s_alone(world):
    marked(world)
    assert sweep(at=clock("15:00")).reminders == 1
    assert notify_citizens(at=clock("15:00")) == 0


def test_after_an_outage_one_message_says_how_it_stands(world):
    complaint = marked(world)
    assert sweep(at=clock("+2d 18:00")).escalations == 2
    assert notify_citizens(at=clock("+2d 18:00")) == 1
    assert delays(complaint) == [("still_late", "contact", True)]


@pytest.mark.slow
def test_delays_are_told_in_batches_one_statement_to_take_and_one_to_tell(world, django_assert_num_queries):
    for _ in range(5):
        marked(world)
    sweep(at=clock("17:00"))
    # Two full batches and the rest, with savepoints, and one that finds nothing left.
    with django_assert_num_queries(4 * 2 + 3):
        assert notify_citizens(at=clock("17:00"), batch=4) == 5
    assert notify_citizens(at=clock("17:00")) == 0


def test_what_is_urgent_is_told_at_night_and_what_is_not_waits(world):
    urgent, other = received(world, "illegal_detention"), marked(world)
    sweep(at=clock("+1d 02:00"))
    notify_citizens(at=clock("+1d 02:00"))
    told = Message.objects.filter(template__in=("late", "still_late")).values_list("recipient", "context__unhurried")
    assert dict(told) == {f"complainant:{urgent.complainant_id}": False, f"complainant:{other.complainant_id}": True}
