"""Make, hand out and delete the signed exports of the logs for auditors (docs/data-out.md)."""

import base64
import csv
import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Posting
from complaints.models import AccessSearch, AuditExport, Complaint
from desk.queries import audit_rows
from desk.services.audit_records import is_auditor, record_search
from ledger import export_signature
from ledger.service_exceptions import NotPermitted

KEPT_FOR = timedelta(days=7)
LONGEST_TRANSACTION = timedelta(minutes=5)
"""A complaint may be hidden with a time before the job began, and be committed after the job has read the logs."""
LARGEST = 50 * 1024 * 1024  # bytes of the ZIP file
MANIFEST, SIGNATURE, PUBLIC_KEY, SCRIPT = "MANIFEST.json", "MANIFEST.sig", "public-key.pem", "verify.py"
VERIFICATION_SCRIPT = Path(__file__).with_name("audit_export_verification.txt")


class ExportGone(Exception):
    """The file was deleted: a week has passed, or it has a complaint that the auditor may no longer see."""


class TooLarge(Exception):
    """The file would be larger than LARGEST."""


@transaction.atomic
def request_audit_export(*, first: date, last: date, by: Actor, at: datetime) -> AuditExport:
    """Record the request, also among the auditors' searches. A job makes the file. Raises NotPermitted."""
    _require_auditor(by)
    record_search(_record_of(first, last), kind=AccessSearch.Kind.EXPORTED, by=by, at=at)
    return AuditExport.objects.create(by_id=by.posting_id, asked_at=at, first=first, last=last)


def make_audit_exports(*, at: datetime) -> int:
    """Make the requested files and return how many. Safe to repeat and to run twice at once."""
    waiting = AuditExport.objects.filter(made_at=None, deleted_at=None).order_by("asked_at")
    return sum(make_audit_export(pk, at=at) for pk in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def make_audit_export(pk: UUID, *, at: datetime) -> bool:
    """Make one file, as its auditor may see the logs now; return False if another job makes it."""
    waiting = AuditExport.objects.select_for_update(skip_locked=True).filter(pk=pk, made_at=None, deleted_at=None)
    export = waiting.first()
    if export is None:
        return False
    posting = Posting.objects.current(at).with_people().filter(pk=export.by_id).first()
    export.made_at, export.expires_at = at, at + KEPT_FOR
    if posting is None or not is_auditor(Actor.of(posting)):
        export.deleted_at = at  # the auditor has another post now
    else:
        try:
            content = build_zip(export, Actor.of(posting), at=at)
        except TooLarge:
            export.is_too_large = True
        else:
            export.sha256, export.content = hashlib.sha256(content).hexdigest(), base64.b64encode(content).decode()
    export.save()
    return True


def open_audit_export(pk: UUID, *, by: Actor, at: datetime) -> bytes:
    """Return the file and record that it was taken. Raises AuditExport.DoesNotExist, NotPermitted or ExportGone.

    If a complaint was hidden from the auditor since the file was made, or shortly before, the file is deleted instead.
    """
    _require_auditor(by)
    content = _open_or_delete(pk, by=by, at=at)
    if content is None:  # outside the transaction, so that a deletion is kept
        raise ExportGone(pk)
    return content


@transaction.atomic
def _open_or_delete(pk: UUID, *, by: Actor, at: datetime) -> bytes | None:
    """Return the file and record that it was taken; None if it is gone, or has to go now."""
    export = AuditExport.objects.select_for_update().get(pk=pk, by=by.posting_id)
    hidden = Complaint.objects.unscoped("the scope of the auditor is applied").hidden_from_since(by, at=at)
    if export.content and any(
        since is None or since > export.made_at - LONGEST_TRANSACTION for _complaint, since in hidden
    ):
        export.content, export.deleted_at = "", at
        export.save(update_fields=["content", "deleted_at"])
    if not export.content or export.expires_at <= at:
        return None
    record_search(_record_of(export.first, export.last), kind=AccessSearch.Kind.EXPORTED, by=by, at=at)
    return base64.b64decode(export.content)


def delete_expired_audit_exports(*, at: datetime) -> int:
    """Delete the files that are a week old; return how many. The rows stay as a record."""
    expired = AuditExport.objects.filter(deleted_at=None, expires_at__lte=at)
    return expired.update(content="", deleted_at=at)


def build_zip(export: AuditExport, actor: Actor, *, at: datetime) -> bytes:
    """Return the ZIP file: three tables, a manifest with their digests, its signature, and how to check it.

    Raises TooLarge.
    """
    first, last = export.first, export.last
    tables = {
        "staff-actions.csv": (audit_rows.STAFF_HEADS, audit_rows.iterate_staff_acts(first, last)),
        "access-log.csv": (audit_rows.ACCESS_HEADS, audit_rows.iterate_readings(first, last, actor)),
        "event-log.csv": (audit_rows.EVENT_HEADS, audit_rows.iterate_events(first, last, actor)),
    }
    with tempfile.TemporaryFile() as scratch:
        with zipfile.ZipFile(scratch, "w", zipfile.ZIP_DEFLATED) as archive:
            files = {name: _write_table(archive, name, heads, rows) for name, (heads, rows) in tables.items()}
            key_id, public = next(iter(export_signature.public_keys().items()))
            manifest = {
                "first_day": first.isoformat(),
                "last_day": last.isoformat(),
                "made_at": at.isoformat(),
                "made_for": actor.name_en,
                "key_id": key_id,
                "files": files,
            }
            content = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
            archive.writestr(MANIFEST, content)
            archive.writestr(SIGNATURE, export_signature.sign_content(content)[1])
            archive.writestr(PUBLIC_KEY, public)
            archive.writestr(SCRIPT, VERIFICATION_SCRIPT.read_text())
        if scratch.tell() > LARGEST:
            raise TooLarge
        scratch.seek(0)
        return scratch.read()


def _write_table(archive: zipfile.ZipFile, name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> dict:
    """Write a CSV file, row by row; return its digest and its number of rows. Raises TooLarge."""
    digest, count = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as file:
        _write_line(file, digest, heads)
        for row in rows:
            _write_line(file, digest, row)
            count += 1
            if archive.fp.tell() > LARGEST:
                raise TooLarge
    return {"sha256": digest.hexdigest(), "rows": count}


def _write_line(file, digest, row: Sequence[str]) -> None:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(row)
    content = line.getvalue().encode()
    digest.update(content)
    file.write(content)


def _record_of(first: date, last: date) -> dict:
    return {"of": "audit_export", "from": first.isoformat(), "until": last.isoformat()}


def _require_auditor(by: Actor) -> None:
    if not is_auditor(by):
        raise NotPermitted("export the logs")
