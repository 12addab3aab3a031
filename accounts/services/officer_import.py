"""Import a list of officers and their postings, completely or not at all. Importing it twice changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Office, Officer, Posting
from accounts.models.staff_act import StaffActKind
from accounts.rules.officer_rows import YES_OR_NO, OfficerListRow
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role, needs_two_administrators
from accounts.services.admin_log import log_staff_act
from accounts.services.office_list_validation import RowProblem
from accounts.services.officer_invitations import invite_officer
from accounts.services.officers import create_officer
from accounts.services.postings import create_posting
from accounts.services.staff_refusals import StaffChangeRefused

LANGUAGES = ("en", "ur")


@dataclass
class OfficerImportReport:
    """The result of an import. `recorded`: addresses of new officers; `posted`: number of new postings."""

    recorded: list[str] = field(default_factory=list)
    invited: int = 0
    posted: int = 0
    unchanged: int = 0
    errors: list[RowProblem] = field(default_factory=list)


class _RollBack(Exception):
    """Raised to roll back the whole import."""


def import_officers(
    *, rows: list[OfficerListRow], by: Actor | None, at: datetime, invitations: bool = True, dry_run: bool = False
) -> OfficerImportReport:
    """Create officers and postings, and invite new officers. With an error, or `dry_run`, write and send nothing."""
    report = OfficerImportReport()
    try:
        with transaction.atomic():
            _import_rows(rows, report, by=by, at=at, invitations=invitations)
            if report.errors or dry_run:
                raise _RollBack
    except _RollBack:
        pass
    return report


def _import_rows(
    rows: list[OfficerListRow], report: OfficerImportReport, *, by, at: datetime, invitations: bool
) -> None:
    offices = {office.code: office for office in Office.objects.all()}
    no_administrator = not Posting.objects.current(at).filter(role=Role.ADMINISTRATOR).exists()
    for row in rows:
        problems = [*_row_problems(row, offices)]
        if not problems:
            try:
                with transaction.atomic():
                    officer = _ensure_officer(row, report, by=by, at=at, invitations=invitations)
                    _ensure_posting(
                        row, officer, offices[row.office], report, by=by, at=at, no_administrator=no_administrator
                    )
            except StaffChangeRefused as refusal:
                problems = [str(refusal)]
            except ValidationError as error:
                problems = [f"{name}: {message}" for name, texts in error.message_dict.items() for message in texts]
        report.errors += [RowProblem(row.line, problem) for problem in problems]


def _row_problems(row: OfficerListRow, offices: dict[str, Office]) -> Iterator[str]:
    """Yield the problems that a row has by itself."""
    if row.surplus:
        yield _("There are more cells than columns. A cell that holds a comma needs quotation marks.")
    if not row.name_en:
        yield _("The name in English is missing.")
    if row.rank and row.rank not in set(Rank):
        yield _("“%(rank)s” is not a rank.") % {"rank": row.rank}
    if row.role not in set(Role):
        yield _("“%(role)s” is not a role.") % {"role": row.role}
    if row.language not in LANGUAGES:
        yield _("“%(language)s” is not a language of the portal. Use en or ur.") % {"language": row.language}
    for name in ("woman", "head", "acting"):
        if getattr(row, name) not in YES_OR_NO:
            yield _("%(column)s must be “yes” or “no”.") % {"column": name}
    if row.office not in offices:
        yield _("The office “%(code)s” is unknown.") % {"code": row.office}


def _ensure_officer(
    row: OfficerListRow, report: OfficerImportReport, *, by, at: datetime, invitations: bool
) -> Officer:
    """Return the officer with the row's address. Create and invite them if they are new.

    Raises StaffChangeRefused if the existing record differs from the row.
    """
    values = {
        "name_en": row.name_en,
        "name_ur": row.name_ur,
        "rank": row.rank or None,
        "belt_number": row.belt_number,
        "is_woman": YES_OR_NO[row.woman],
        "language": row.language,
    }
    officer = Officer.objects.filter(email=row.email).first()
    if officer is None:
        officer = create_officer(email=row.email, by=by, at=at, **values)
        log_staff_act(StaffActKind.RECORDED, officer=officer, by=by, at=at)
        report.recorded.append(row.email)
        if invitations:
            invite_officer(officer=officer, by=by, at=at)
            report.invited += 1
    elif differing := [name for name, value in values.items() if getattr(officer, name) != value]:
        raise StaffChangeRefused(
            _("This officer's record differs in: %(columns)s.") % {"columns": ", ".join(differing)}
        )
    return officer


def _ensure_posting(
    row: OfficerListRow,
    officer: Officer,
    office: Office,
    report: OfficerImportReport,
    *,
    by,
    at,
    no_administrator: bool,
) -> None:
    """Create the posting unless the officer holds it. Raises StaffChangeRefused.

    `no_administrator`: the portal has none yet, so the list may create postings that need two administrators.
    """
    flags = {"is_head": YES_OR_NO[row.head], "acting": YES_OR_NO[row.acting]}
    if Posting.objects.held_by(officer).at_office(office).current(at).filter(role=row.role, **flags).exists():
        report.unchanged += 1
        return
    if needs_two_administrators(row.role, office.kind, is_head=flags["is_head"]) and not no_administrator:
        raise StaffChangeRefused(
            _(
                "A list cannot give this role: it needs two administrators. Request it under “Roles awaiting a "
                "second administrator”."
            )
        )
    create_posting(officer=officer, office=office, role=Role(row.role), by=by, at=at, **flags)
    report.posted += 1
