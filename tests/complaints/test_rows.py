"""Rows that are written by a statement which is put together once: the same rows as Django's own save would write."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Office
from complaints.models import Complainant, Complaint, Draft, RunningClock, Statement
from complaints.services.rows import in_one_trip, insert, insert_unless_taken, update
from tests.world import clock

TOLD = {"name": "Ayesha", "phone": "+923001112233", "secret_hash": "x", "safe_from": 9, "safe_until": 17}


def as_it_stands(row) -> dict:
    """The row as the database has it, without its id."""
    (found,) = type(row).objects.filter(pk=row.pk).values()
    return {name: value for name, value in found.items() if name != "id"}


def test_the_row_is_the_one_that_save_writes(world):
    saved, inserted = Complainant(**TOLD), Complainant(**TOLD)
    saved.save()
    insert(inserted)
    assert inserted.pk
    assert inserted.pk != saved.pk
    assert not inserted._state.adding
    assert as_it_stands(inserted) == as_it_stands(saved)


def test_what_is_sealed_is_sealed(world):
    person = Complainant(**TOLD)
    insert(person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM complaints_complainant WHERE id = %s", [person.pk])
        assert TOLD["phone"] not in cursor.fetchone()[0]
    assert Complainant.objects.get(pk=person.pk).phone == TOLD["phone"]


def test_what_the_database_draws_is_on_the_row_afterwards(world):
    complaint = world.complaint()
    Statement.objects.filter(complaint=complaint).delete()
    told = Statement(complaint=complaint, text="They broke the lock.", concerned={"rank": "SI"})
    insert(told)
    assert (told.position, told.happened_about) == ("", "")
    found = Statement.objects.get(complaint=complaint)
    assert (found.text, found.concerned, found.position) == (told.text, {"rank": "SI"}, "")


def test_several_rows_are_one_statement(world):
    rows = [Complainant(name=name) for name in ("Ayesha", "Bashir", "Saba")]
    with CaptureQueriesContext(connection) as asked:
        insert(*rows)
    assert len(asked) == 1
    assert [Complainant.objects.get(pk=row.pk).name for row in rows] == ["Ayesha", "Bashir", "Saba"]


def test_what_the_database_refuses_is_django_s_own_error(world):
    lahore = world.office("lahore")
    with pytest.raises(IntegrityError, match="accounts_office_code"):
        insert(Office(code="lahore", kind="unit", parent=lahore, path="punjab/x/", name_en="X", name_ur="X"))


def test_an_update_changes_the_fields_that_it_names_and_no_others(world):
    draft = Draft(created_at=clock("09:00"), expires_at=clock("10:00"), channel="web")
    draft.answers = {"text": "One."}
    insert(draft)
    draft.answers, draft.channel = {"text": "Two."}, "letter"
    update(draft, "sealed_answers")
    found = Draft.objects.get(pk=draft.pk)
    assert (found.answers, found.channel) == ({"text": "Two."}, "web")


def test_an_update_writes_one_row_alone(world):
    first, second = world.complaint(), world.complaint()
    one = RunningClock.objects.filter(complaint=first).first()
    one.due_at = clock("+9d 09:00")
    update(one, "due_at")
    assert RunningClock.objects.filter(due_at=one.due_at).count() == 1
    assert not RunningClock.objects.filter(complaint=second, due_at=one.due_at).exists()


def test_what_is_written_in_one_trip_goes_at_the_end_and_in_order(world):
    ayesha, saba = Complainant(name="Ayesha"), Complainant(name="Saba")
    insert(ayesha)
    with CaptureQueriesContext(connection) as asked:
        with in_one_trip():
            insert(saba)
            for name in ("One", "Two"):
                ayesha.name = name
                update(ayesha, "name")
            assert not asked.captured_queries
        assert saba.pk
    assert len(asked) == 1
    assert [Complainant.objects.get(pk=person.pk).name for person in (ayesha, saba)] == ["Two", "Saba"]


def written_in_one_trip(*rows) -> None:
    with transaction.atomic(), in_one_trip():
        for row in rows:
            insert(row)


def test_a_trip_that_comes_to_grief_sends_nothing(world):
    with CaptureQueriesContext(connection) as asked, pytest.raises(AttributeError):
        written_in_one_trip(Complainant(name="Saba"), "not a row")
    assert not [query for query in asked if "INSERT" in query["sql"]]


def test_what_one_statement_of_a_trip_refuses_is_django_s_own_error(world):
    lahore, before = world.office("lahore"), Complainant.objects.count()
    twice = Office(code="lahore", kind="unit", parent=lahore, path="punjab/x/", name_en="X", name_ur="X")
    with pytest.raises(IntegrityError, match="accounts_office_code"):
        written_in_one_trip(Complainant(name="Saba"), twice)
    assert Complainant.objects.count() == before


def test_a_number_that_somebody_has_is_taken(world):
    first = world.complaint()
    second = Complaint.objects.for_service().get(pk=first.pk)
    second.pk, second._state.adding = None, True
    somebody = Complainant(name="Saba")
    insert(somebody)
    second.complainant = somebody
    assert not insert_unless_taken(second, "etag")
    assert second.pk is None
    second.etag = "260000000000"
    assert insert_unless_taken(second, "etag")
    assert second.pk not in (None, first.pk)
