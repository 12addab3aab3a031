"""The auditors' signed exports: what is in them, how they are checked, and when they go."""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile

import pytest
import time_machine
from django.core.management import CommandError, call_command

from complaints.models import AccessSearch, AuditExport
from complaints.services.exclusion.officer_naming import name_officer
from desk.services import audit_export
from desk.services.reading_log import record_reading
from ledger import export_signature
from tests.world import clock

pytestmark = pytest.mark.django_db
PAGE = "/desk/access/audit-export/"
PERIOD = {"first": "2026-11-23", "last": "2026-11-23"}


@pytest.fixture
def asad(world, seat):
    """Asad the auditor, after Nadia read two complaints; one of them names Asad."""
    plain, against = world.complaint(at="09:00"), world.complaint("bribe_demand", "09:05", by="bashir")
    name_officer(
        complaint_id=against.pk, officer_id=world.asad.officer.pk, why="x", by=world.nadia.actor, at=clock("09:06")
    )
    for complaint in (plain, against):
        record_reading(complaint, by=world.nadia.actor, at=clock("09:10"))
    auditor = seat(world.asad)
    auditor.plain, auditor.against = plain, against
    return auditor


def exported(asad, at="10:00") -> bytes:
    """Request the export of the day, let the job make it, and download it."""
    assert asad.sends(PAGE, at, **PERIOD).status_code == 302
    audit_export.make_audit_exports(at=clock(at))
    [export] = AuditExport.objects.filter(deleted_at=None)
    return asad.sends(f"{PAGE}{export.pk}/", at).content


def rows(content: bytes, name: str) -> list[dict]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(name).decode())))


def test_an_export_has_the_three_logs_without_what_is_hidden_from_the_auditor(world, asad):
    content = exported(asad)
    assert {row["etag"] for row in rows(content, "event-log.csv")} == {asad.plain.etag}
    access = rows(content, "access-log.csv")
    assert [(row["email"], row["etag"].replace("-", "").replace(" ", "")) for row in access] == [
        ("nadia@police.example", asad.plain.etag)
    ]
    assert {"posted", "recorded"} >= {row["kind"] for row in rows(content, "staff-actions.csv")}
    assert asad.against.etag.encode() not in content


def test_the_export_and_its_download_are_recorded(asad):
    exported(asad)
    kinds = AccessSearch.objects.filter(asked__of="audit_export").values_list("kind", flat=True)
    assert list(kinds) == ["exported", "exported"]
    assert "Audit export" in asad.get("/desk/access/searches/", "10:05").content.decode()


@pytest.mark.slow
def test_the_enclosed_script_finds_a_changed_line(asad, tmp_path):
    with zipfile.ZipFile(io.BytesIO(exported(asad))) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "portal.pem").write_bytes(next(iter(export_signature.public_keys().values())))
    checks = [sys.executable, "verify.py", "portal.pem"]
    good = subprocess.run(checks, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "event-log.csv 2 rows: as signed" in good.stdout or "event-log.csv 1 rows: as signed" in good.stdout
    log = tmp_path / "access-log.csv"
    log.write_bytes(log.read_bytes().replace(b"nadia", b"salma"))
    bad = subprocess.run(checks, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "access-log.csv was changed" in bad.stderr
    without_checks = [sys.executable, "-O", *checks[1:]]
    assert subprocess.run(without_checks, cwd=tmp_path, capture_output=True, check=False).returncode == 1
    manifest = json.loads((tmp_path / "MANIFEST.json").read_text())
    (tmp_path / "MANIFEST.json").write_text(json.dumps(manifest | {"last_day": "2026-11-22"}))
    forged = subprocess.run(checks, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "InvalidSignature" in forged.stderr


def test_the_enclosed_script_names_surplus_files_and_a_key_to_compare(asad, tmp_path):
    with zipfile.ZipFile(io.BytesIO(exported(asad))) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "more.csv").write_text("x")
    told = subprocess.run(
        [sys.executable, "verify.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert "more.csv is not part of the export" in told
    assert told.count("not part of the export") == 1
    assert "Signed by the key in this file, compare it with the page:\n-----BEGIN PUBLIC KEY-----" in told
    (tmp_path / "event-log.csv").unlink()
    bad = subprocess.run([sys.executable, "verify.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (bad.returncode, bad.stderr.strip()) == (1, "event-log.csv is missing")


def test_a_file_goes_after_seven_days(asad):
    exported(asad)
    assert audit_export.delete_expired_audit_exports(at=clock("+7d 09:59")) == 0
    assert audit_export.delete_expired_audit_exports(at=clock("+7d 10:00")) == 1
    export = AuditExport.objects.get()
    assert export.content == ""
    answer = asad.sends(f"{PAGE}{export.pk}/", "+7d 10:01")
    assert answer.status_code == 302
    assert "This export was deleted. Request it again." in asad.get(PAGE, "+7d 10:02").content.decode()


def test_a_complaint_that_names_the_auditor_later_takes_the_file_away(world, asad):
    exported(asad)
    name_officer(
        complaint_id=asad.plain.pk, officer_id=world.asad.officer.pk, why="x", by=world.nadia.actor, at=clock("11:00")
    )
    assert asad.sends(f"{PAGE}{AuditExport.objects.get().pk}/", "11:05").status_code == 302
    assert AuditExport.objects.get().content == ""


def test_a_naming_that_was_committed_while_the_job_ran_takes_the_file_away(world, asad):
    exported(asad)
    name_officer(
        complaint_id=asad.plain.pk, officer_id=world.asad.officer.pk, why="x", by=world.nadia.actor, at=clock("09:56")
    )
    assert asad.sends(f"{PAGE}{AuditExport.objects.get().pk}/", "10:05").status_code == 302
    assert AuditExport.objects.get().content == ""


def test_the_menu_shows_that_the_page_belongs_to_the_access_log(asad):
    assert re.search(r'href="/desk/access/"\s+aria-current="true"', asad.get(PAGE, "10:00").content.decode())


def test_a_wrong_period_keeps_what_was_typed(asad):
    answer = asad.sends(PAGE, "10:00", first="2026-11-24", last="2026-11-23")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The last day must be on or after the first day." in page
    assert 'value="2026-11-24"' in page
    assert (
        "Choose a period of at most one year."
        in asad.sends(PAGE, "10:01", first="2020-01-01", last="2026-11-23").content.decode()
    )


def test_the_file_belongs_to_its_auditor_alone(world, asad, seat):
    exported(asad)
    address = f"{PAGE}{AuditExport.objects.get().pk}/"
    others = (world.zara, world.nadia, world.omar)  # an administrator reaches no page about complaints
    assert [seat(person).sends(address, "10:10").status_code for person in others] == [404, 404, 403]


def test_the_command_writes_the_same_file(asad, tmp_path):
    file = tmp_path / "logs.zip"
    with time_machine.travel(clock("12:00"), tick=False):
        call_command("audit_export", "2026-11-23", "2026-11-23", str(file), by="asad@police.example")
        with pytest.raises(CommandError, match="is not an auditor"):
            call_command("audit_export", "2026-11-23", "2026-11-23", str(file), by="zara@police.example")
    assert {row["etag"] for row in rows(file.read_bytes(), "event-log.csv")} == {asad.plain.etag}
