"""Personal data is encrypted when it is written to the database, and opens only in the row that it was written for."""

import pytest
from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, connection, transaction

from complaints.models import Complainant, Complaint, Draft, Statement
from complaints.models.complaint import ForeignComplainant
from ledger.encrypted_fields import RowUnknown


def execute(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_phone_number_stands_nowhere_in_clear(world):
    person = Complainant.objects.create(name="Ayesha", phone="+923001112233")
    with connection.cursor() as cursor:
        cursor.execute("SELECT person::text FROM complaints_complainant AS person WHERE id = %s", [person.pk])
        (row,) = cursor.fetchone()
    assert "3001112233" not in row
    assert "Ayesha" not in row
    assert Complainant.objects.get(pk=person.pk).phone == "+923001112233"


@pytest.mark.parametrize("column", ["name", "phone", "secret_hash"])
def test_a_value_that_was_copied_into_another_row_does_not_open(world, column):
    """Somebody who writes to the database copies Ayesha's name to their own complaint."""
    ayesha = Complainant.objects.create(name="Ayesha", phone="+923001112233", secret_hash="a hash")
    own = Complainant.objects.create(name="Nobody", phone="+923001112244", secret_hash="another")
    execute(
        f"UPDATE complaints_complainant SET {column} = (SELECT {column} FROM complaints_complainant WHERE id = %s) "
        "WHERE id = %s",
        ayesha.pk,
        own.pk,
    )
    with pytest.raises(InvalidTag):
        getattr(Complainant.objects.get(pk=own.pk), column)


def test_a_value_that_was_copied_into_another_column_does_not_open(world):
    ayesha = Complainant.objects.create(name="Ayesha", phone="+923001112233")
    execute("UPDATE complaints_complainant SET address = phone WHERE id = %s", ayesha.pk)
    with pytest.raises(InvalidTag):
        Complainant.objects.get(pk=ayesha.pk).address  # noqa: B018


def test_a_complaint_has_the_complainant_with_its_own_id_and_no_other(world):
    hers, own = world.complaint(), world.complaint(by="bashir")
    assert (hers.pk, own.pk) == (hers.complainant_id, own.complainant_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        execute("UPDATE complaints_complaint SET complainant_id = %s WHERE id = %s", hers.pk, own.pk)


def test_a_complaint_that_names_the_complainant_of_another_one_is_not_shown():
    """The owner of the table can drop the constraint."""
    columns = [field.attname for field in Complaint._meta.concrete_fields]
    values = {"id": 7, "complainant_id": 8}
    with pytest.raises(ForeignComplainant):
        Complaint.from_db("default", columns, [values.get(name) for name in columns])


def test_a_value_is_bound_to_rows_of_every_kind_of_key(world):
    """Drafts choose their id, statements have the complaint's, complainants draw theirs."""
    complaint = world.complaint()
    other = world.complaint(by="bashir")
    Statement.objects.filter(pk=other.pk).update(salt=Statement._meta.get_field("salt").seal("hers", complaint.pk))
    with pytest.raises(InvalidTag):
        Statement.objects.get(pk=other.pk).salt  # noqa: B018
    draft = Draft.objects.get(complaint=complaint)
    assert Draft.objects.get(pk=str(draft.pk)).answers == draft.answers


def test_without_its_row_a_value_is_neither_written_nor_read(world):
    person = Complainant.objects.create(name="Ayesha")
    with pytest.raises(RowUnknown), transaction.atomic():
        Complainant.objects.filter(pk=person.pk).update(name="Bashir")
    Complainant.objects.filter(pk=person.pk).update(name="")
    assert Complainant.objects.get(pk=person.pk).name == ""


def test_rows_written_in_bulk_and_deferred_columns_open_too(world):
    Complainant.objects.bulk_create([Complainant(name=f"Citizen {number}") for number in range(3)])
    people = Complainant.objects.order_by("-pk").defer("name")[:3]
    assert sorted(person.name for person in people) == ["Citizen 0", "Citizen 1", "Citizen 2"]
