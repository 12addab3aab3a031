"""A new key for personal data: everything that the old key encrypted is encrypted again, despite interruptions."""

import base64
import io
import os
import signal
import subprocess
import sys

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings as configured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections

from citizen.services.my_complaints_access import contact_blind_index
from complaints.evidence import sealed_storage
from complaints.evidence.upload import original_key_purpose
from complaints.models import Complainant, Complaint, Evidence, LookUp
from complaints.rules.search import search_words
from complaints.services.access_keys import access_codes
from desk.queue.search_page import name_marks
from ledger.encrypted_fields import SealedTextField
from notifications.services import enqueue
from operations import reseal_columns
from operations.fresh_secrets import new_key
from operations.reseal_columns import BATCH, find_sealed_columns
from tests.citizen.conftest import Visitor
from tests.signing_in import give_app_to
from tests.world import build, clock

NEW = "2:" + base64.b64encode(b"n" * 32).decode()


def rotate(**options) -> str:
    out = io.StringIO()
    call_command("rotate_keys", stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def raw(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def first_complainant() -> Complainant:
    return Complainant.objects.earliest("pk")


@pytest.fixture
def filled(own_database, settings, tmp_path):
    """Some complainants, a code that was sent, and a new key before the one that encrypted all of it."""
    place = settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = settings.STORAGES | {"evidence": place}  # without rows that other tests have left
    world = build()
    for _ in range(3):
        world.in_inquiry(name="Ayesha Noor", address="12 Mall Road")
    Visitor().files("10:00")
    recipient = f"complainant:{first_complainant().pk}"
    context = access_codes.code_message_context("482913", recipient=recipient, phone_or_email="")
    enqueue(recipient=recipient, template="access_code", at=clock("10:00"), context=context)
    give_app_to(world.bilal.officer)
    settings.FIELD_KEYS = [NEW, *settings.FIELD_KEYS]
    return own_database


def keys_in_use() -> set[str]:
    found = set()
    for place in find_sealed_columns():
        found |= {key for (key,) in raw(f"SELECT DISTINCT split_part({place.column}, ':', 1) FROM {place.table} "
                                        f"WHERE {place.column} <> ''")}  # fmt: skip
    return found


def test_every_sealed_column_of_every_model_is_found():
    fields = {(model._meta.db_table, field.column) for model in apps.get_models() for field in model._meta.local_fields
              if isinstance(field, SealedTextField)}  # fmt: skip
    assert {(place.table, place.column) for place in find_sealed_columns()} == fields
    assert ("complaints_complainant", "phone") in fields


@pytest.mark.slow
def test_what_an_older_key_sealed_is_sealed_again_and_opens_as_before(filled, settings):
    assert "values are to be sealed again" in rotate(dry_run=True)
    assert keys_in_use() == {"1"}
    said = rotate()
    assert "Every value of the database is under the key 2." in said
    assert "Key 1: nothing is under it: it can be taken out." in said
    assert keys_in_use() == {"2"}
    settings.FIELD_KEYS = [NEW]
    person = first_complainant()
    assert (person.name, person.address, person.phone) == ("Ayesha Noor", "12 Mall Road", "+923001112233")
    for code, recipient in raw("SELECT context->>'code_sealed', recipient FROM notifications_message "
                               "WHERE context ? 'code_sealed'"):  # fmt: skip
        assert len(access_codes.unseal_code(code, recipient=recipient)) == 6
    assert Authenticator.objects.get().data["secret"]
    [session] = raw("SELECT session_data FROM django_session")
    assert session[0].startswith("2:")
    assert rotate() == "Every value of the database is under the key 2.\n"


@pytest.mark.slow
def test_a_key_that_is_missing_is_named_and_nothing_is_lost(filled, settings):
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(CommandError, match="under the key 1, which is not in FIELD_KEYS"):
        rotate()
    assert keys_in_use() == {"1"}


@pytest.mark.slow
def test_a_row_that_somebody_writes_meanwhile_is_left_to_them(filled, monkeypatch):
    write = reseal_columns._write_resealed_rows

    def overtaken(place, rows, *, using):
        if place.column == "phone" and place.table == "complaints_complainant":
            person = first_complainant()
            person.phone = "+923009998877"
            person.save(update_fields=["phone"])
        write(place, rows, using=using)

    monkeypatch.setattr(reseal_columns, "_write_resealed_rows", overtaken)
    rotate()
    assert first_complainant().phone == "+923009998877"


@pytest.mark.slow
def test_killed_in_the_midst_and_begun_again_nothing_is_lost(filled, settings):
    """Many rows, and a process that dies by SIGKILL once some of them are done; at the last row it could only wait."""
    for row in range(2 * BATCH):
        Complainant(name=f"Citizen {row}").save(force_insert=True)
    surroundings = os.environ | {"FIELD_KEYS": ",".join(settings.FIELD_KEYS)}
    command = [sys.executable, str(configured.BASE_DIR / "manage.py"), "rotate_keys", "--skip-checks"]
    with psycopg.connect(filled.url) as somebody:
        somebody.execute("SELECT id FROM complaints_complainant ORDER BY id DESC LIMIT 1 FOR UPDATE")
        child = subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while child.poll() is None and keys_in_use() == {"1"}:
            pass
        child.kill()
        assert child.wait() == -signal.SIGKILL
        assert "1" in keys_in_use()
    connections.close_all()
    rotate()
    assert keys_in_use() == {"2"}
    settings.FIELD_KEYS = [NEW]
    assert {f"Citizen {row}" for row in range(2 * BATCH)} <= {one.name for one in Complainant.objects.all()}


# --- files -----------------------------------------------------------------------------------------------------------

CONTENTS = os.urandom(3 * sealed_storage.BLOCK + 7)


@pytest.fixture
def handed_in(filled, settings):
    """Two originals that the older key encrypted: one is intact, one can no longer be decrypted."""
    new, settings.FIELD_KEYS = settings.FIELD_KEYS, settings.FIELD_KEYS[1:]
    complaint = Complaint.objects.unscoped("test").earliest("pk")
    rows = [
        Evidence.objects.create(kind="paper", size=len(CONTENTS), created_at=clock("10:00"), complaint=complaint)
        for _ in range(2)
    ]
    for row in rows:
        row.original = f"originals/{row.pk}"
        sealed_storage.save_sealed(row.original, [CONTENTS], purpose=original_key_purpose(row.pk))
        row.save(update_fields=["original"])
    settings.FIELD_KEYS = new
    return rows


@pytest.mark.slow
def test_files_get_their_own_keys_sealed_again_and_hold_what_they_held(handed_in, settings):
    assert "Key 1: nothing is under it: it can be taken out." in rotate()
    settings.FIELD_KEYS = [NEW]
    for row in handed_in:
        with sealed_storage.SealedFileReader(row.original, purpose=original_key_purpose(row.pk)) as plain:
            assert plain.read() == CONTENTS
    assert not sealed_storage.rewrap_file_key(handed_in[0].original, purpose=original_key_purpose(handed_in[0].pk))


@pytest.mark.slow
def test_a_file_that_no_longer_opens_is_named_and_its_key_kept(handed_in):
    one, other = handed_in
    with sealed_storage.evidence_storage().open(one.original, "r+b") as file:
        file.seek(len(sealed_storage.FILE_SIGNATURE) + 6)
        file.write(b"AAAA")
    errors = io.StringIO()
    out = io.StringIO()
    call_command("rotate_keys", stdout=out, stderr=errors)
    assert f"The file {one.original} no longer opens" in errors.getvalue()
    assert "Key 1: 1 files are under it: keep it." in out.getvalue()
    with sealed_storage.SealedFileReader(other.original, purpose=original_key_purpose(other.pk)) as plain:
        assert plain.read() == CONTENTS


@pytest.mark.slow
def test_a_run_killed_before_a_file_is_in_its_place_leaves_it_whole_and_the_next_goes_on(handed_in, monkeypatch):
    def killed(*names):
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(sealed_storage.os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            rotate()
    for row in handed_in:
        with sealed_storage.SealedFileReader(row.original, purpose=original_key_purpose(row.pk)) as plain:
            assert plain.read() == CONTENTS
    assert "Key 1: nothing is under it: it can be taken out." in rotate()


@pytest.mark.slow
def test_a_file_that_is_destroyed_meanwhile_does_not_come_back(handed_in, monkeypatch):
    on_the_disk = sealed_storage.os.fsync

    def while_it_is_destroyed(file):
        on_the_disk(file)
        sealed_storage.delete_files(handed_in[0].original)

    monkeypatch.setattr(sealed_storage.os, "fsync", while_it_is_destroyed)
    assert not sealed_storage.rewrap_file_key(handed_in[0].original, purpose=original_key_purpose(handed_in[0].pk))
    assert not sealed_storage.evidence_storage().exists(handed_in[0].original)


# --- the index key ---------------------------------------------------------------------------------------------------

PHONE = "+923001112233"


@pytest.fixture
def indexed(own_database, settings):
    """A thousand complainants under an index key, an officer's search for the first one, and a new key beside it."""
    world = build()
    world.in_inquiry(name="Ayesha Noor")
    for row in range(2 * BATCH):
        person = Complainant(phone=f"+9230055{row:05d}")
        person.set_indexes()
        person.save(force_insert=True)
    LookUp.objects.create(kind=LookUp.Kind.PHONE, mark=bytes(contact_blind_index(PHONE)), found=1, at=clock("12:00"),
                          posting=world.salma.posting, office=world.salma.posting.office)  # fmt: skip
    settings.INDEX_KEY, settings.INDEX_KEYS_BEFORE = new_key(), [settings.INDEX_KEY]
    return own_database


def found(phone: str) -> int:
    return Complainant.objects.filter(phone_index=contact_blind_index(phone)).count()


def found_by_name(name: str) -> int:
    people = Complainant.objects.all()
    for word in search_words.parse_search(name):
        people = people.filter(name_index__overlap=name_marks(word))
    return people.count()


@pytest.mark.slow
def test_with_two_index_keys_everybody_is_found_before_during_and_after(indexed, settings):
    assert (found(PHONE), found("+923005500999"), found_by_name("Ayesha Noor")) == (1, 1, 1)
    assert "rows had an older one" in rotate()
    assert (found(PHONE), found("+923005500999"), found_by_name("Ayesha Noor")) == (1, 1, 1)
    settings.INDEX_KEYS_BEFORE = []
    assert (found(PHONE), found("+923005500999"), found_by_name("Ayesha Noor")) == (1, 1, 1)
    assert bytes(LookUp.objects.get().mark) == contact_blind_index(PHONE)


@pytest.mark.slow
def test_without_the_older_key_nobody_was_found(indexed, settings):
    settings.INDEX_KEYS_BEFORE = []
    assert found(PHONE) == 0


@pytest.mark.slow
def test_a_reindexing_killed_in_the_midst_and_begun_again_finds_all(indexed, settings):
    before = settings.INDEX_KEYS_BEFORE
    surroundings = os.environ | {"INDEX_KEY": settings.INDEX_KEY, "INDEX_KEYS_BEFORE": ",".join(before)}
    command = [sys.executable, str(configured.BASE_DIR / "manage.py"), "rotate_keys", "--skip-checks"]
    child = subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    settings.INDEX_KEYS_BEFORE = []
    while child.poll() is None and not found(PHONE):
        pass
    child.send_signal(signal.SIGKILL)
    child.wait()
    connections.close_all()
    settings.INDEX_KEYS_BEFORE = before
    assert (found(PHONE), found("+923005500999")) == (1, 1)
    rotate()
    settings.INDEX_KEYS_BEFORE = []
    assert (found(PHONE), found("+923005500999")) == (1, 1)
