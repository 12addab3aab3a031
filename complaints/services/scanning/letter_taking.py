"""Take one letter of a scan: its pages become the evidence of a draft that waits for the sheet's complaint cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.evidence import upload
from complaints.models import CoverSheet, Draft, Evidence, ScannedLetter
from complaints.models.scanning.scanned_letter import LETTER_LIFETIME, scan_file_id
from complaints.queries.uploaded_files import FileOwner
from complaints.rules.accepted_files import FileRefusal, FileRefused
from complaints.rules.scanning.page_splitting import ScanProblem
from complaints.rules.statuses import Channel
from ledger import field_encryption
from ledger.service_exceptions import NotPermitted


class Taken(StrEnum):
    """The result for a letter without a problem."""

    NOW = "now"
    WOULD_BE = "would_be"  # in a dry run
    BEFORE = "before"  # the same pages of the same file, by an import that was interrupted


@dataclass(frozen=True)
class LetterFile:
    """One file of a letter: a PDF with all pages, or the picture of one page."""

    name: str
    media_type: str
    content: bytes


def require_importer(by: Actor | None) -> None:
    """Raise NotPermitted unless this is a complaint operator, or None for the scanner's folder."""
    if by is not None and by.role is not Role.COMPLAINT_OPERATOR:
        raise NotPermitted("import scanned letters")


def check_sheet(code: str, *, sources: list[dict], by: Actor | None) -> Taken | ScanProblem:
    """Return whether a letter with this sheet may be taken from these pages. Three statements at most."""
    return _check_found_sheet(CoverSheet.objects.filter(code=code).first(), sources=sources, by=by)


@transaction.atomic
def take_letter(
    code: str, files: Sequence[LetterFile], *, pages: int, sources: list[dict], by: Actor | None, at: datetime
) -> Taken | ScanProblem:
    """Store a whole letter, or nothing of it. The sheet is used up; a repeated call takes nothing twice.

    `sources`: where its pages come from, as ScannedLetter keeps it. `by`: the operator who imports it, None for the
    scanner's folder. An operator of a district or region imports letters of their own cell only. Raises NotPermitted,
    FileRefused for a file that no upload may be, and StorageUnavailable.
    """
    require_importer(by)
    sheet = CoverSheet.objects.select_for_update().filter(code=code).first()
    result = _check_found_sheet(sheet, sources=sources, by=by)
    if result is not Taken.NOW:
        return result
    # The same id at every attempt: after a crash the same files are written again, instead of others beside them. It is
    # keyed, so that who has seen the sheet cannot calculate it.
    draft_id = UUID(bytes=field_encryption.blind_index("scanned_letter", code)[:16], version=4)
    draft = Draft.objects.create(
        id=draft_id, channel=Channel.LETTER, answers={}, created_at=at, expires_at=at + LETTER_LIFETIME
    )
    ScannedLetter.objects.create(
        sheet=sheet,
        office_id=sheet.office_id,
        draft=draft,
        pages=pages,
        sources=sources,
        imported_at=at,
        imported_by_id=by and by.posting_id,
    )
    for number, file in enumerate(files):
        _store_file(draft, number, file, at=at + timedelta(microseconds=number))  # keep the order of the pages
    sheet.used_at = at
    sheet.save(update_fields=["used_at"])
    return Taken.NOW


def _check_found_sheet(sheet: CoverSheet | None, *, sources: list[dict], by: Actor | None) -> Taken | ScanProblem:
    if sheet is None:
        return ScanProblem.UNKNOWN_SHEET
    if by is not None and by.office_kind is not OfficeKind.CENTRAL and by.office_id != sheet.office_id:
        return ScanProblem.OTHER_CELL
    if sheet.used_at is None:
        return Taken.NOW
    letter = ScannedLetter.objects.filter(sheet=sheet).first()
    return Taken.BEFORE if letter and letter.sources == sources else ScanProblem.USED_SHEET


def _store_file(draft: Draft, number: int, file: LetterFile, *, at: datetime) -> Evidence:
    """Store a file by the same steps as an upload. It is inspected afterwards. Raises FileRefused."""
    row = upload.upload_whole_file(
        owner=FileOwner(draft_id=draft.pk),
        name=file.name,
        media_type=file.media_type,
        parts=[file.content],
        size=len(file.content),
        key=scan_file_id(draft.pk, number),
        at=at,
    )
    if row.state == Evidence.State.REFUSED:
        raise FileRefused(FileRefusal(row.refused_because))
    return row
