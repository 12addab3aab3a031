"""Import a list of offices into the tree, completely or not at all. Importing it twice changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models import FormerOfficeName, Office
from accounts.models.staff_act import StaffActKind
from accounts.rules.name_preservation import names_to_keep
from accounts.rules.office_rows import OPTIONAL_COLUMNS, OfficeListRow
from accounts.rules.office_tree import path_for_code
from accounts.services.admin_log import log_staff_act
from accounts.services.office_list_validation import (
    RowProblem,
    find_moved_offices,
    find_problems,
    find_role_escalations,
)
from accounts.signals import offices_moved

PLAIN_COLUMNS = ("kind", "name_en", "name_ur", "head_title", "certainty", "source", "is_invented")
AUDITED_COLUMNS = ("kind", "parent", "routes_to", "head_title")
"""Columns that decide who reads or receives complaints. The auditors are notified of changes to them."""


@dataclass
class OfficeImportReport:
    """The result of an import. `created`: codes of new offices; `changed`: columns that changed, by code."""

    created: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    unchanged: int = 0
    errors: list[RowProblem] = field(default_factory=list)


@transaction.atomic
def import_offices(
    *, rows: list[OfficeListRow], by: Actor | None, at: datetime, correction: bool = False, is_approved: bool = False
) -> OfficeImportReport:
    """Create and change offices by code. None is removed. With any error, nothing is written.

    An office that moves takes its subtree along: paths are computed again, and `offices_moved` is sent.
    `correction`: names that differ were wrong before, so histories show the correct ones for the past too.
    `is_approved`: two administrators have approved that offices move (office_changes). Commands (`by` is None) may
    move them.
    """
    tree = _OfficeTree()
    offices = tree.offices.values()
    if errors := find_problems(rows, offices) or _find_unapproved(rows, offices, by=by, at=at, is_approved=is_approved):
        return OfficeImportReport(errors=errors)
    report = OfficeImportReport()
    for row in rows:
        tree.merge(row, report)
    tree.write(report, by=by, at=at)
    tree.keep_former_names(by=by, at=at, correction=correction)
    return report


def _find_unapproved(
    rows: list[OfficeListRow], offices: Iterable[Office], *, by: Actor | None, at: datetime, is_approved: bool
) -> list[RowProblem]:
    """Return the problems of changes that one administrator alone may not make."""
    if by is None:
        return []
    moved = [] if is_approved else list(find_moved_offices(rows, offices))
    return moved or list(find_role_escalations(rows, offices, at=at))


class _OfficeTree:
    """All offices by code, in memory while a list is merged into them."""

    def __init__(self):
        rows = Office.objects.select_for_update(of=("self",), no_key=True).select_related("parent", "routes_to")
        self.offices = {office.code: office for office in rows.order_by("pk")}
        self.parents = {code: _code_or_empty(office.parent) for code, office in self.offices.items()}
        self.routes = {code: _code_or_empty(office.routes_to) for code, office in self.offices.items()}
        self.old_names = {code: _names_of(office) for code, office in self.offices.items()}

    def merge(self, row: OfficeListRow, report: OfficeImportReport) -> None:
        """Merge one row, and add its effect to the report."""
        office = self.offices.get(row.code)
        if office is None:
            self.offices[row.code] = Office(code=row.code, **_office_column_values(row))
            report.created.append(row.code)
        else:
            changes, values = self._changes(office, row), _office_column_values(row)
            for name in set(changes) & set(values):
                setattr(office, name, values[name])
            if changes:
                report.changed[row.code] = changes
            else:
                report.unchanged += 1
        self.parents[row.code], self.routes[row.code] = row.parent, row.routes_to

    def _changes(self, office: Office, row: OfficeListRow) -> list[str]:
        changes = [name for name, value in _office_column_values(row).items() if getattr(office, name) != value]
        changes += ["parent"] if self.parents[row.code] != row.parent else []
        return changes + (["routes_to"] if self.routes[row.code] != row.routes_to else [])

    def path(self, code: str) -> str:
        return path_for_code(code, self.path(self.parents[code]) if self.parents[code] else "")

    def write(self, report: OfficeImportReport, *, by: Actor | None, at: datetime) -> None:
        """Save new and changed offices, parents first, because a row needs its parent's id."""
        paths = {code: self.path(code) for code in self.offices}
        moved = [office for code, office in self.offices.items() if office.pk and office.path != paths[code]]
        touched = {office.code for office in moved} | set(report.changed) | set(report.created)
        for code in touched:
            office = self.offices[code]
            office.path, office.changed_at, office.changed_by_id = paths[code], at, by and by.officer_id
        self._create(report.created)
        for code in touched:
            self.offices[code].parent = self.offices.get(self.parents[code])
            self.offices[code].routes_to = self.offices.get(self.routes[code])
        columns = [*PLAIN_COLUMNS, *OPTIONAL_COLUMNS, "path", "parent", "routes_to", "changed_at", "changed_by"]
        Office.objects.bulk_update([self.offices[code] for code in sorted(touched)], columns, batch_size=500)
        self._log_changes(report, by=by, at=at)
        if moved:
            offices_moved.send(Office, office_ids=[office.pk for office in moved], by=by, at=at)

    def keep_former_names(self, *, by: Actor | None, at: datetime, correction: bool) -> None:
        """Save the names that were valid until now. A correction is logged, because it changes what histories show."""
        former_names = []
        for code, old_names in self.old_names.items():
            office, new_names = self.offices[code], _names_of(self.offices[code])
            if names := names_to_keep(old_names, new_names, correction=correction):
                former_names.append(FormerOfficeName(office=office, until=at, **names))
            changed = [
                f"{name}: {old} → {new_names[name]}" for name, old in old_names.items() if old != new_names[name]
            ]
            if changed and correction:
                words = f"{code}. {', '.join(changed)}"
                log_staff_act(
                    StaffActKind.OFFICE_NAME, officer=None, by=by, at=at, words=words, tell_auditors=by is not None
                )
        FormerOfficeName.objects.bulk_create(former_names)

    def _log_changes(self, report: OfficeImportReport, *, by: Actor | None, at: datetime) -> None:
        """Log by office the changes of AUDITED_COLUMNS. New offices are logged unless a command creates them."""
        created = report.created if by else []
        changes = [(code, AUDITED_COLUMNS) for code in created] + sorted(report.changed.items())
        for code, columns in changes:
            office = self.offices[code]
            values = {name: getattr(office, name) for name in AUDITED_COLUMNS if name in columns}
            details = [f"{name}: {getattr(value, 'code', value) or '–'}" for name, value in values.items()]
            if details:
                words = f"{code}. {', '.join(details)}"
                log_staff_act(
                    StaffActKind.OFFICE, officer=None, by=by, at=at, words=words, tell_auditors=by is not None
                )

    def _create(self, codes: list[str]) -> None:
        by_depth: dict[int, list[Office]] = {}
        for code in codes:
            by_depth.setdefault(self.offices[code].path.count("/"), []).append(self.offices[code])
        for _depth, offices in sorted(by_depth.items()):
            for office in offices:
                office.parent = self.offices.get(self.parents[office.code])
            Office.objects.bulk_create(offices)


def _office_column_values(row: OfficeListRow) -> dict:
    """Return the row's values of the office itself, without its place in the tree.

    Optional columns are included only if the list has them.
    """
    return {name: getattr(row, name) for name in PLAIN_COLUMNS} | row.optional_values


def _names_of(office: Office) -> dict[str, str]:
    return {name: getattr(office, name) for name in FormerOfficeName.NAMES}


def _code_or_empty(office: Office | None) -> str:
    return office.code if office else ""
