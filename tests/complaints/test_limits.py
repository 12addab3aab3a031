"""New time limits: requested, previewed, approved by a second administrator, and never valid for the past."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actors import Actor
from accounts.rules.roles import Role
from accounts.services.staff_refusals import StaffChangeRefused
from complaints.models import Category, Policy
from complaints.queries.policy_effects import preview_policy_effect
from complaints.rules.policy_differences import changed_limits
from complaints.services.administration import policy_limit_changes
from complaints.services.administration.category_texts_and_policies import current_policy_of
from tests.factories import OfficerFactory, PostingFactory
from tests.signing_in import sign_in
from tests.world import clock

CODE = "threats"


@pytest.fixture
def nasir(world):
    """A second administrator."""
    officer = OfficerFactory(name_en="Nasir")
    return PostingFactory(officer=officer, office=world.office("punjab"), role=Role.ADMINISTRATOR, is_head=False)


def asked(world, at="10:00", **wanted):
    category = Category.objects.get(code=CODE)
    now = Policy.objects.in_force(clock(at)).get(category=category)
    values = (
        {name: getattr(now, name) for name in policy_limit_changes.LIMIT_FIELDS}
        | {"source": "Standing Order 4"}
        | wanted
    )
    return policy_limit_changes.request_policy_limits(category=category, by=world.omar.actor, at=clock(at), **values)


def confirmed(change, by, at="11:00"):
    return policy_limit_changes.approve_policy_limits(change=change, by=Actor.of(by), at=clock(at))


def test_they_begin_when_they_are_confirmed_and_what_was_promised_stays(world, nasir):
    before = world.complaint(CODE, "10:30")
    policy = confirmed(asked(world, contact_hours=3, reminder_share=0.5, pause_share=0.1), nasir)
    after = world.complaint(CODE, "11:30")
    before.refresh_from_db()
    assert (before.policy.version, after.policy.version) == (1, 2)
    assert (after.policy, policy.valid_from) == (policy, clock("11:00"))
    assert (policy.contact_hours, policy.reminder_share, policy.pause_share) == (3, 0.5, 0.1)


def test_they_begin_on_the_day_that_was_asked_for(world, nasir):
    policy = confirmed(asked(world, contact_hours=3, starts_at=clock("+2d 00:00")), nasir)
    assert current_policy_of(CODE, at=clock("+1d 23:59")).version == 1
    assert current_policy_of(CODE, at=clock("+2d 00:00")) == policy


def test_a_day_that_has_passed_by_the_decision_begins_at_the_decision(world, nasir):
    change = asked(world, contact_hours=3, starts_at=clock("12:00"))
    assert confirmed(change, nasir, at="13:00").valid_from == clock("13:00")


def test_nothing_is_promised_backwards(world):
    with pytest.raises(StaffChangeRefused):
        asked(world, starts_at=clock("10:00"))


def test_no_version_begins_before_one_that_is_settled_already(world, nasir):
    confirmed(asked(world, contact_hours=3, starts_at=clock("+9d 00:00")), nasir)
    with pytest.raises(StaffChangeRefused):
        confirmed(asked(world, contact_hours=5, starts_at=clock("+5d 00:00")), nasir)


def test_the_preview_says_who_keeps_the_old_ones_and_what_changes(world, nasir, client):
    ended = world.complaint(CODE, "09:00")
    world.usman.does("reject", ended, "09:30")
    for _ in range(3):
        world.complaint(CODE, "10:00")
    world.complaint("property_crime", "10:00")
    change = asked(world, contact_hours=3, report_hours=None)
    found = preview_policy_effect(change, at=clock("10:30"))
    was = Policy.objects.get(category=change.category)
    assert found.unchanged == 3
    assert found.changed == {"contact_hours": (was.contact_hours, 3), "report_hours": (was.report_hours, None)}
    page = (
        sign_in(client, nasir.officer)
        .get(reverse("admin:complaints_policychange_change", args=[change.pk]))
        .content.decode()
    )
    assert "3 open complaints keep the time limits already given." in page
    assert f"{was.contact_hours} → 3" in page


def test_the_reminder_follows_the_share_that_was_promised(world, nasir):
    confirmed(asked(world, contact_hours=8, reminder_share=0.5), nasir)
    complaint = world.complaint(CODE, "11:30")
    running = complaint.running_clocks.get(clock="contact")
    assert running.next_step_at == running.due_at - timedelta(hours=4)


def test_questions_stop_the_clock_for_the_share_that_was_promised(world, nasir):
    confirmed(asked(world, contact_hours=8, report_hours=100, pause_share=0.1), nasir)
    complaint = world.complaint(CODE, "11:30")
    world.salma.marks(complaint, to=world.bilal, at="11:40")
    world.bilal.records_contact(complaint, "11:50")
    world.ayesha.says("in_person", complaint, "12:00")
    world.bilal.asks(complaint, "12:30")
    due = complaint.report_due_at
    world.ayesha.answers(complaint, "+1d 12:30")
    assert complaint.report_due_at == due + timedelta(hours=10)


@pytest.mark.parametrize(
    "wrong", [{"reminder_share": 0}, {"reminder_share": 1}, {"pause_share": 1.5}, {"pause_share": -1}]
)
def test_shares_are_shares(world, wrong):
    with pytest.raises(StaffChangeRefused, match="share"):
        asked(world, **wrong)


def test_only_what_differs_is_a_change():
    assert changed_limits(None, Policy(contact_hours=2)).get("contact_hours") == (None, 2)
    assert changed_limits(Policy(contact_hours=2), Policy(contact_hours=2)) == {}
