"""The details of an officer's page of a complaint: the plain SQL returns what the ORM returns."""

import inspect

import pytest
import time_machine
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import JSONObject

from accounts.models import Posting
from accounts.services.leave_arrangement import arrange_leave
from complaints.models import (
    ClockRun,
    Complaint,
    Connection,
    ContactClaim,
    Order,
    Prepared,
    Pressure,
    RunningClock,
)
from complaints.queries.current_invitations import invitation_annotations
from complaints.queries.exclusion.conflict_exclusion_lookup import excludes_somebody_condition, names_somebody_condition
from complaints.queries.previous_handling import handled_before_condition
from complaints.rules.guard_facts import PRESSURE_BLOCKS_FOR
from complaints.services import orders
from desk.queries.complaint_details import load_complaint
from tests.complaints import stages
from tests.world import clock

STAGES = [
    make
    for name, make in inspect.getmembers(stages, inspect.isfunction)
    if make.__module__ == stages.__name__ and name != "tried"
]
READERS = ("bilal", "farah", "zara")
MOMENTS = ("11:30", "+3d 12:00")


def orm_details(actor, complaint, *, at) -> dict:
    """Return the same by Django's ORM."""
    of_it = {"complaint": OuterRef("pk")}
    current = Posting.objects.current(at)
    running = RunningClock.objects.filter(**of_it)
    owed = running.filter(clock__in=["urgent", "listen", "referral", "verify", "call", "excuse"]).order_by("due_at")
    deferred = ExpressionWrapper(Q(next_step_at=None, step__lte=1), output_field=BooleanField())
    paused = ClockRun.objects.filter(**of_it, clock="report", why="paused").order_by("-ended_at")
    annotated = Complaint.objects.unscoped("test").annotate(
        order_due_at=_one(Order.objects.waiting().filter(**of_it), "due_at"),
        owed_clocks=ArraySubquery(owed.values(owed=JSONObject(clock="clock", due_at="due_at", is_deferred=deferred))),
        paused_at=Case(When(status="awaiting_citizen", then=_one(paused, "ended_at"))),
        decision_due_at=Case(When(status="reported", then=_one(running.filter(clock="decision"), "due_at"))),
        has_phone=_is_given("complainant__phone_index"),
        has_email=_is_given("complainant__email_index"),
        woman_officer=F("complainant__woman_officer"),
        safe_from=F("complainant__safe_from"),
        under_18=F("complainant__under_18"),
        anonymous=F("complainant__anonymous"),
        call_waits=Exists(Connection.objects.waiting().filter(**of_it, cycle=OuterRef("cycle"), to=OuterRef("holder"))),
        **invitation_annotations(),
        claimed_at=_one(ContactClaim.objects.filter(**of_it, answered_at=None), "claimed_at"),
        has_prepared=Exists(Prepared.objects.filter(**of_it, used_at=None, by__office=OuterRef("office_id"))),
        is_pressed=Exists(
            Pressure.objects.filter(Q(settled_at=None) | Q(reported_at__gt=at - PRESSURE_BLOCKS_FOR), **of_it)
        ),
        names_somebody=names_somebody_condition(),
        excludes_somebody=excludes_somebody_condition(),
        head_officer=_one(current.heads().filter(office=OuterRef("office")), "officer"),
        has_handled_before=handled_before_condition(actor, at=at),
    )
    fields = {field.attname for field in Complaint._meta.concrete_fields}
    return {name: value for name, value in _told(annotated.get(pk=complaint.pk)).items() if name not in fields}


def _is_given(blind_index: str) -> ExpressionWrapper:
    return ExpressionWrapper(~Q(**{blind_index: b""}), output_field=BooleanField())


def _one(rows: QuerySet, column: str) -> Subquery:
    return Subquery(rows.values(column)[:1])


def _told(complaint) -> dict:
    return {name: value for name, value in vars(complaint).items() if not name.startswith("_")}


def compared(world, complaint, readers=READERS, moments=MOMENTS) -> set[str]:
    """Compare for everybody at every moment. Return the attributes that had a value."""
    said = set()
    for name in readers:
        actor = world.people[name].actor
        for at in map(clock, moments):
            with time_machine.travel(at, tick=False):
                found = load_complaint(actor, complaint.etag)
            if found is not None:
                expected = orm_details(actor, complaint, at=at)
                assert {name: _told(found)[name] for name in expected} == expected, (name, at)
                said |= {name for name, value in expected.items() if value}
    return said


@pytest.mark.mostly_slow(keep=7)
@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_at_every_stage_the_statement_finds_what_the_orm_finds(world, stage):
    assert compared(world, stage(world)) >= {"has_phone", "head_officer"}


def test_of_a_complainant_who_told_everything(world):
    told = {"email": "ayesha@example.pk", "woman_officer": True, "safe_from": 9, "safe_until": 17, "under_18": True}
    complaint = stages.received(world, **told)
    names = {"has_email", "woman_officer", "safe_from", "under_18"}
    assert compared(world, complaint, ["salma", "nadia", "zara"]) >= names


@pytest.mark.slow
def test_of_orders_pressure_and_prepared_texts(world):
    complaint = world.in_inquiry("10:00")
    orders.give_order(
        complaint_id=complaint.pk, words="Go now.", due_at=clock("+1d 10:00"), by=world.dania.actor, at=clock("10:30")
    )
    told = {"reported_at": clock("10:30"), "due_at": clock("12:30")}
    Pressure.objects.create(
        complaint=complaint, **told, settled_at=clock("11:00"), settled_by=world.zara.posting, done="."
    )
    Prepared.objects.create(
        complaint=complaint,
        move="submit_report",
        words="It was paid.",
        by=world.hina.posting,
        prepared_at=clock("10:40"),
    )
    assert compared(world, complaint) >= {"order_due_at", "is_pressed", "has_prepared"}


@pytest.mark.slow
def test_of_a_complaint_with_exclusions_and_of_one_without(world):
    assert "excludes_somebody" in compared(world, stages.conduct(world), ["farah", "nadia", "zara"])
    assert "excludes_somebody" not in compared(world, world.complaint(by="bashir"), ["farah", "nadia", "zara"])


def test_whoever_held_it_or_covered_its_holder_had_a_part(world):
    complaint, known = world.in_inquiry("10:00"), Posting.objects.with_people()
    people = {"posting": known.get(pk=world.bilal.posting.pk), "cover": known.get(pk=world.dania.posting.pk)}
    arrange_leave(**people, starts_at=clock("10:30"), ends_at=clock("12:00"), by=world.farah.actor, at=clock("10:15"))
    assert "has_handled_before" in compared(world, complaint, ["bilal"])
    assert "has_handled_before" in compared(world, complaint, ["dania"])
    assert "has_handled_before" not in compared(world, complaint, ["farah"])


@pytest.mark.slow
def test_it_exists_for_those_who_may_see_it(world):
    complaint, officers = world.in_inquiry("10:00"), [one for one in world.people.values() if one.posting]
    seen = {one.name for one in officers if load_complaint(one.actor, complaint.etag)}
    assert seen == {one.name for one in officers if Complaint.objects.visible_to(one.actor).filter(pk=complaint.pk)}
    assert {"bilal", "usman"} <= seen < {one.name for one in officers}


def test_sealed_words_are_opened_and_relations_are_there(world, django_assert_num_queries):
    complaint = world.complaint("property_crime", "09:00")
    told = Complaint.objects.unscoped("test").get(pk=complaint.pk).statement.text
    with django_assert_num_queries(2):
        seen = load_complaint(world.usman.actor, complaint.etag)
        assert seen.statement.text == told != ""
        assert (seen.category.code, seen.head.complaint_id) == ("property_crime", complaint.pk)
