"""Foreign keys of a sweep's rows are checked at commit, and the rows they refer to cannot be deleted."""

import json

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import Posting
from complaints.models import ChainHead, Complaint, Event
from ledger import chain
from reviews.models import Flag, Review
from sla.models import Breach
from sla.services.sweeping import sweep
from tests.world import clock

NOBODY = 10**12


@pytest.fixture
def breach(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    assert sweep(at=clock("17:00")).breaches == 1
    return Breach.objects.get()


def another(breach, level: int, **keys) -> Breach:
    """Return a further step of the same clock, with other foreign keys."""
    same = {field.attname: getattr(breach, field.attname) for field in Breach._meta.fields if not field.primary_key}
    return Breach(**same | {"level": level} | keys)


def created(model, rows) -> None:
    """Insert rows, and check foreign keys as a commit does."""
    model.objects.bulk_create(rows)
    connection.check_constraints()


@pytest.mark.parametrize("key", ["complaint_id", "posting_id", "told_id"])
def test_a_breach_of_what_is_not_there_is_refused_though_others_are_sound(breach, key):
    with pytest.raises(IntegrityError), transaction.atomic():
        created(Breach, [another(breach, 1), another(breach, 2, **{key: NOBODY}), another(breach, 3)])
    Breach.objects.bulk_create([another(breach, 1, posting_id=None, told_id=None)])


@pytest.mark.parametrize("key", ["breach_id", "review_id"])
def test_a_flag_of_what_is_not_there_is_refused(breach, key):
    flag = Flag.objects.get()
    keys = {"breach_id": flag.breach_id, "review_id": flag.review_id} | {key: NOBODY}
    with pytest.raises(IntegrityError), transaction.atomic():
        created(Flag, [Flag(**keys)])


@pytest.mark.parametrize("key", ["complaint_id", "posting_id"])
def test_an_event_of_what_is_not_there_is_refused(breach, key):
    last = Event.objects.latest("pk")
    same = {field.attname: getattr(last, field.attname) for field in Event._meta.fields if not field.primary_key}
    with pytest.raises(IntegrityError), transaction.atomic():
        created(Event, [Event(**same | {"seq": 98}), Event(**same | {"seq": 99, key: NOBODY})])
    Event.objects.bulk_create([Event(**same | {"seq": 98})])


def deleted(model) -> None:
    """Delete all rows with one SQL statement."""
    model._base_manager.all()._raw_delete("default")
    connection.check_constraints()


@pytest.mark.parametrize("model", [Breach, Review, Posting, ChainHead, Complaint])
def test_what_a_breach_a_flag_or_an_event_names_is_never_deleted(breach, model):
    """The chain head refers to the complaint; its foreign key is checked at commit."""
    with pytest.raises(DatabaseError), transaction.atomic():
        deleted(model)


def test_what_a_sweep_writes_in_bulk_is_the_canonical_text_of_its_facts(breach):
    """The text is assembled, not encoded. It must equal that of an event written alone."""
    sweep(at=clock("+1d 17:00"))
    written = Event.objects.filter(kind__in=["breach", "escalation"])
    assert written.count() >= 2
    for event in written:
        assert event.body == chain.canonical_json(json.loads(event.body))
        assert json.loads(event.body).keys() == json.loads(Event.objects.earliest("pk").body).keys()
