"""A new key of personal data: what the old one sealed is sealed again, however often the work is cut short."""

import base64
import io
import os
import signal
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections

from complaints import crypto
from complaints.models import Complainant
from complaints.models.fields import SealedTextField
from complaints.services import resealing
from complaints.services.access import SEALED_CODE
from complaints.services.resealing import BATCH, places
from notifications.services import enqueue
from tests.citizen.conftest import Visitor
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


@pytest.fixture
def filled(own_database, settings, tmp_path):
    """Some complainants, a code that was sent, and a new key in front of the one that sealed all of it."""
    place = settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = settings.STORAGES | {"evidence": place}  # without what other tests have left there
    world = build()
    for _ in range(3):
        world.in_inquiry(name="Ayesha Noor", address="12 Mall Road")
    Visitor().files("10:00")
    enqueue(recipient="complainant:1", template="access_code", at=clock("10:00"),
            context={"code_sealed": crypto.seal("482913", SEALED_CODE)})  # fmt: skip
    settings.FIELD_KEYS = [NEW, *settings.FIELD_KEYS]
    return own_database


def keys_in_use() -> set[str]:
    found = set()
    for place in places():
        found |= {key for (key,) in raw(f"SELECT DISTINCT split_part({place.column}, ':', 1) FROM {place.table} "
                                        f"WHERE {place.column} <> ''")}  # fmt: skip
    return found


def test_every_sealed_column_of_every_model_is_found():
    fields = {(model._meta.db_table, field.column) for model in apps.get_models() for field in model._meta.local_fields
              if isinstance(field, SealedTextField)}  # fmt: skip
    assert {(place.table, place.column) for place in places()} == fields
    assert ("complaints_complainant", "phone") in fields


def test_what_an_older_key_sealed_is_sealed_again_and_opens_as_before(filled, settings):
    assert "values are to be sealed again" in rotate(dry_run=True)
    assert keys_in_use() == {"1"}
    said = rotate()
    assert "Every value of the database is under the key 2." in said
    assert "Key 1: nothing is under it: it can be taken out." in said
    assert keys_in_use() == {"2"}
    settings.FIELD_KEYS = [NEW]
    person = Complainant.objects.get(pk=1)
    assert (person.name, person.address, person.phone) == ("Ayesha Noor", "12 Mall Road", "+923001112233")
    ((code,),) = raw("SELECT context->>'code_sealed' FROM notifications_message WHERE context ? 'code_sealed' LIMIT 1")
    assert crypto.unseal(code, SEALED_CODE)
    assert rotate() == "Every value of the database is under the key 2.\n"


def test_a_key_that_is_missing_is_named_and_nothing_is_lost(filled, settings):
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(CommandError, match="under the key 1, which is not in FIELD_KEYS"):
        rotate()
    assert keys_in_use() == {"1"}


def test_a_row_that_somebody_writes_meanwhile_is_left_to_them(filled, monkeypatch):
    write = resealing._write

    def overtaken(place, rows, *, using):
        if place.column == "phone" and place.table == "complaints_complainant":
            Complainant.objects.filter(pk=1).update(phone="+923009998877")
        write(place, rows, using=using)

    monkeypatch.setattr(resealing, "_write", overtaken)
    rotate()
    assert Complainant.objects.get(pk=1).phone == "+923009998877"


def test_killed_in_the_midst_and_begun_again_nothing_is_lost(filled, settings):
    """Many rows, and a process that dies by SIGKILL once some of them are done."""
    person = Complainant.objects.get(pk=1)
    for row in range(2 * BATCH):
        person.pk, person.name = None, f"Citizen {row}"
        person.save(force_insert=True)
    surroundings = os.environ | {"FIELD_KEYS": ",".join(settings.FIELD_KEYS)}
    command = [sys.executable, str(configured.BASE_DIR / "manage.py"), "rotate_keys", "--skip-checks"]
    child = subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while child.poll() is None and keys_in_use() == {"1"}:
        pass
    child.send_signal(signal.SIGKILL)
    child.wait()
    connections.close_all()
    assert "1" in keys_in_use()
    rotate()
    assert keys_in_use() == {"2"}
    settings.FIELD_KEYS = [NEW]
    assert {f"Citizen {row}" for row in range(2 * BATCH)} <= {one.name for one in Complainant.objects.all()}
