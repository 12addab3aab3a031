"""Import a list of officers and their postings, line by line. Importing it again does only what is left to do."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Office, Officer, Posting
from accounts.models.staff_act import StaffActKind
from accounts.rules.officer_rows import YES_OR_NO, ListAction, OfficerListRow
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role, needs_two_administrators
from accounts.services.admin_log import log_staff_act
from accounts.services.officer_invitations import invite_officer
from accounts.services.officers import create_officer
from accounts.services.postings import create_posting, end_posting
from accounts.services.staff_refusals import StaffChangeRefused

LANGUAGES = ("en", "ur")
NOT_ENDED_BY_LIST = {Role.ADMINISTRATOR, Role.AUDITOR}
"""Roles that watch over the others. A list that ended them could silence them; an administrator ends them on a page."""


class Outcome(StrEnum):
    """What a line of a list did."""

    RECORDED = "recorded"  # a new officer, with the posting
    POSTED = "posted"
    MOVED = "moved"
    ENDED = "ended"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class LineResult:
    """What one line did, or in a dry run would do. `reasons`: why it was refused."""

    row: OfficerListRow
    outcome: Outcome
    reasons: tuple[str, ...] = ()


@dataclass
class OfficerImportReport:
    """The result of an import. `is_saved`: whether the changes were written."""

    results: list[LineResult] = field(default_factory=list)
    invited: int = 0
    is_saved: bool = False

    @property
    def counts(self) -> Counter[Outcome]:
        return Counter(result.outcome for result in self.results)


class _RollBack(Exception):
    """Raised to roll back the whole import."""


def import_officers(
    *,
    rows: list[OfficerListRow],
    by: Actor | None,
    clock: Callable[[], datetime],
    invitations: bool = False,
    dry_run: bool = False,
) -> OfficerImportReport:
    """Create officers, and create, move and end postings. Each line is applied completely or refused.

    A refused line stops no other line, and a run that was interrupted is repeated: lines that were applied are then
    unchanged. While the portal has no administrator, the list is imported completely or not at all, because it may then
    give any role. `clock`: returns the time of each line's changes. `dry_run`: write and send nothing.
    """
    report = OfficerImportReport()
    is_first = not Posting.objects.current(clock()).filter(role=Role.ADMINISTRATOR).exists()
    importer = _Importer(report, by=by, is_first=is_first, invitations=invitations)
    try:
        with transaction.atomic() if is_first or dry_run else nullcontext():
            for row in rows:
                report.results.append(importer.import_line(row, at=clock()))
            if dry_run or (is_first and report.counts[Outcome.REFUSED]):
                raise _RollBack
        report.is_saved = True
    except _RollBack:
        pass
    return report


class _Importer:
    """Imports lines with the same options."""

    def __init__(self, report: OfficerImportReport, *, by: Actor | None, is_first: bool, invitations: bool):
        self.report, self.by, self.is_first, self.invitations = report, by, is_first, invitations
        self.offices = {office.code: office for office in Office.objects.all()}

    def import_line(self, row: OfficerListRow, *, at: datetime) -> LineResult:
        """Apply one line in a transaction of its own, and return what it did."""
        reasons, invited = [*_row_problems(row, self.offices)], self.report.invited
        if not reasons:
            try:
                with transaction.atomic():
                    return LineResult(row, self._apply(row, at=at))
            except StaffChangeRefused as refusal:
                reasons = [str(refusal)]
            except ValidationError as error:
                reasons = [f"{name}: {message}" for name, texts in error.message_dict.items() for message in texts]
        self.report.invited = invited
        return LineResult(row, Outcome.REFUSED, tuple(reasons))

    def _apply(self, row: OfficerListRow, *, at: datetime) -> Outcome:
        if row.action == ListAction.END:
            return self._end(row, at=at)
        officer, is_new = self._ensure_officer(row, at=at)
        office, flags = self.offices[row.office], {"is_head": YES_OR_NO[row.head], "acting": YES_OR_NO[row.acting]}
        held = Posting.objects.held_by(officer).current(at)
        if held.at_office(office).filter(role=row.role, **flags).exists():
            return Outcome.UNCHANGED
        self._require_approvals(row, office)
        former = _only_posting(held) if row.action == ListAction.MOVE and not is_new else None
        if former:
            end_posting(posting=former, by=self.by, at=at)
        create_posting(officer=officer, office=office, role=Role(row.role), by=self.by, at=at, **flags)
        return Outcome.RECORDED if is_new else Outcome.MOVED if former else Outcome.POSTED

    def _end(self, row: OfficerListRow, *, at: datetime) -> Outcome:
        """End the posting that the line names. Raises StaffChangeRefused for an unknown officer or a watching role."""
        officer = Officer.objects.filter(email=row.email).first()
        if officer is None:
            raise StaffChangeRefused(_("No officer has this e-mail address."))
        held = Posting.objects.held_by(officer).at_office(self.offices[row.office]).current(at)
        posting = held.filter(role=row.role).first()
        if posting is None:
            return Outcome.UNCHANGED
        _require_endable(posting)
        end_posting(posting=posting, by=self.by, at=at)
        return Outcome.ENDED

    def _ensure_officer(self, row: OfficerListRow, *, at: datetime) -> tuple[Officer, bool]:
        """Return the officer with the row's address, and whether they are new.

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
            officer = create_officer(email=row.email, by=self.by, at=at, **values)
            log_staff_act(StaffActKind.RECORDED, officer=officer, by=self.by, at=at)
            if self.invitations:
                invite_officer(officer=officer, by=self.by, at=at)
                self.report.invited += 1
            return officer, True
        if differing := [name for name, value in values.items() if getattr(officer, name) != value]:
            raise StaffChangeRefused(
                _("This officer's record differs in: %(columns)s.") % {"columns": ", ".join(differing)}
            )
        return officer, False

    def _require_approvals(self, row: OfficerListRow, office: Office) -> None:
        """Raise StaffChangeRefused for a role that needs two administrators, as soon as the portal has one."""
        if needs_two_administrators(row.role, office.kind, is_head=YES_OR_NO[row.head]) and not self.is_first:
            raise StaffChangeRefused(
                _(
                    "A list cannot give this role: it needs two administrators. Request it under “Roles awaiting a "
                    "second administrator”."
                )
            )


def _row_problems(row: OfficerListRow, offices: dict[str, Office]) -> Iterator[str]:
    """Yield the problems that a row has by itself."""
    if row.surplus:
        yield _("There are more cells than columns. A cell that holds a comma needs quotation marks.")
    if row.action not in set(ListAction):
        yield _("“%(action)s” is not an action. Use move or end, or leave it empty.") % {"action": row.action}
    if not row.name_en and row.action != ListAction.END:
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


def _only_posting(held) -> Posting | None:
    """Return the officer's one posting, or None without any. Raises StaffChangeRefused if a line must say which."""
    postings = list(held.order_by("pk")[:2])
    if len(postings) > 1:
        raise StaffChangeRefused(
            _("This officer holds several postings. End the old one in a line of its own, and leave the action empty.")
        )
    for posting in postings:
        _require_endable(posting)
    return postings[0] if postings else None


def _require_endable(posting: Posting) -> None:
    if posting.role in NOT_ENDED_BY_LIST:
        raise StaffChangeRefused(
            _("A list cannot end the posting of an administrator or auditor. End it on the page of the posting.")
        )
