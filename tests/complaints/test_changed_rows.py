"""Who can write to the database, and has no key, shows nobody's name and puts nothing old back unnoticed."""

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection
from django.test import Client

from accounts.models import Officer
from complaints.models import Complainant, Complaint
from complaints.queries.verification import read_snapshot, verify_complaints
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.services.access_keys.secret_word_hashing import is_correct_secret_word
from complaints.services.followup import ProtectionAnswer, SecretWordAnswer, record_answer
from desk.queries.complaint_details import ProtectionChanged, visible_complainant
from tests.signing_in import sign_in
from tests.world import PHONES, clock

FIRST_WORD, SECOND_WORD = "violet kettle drum", "seven green parrots"


def write(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def stored(model: type, column: str, pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def findings() -> str:
    with read_snapshot():
        return "\n".join(str(finding) for _, found in verify_complaints() for finding in found)


def reread(complaint: Complaint) -> Complaint:
    return Complaint.objects.unscoped("test").get(pk=complaint.pk)


def answers(complaint: Complaint, answer, at: str, by=None) -> None:
    by = by or Citizen(complaint.complainant_id, OpenedBy.WORD)
    record_answer(complaint_id=complaint.pk, answer=answer, by=by, at=clock(at))


# --- protection ------------------------------------------------------------------------------------------------------


@pytest.fixture
def protected(world) -> Complaint:
    return world.in_inquiry("10:00", protected=True)


def test_a_protection_that_was_lifted_in_the_database_shows_nobody(world, protected):
    assert visible_complainant(protected, actor=world.bilal.actor) is None
    write("UPDATE complaints_complaint SET protected = false WHERE id = %s", protected.pk)
    with pytest.raises(ProtectionChanged):
        visible_complainant(reread(protected), actor=world.bilal.actor)
    with pytest.raises(ProtectionChanged):
        sign_in(Client(), world.bilal.officer).get(f"/desk/complaints/{protected.etag}/")
    assert visible_complainant(reread(protected), actor=world.salma.actor).phone == PHONES["ayesha"]


def test_the_verification_finds_it(world, protected):
    assert findings() == ""
    write("UPDATE complaints_complaint SET protected = false WHERE id = %s", protected.pk)
    assert "its row says otherwise than its history whether the identity is protected" in findings()


def test_the_state_of_another_complainant_does_not_open_it(world, protected):
    other = world.complaint(by="bashir", at="10:30", protected=False)
    write("UPDATE complaints_complaint SET protected = false WHERE id = %s", protected.pk)
    write(
        "UPDATE complaints_complainant SET protection = (SELECT protection FROM complaints_complainant WHERE id = %s) "
        "WHERE id = %s", other.pk, protected.pk,
    )  # fmt: skip
    with pytest.raises(InvalidTag):
        visible_complainant(reread(protected), actor=world.bilal.actor)


def test_an_older_state_of_the_same_row_is_found(world):
    complaint = world.in_inquiry("10:00", protected=False)
    before = stored(Complainant, "protection", complaint.pk)
    answers(complaint, ProtectionAnswer(protected=True), "10:30")
    assert findings() == ""
    write("UPDATE complaints_complaint SET protected = false WHERE id = %s", complaint.pk)
    write("UPDATE complaints_complainant SET protection = %s WHERE id = %s", before, complaint.pk)
    assert "its complainant's row says otherwise than its history" in findings()


def test_switched_off_and_on_by_the_complainant_it_is_shown_and_hidden(world, protected):
    answers(protected, ProtectionAnswer(protected=False), "10:30", by=world.salma.actor)
    assert visible_complainant(reread(protected), actor=world.bilal.actor).name == "Ayesha"
    answers(protected, ProtectionAnswer(protected=True), "10:40")
    assert visible_complainant(reread(protected), actor=world.bilal.actor) is None
    assert findings() == ""


# --- older values of the same row ------------------------------------------------------------------------------------


def test_a_former_secret_word_that_was_put_back_is_found(world):
    complaint = world.complaint()
    answers(complaint, SecretWordAnswer(word=FIRST_WORD), "10:00")
    before = stored(Complainant, "secret_hash", complaint.pk)
    answers(complaint, SecretWordAnswer(word=SECOND_WORD, present_word=FIRST_WORD), "10:30")
    assert findings() == ""
    write("UPDATE complaints_complainant SET secret_hash = %s WHERE id = %s", before, complaint.pk)
    person = Complainant.objects.get(pk=complaint.pk)
    assert is_correct_secret_word(person.secret_hash, FIRST_WORD, etag=complaint.etag)  # the hole
    assert "who brought it was changed" in findings()


@pytest.mark.parametrize("column", ["password", "factor_state"])
def test_a_former_password_or_factor_state_that_was_put_back_is_found(world, column):
    bilal = Officer.objects.get(pk=world.bilal.officer.pk)
    before = stored(Officer, column, bilal.pk)
    bilal.set_password("another long password")
    bilal.factor_state = "set_up" if bilal.factor_state == "to_set_up" else "to_set_up"
    bilal.save()
    assert findings() == ""
    write(f"UPDATE accounts_officer SET {column} = %s WHERE id = %s", before, bilal.pk)
    assert f"accounts_officer {bilal.pk}: it is not what was last recorded" in findings()
