"""Find the problems of an office list, by line, before any row is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Office, Posting
from accounts.rules.gps_positions import is_in_pakistan
from accounts.rules.office_rows import OfficeListRow
from accounts.rules.office_tree import HEAD_TITLES, OfficeKind, is_office_code, may_be_below
from accounts.rules.roles import KINDS_WITH_CELL, needs_two_administrators

TEXT_COLUMNS = (
    *("code", "name_en", "name_ur", "name_roman", "certainty", "address_en", "address_ur", "address_roman"),
    "telephone",
)
LIMITS = {name: Office._meta.get_field(name).max_length for name in TEXT_COLUMNS}


@dataclass(frozen=True)
class RowProblem:
    """A problem and the line of the file that has it."""

    line: int
    message: str


def find_problems(rows: list[OfficeListRow], existing: Iterable[Office]) -> list[RowProblem]:
    """Return all problems of the rows, given the existing offices (`existing`), in the order of the file."""
    kinds = {office.code: office.kind for office in existing} | {row.code: row.kind for row in rows}
    problems = [*_check_repeated_codes(rows), *_check_unlisted_children(rows, existing)]
    for row in rows:
        problems += [RowProblem(row.line, message) for message in _check_row(row, kinds)]
    return sorted(problems, key=lambda problem: problem.line)


def find_role_escalations(
    rows: list[OfficeListRow], existing: Iterable[Office], *, at: datetime
) -> Iterator[RowProblem]:
    """Yield a problem for each office whose new kind would give its postings roles that need two administrators.

    Such a role must be requested for the officer, not given by changing the kind of an office.
    """
    kinds = {office.code: office.kind for office in existing}
    for row in rows:
        posts = Posting.objects.not_over(at).filter(office__code=row.code).values_list("role", "is_head").distinct()
        if any(
            needs_two_administrators(role, row.kind, is_head=is_head)
            and not needs_two_administrators(role, kinds[row.code], is_head=is_head)
            for role, is_head in posts
        ):
            message = _(
                "Officers posted here would gain access to the complaints of a whole district. End their "
                "postings first."
            )
            yield RowProblem(row.line, message)


def find_moved_offices(rows: list[OfficeListRow], existing: Iterable[Office]) -> Iterator[RowProblem]:
    """Yield a problem for each existing office that gets another kind or parent. That needs two administrators."""
    places = {office.code: (office.kind, office.parent.code if office.parent else "") for office in existing}
    for row in rows:
        if row.code in places and places[row.code] != (row.kind, row.parent):
            message = _(
                "To move an office or change its kind takes two administrators. Request it under “Moves of offices "
                "awaiting a second administrator”."
            )
            yield RowProblem(row.line, message)


def _check_row(row: OfficeListRow, kinds: dict[str, str]) -> Iterator[str]:
    if not is_office_code(row.code):
        yield _("“%(code)s” is not a valid code. Use only lower-case letters, digits and _.") % {"code": row.code}
    yield from _check_texts(row)
    yield from _check_position(row)
    if row.kind not in set(OfficeKind):
        yield _("“%(kind)s” is not a kind of office.") % {"kind": row.kind}
    else:
        yield from _check_parent(row, kinds)
    if row.head_title not in HEAD_TITLES:
        yield _("“%(post)s” is not the post of a head of office.") % {"post": row.head_title}
    yield from _check_route(row, kinds)


def _check_texts(row: OfficeListRow) -> Iterator[str]:
    if not row.name_en or not row.name_ur:
        yield _("Give the name in English and in Urdu.")
    if any(not letter.isprintable() for letter in row.name_en + row.name_ur.replace("\u200c", "")):
        yield _("The name contains characters that are not allowed.")
    for column, limit in LIMITS.items():
        if len(row.optional_cells.get(column) or getattr(row, column, "")) > limit:
            yield _("%(column)s is longer than %(limit)s characters.") % {"column": column, "limit": limit}


def _check_position(row: OfficeListRow) -> Iterator[str]:
    try:
        values = row.optional_values
    except ValueError:
        yield _("Write latitude and longitude in degrees, like 31.5204 and 74.3587.")
        return
    columns = [values[name] for name in ("latitude", "longitude") if name in values]
    filled = [degrees for degrees in columns if degrees is not None]
    if 1 in (len(columns), len(filled)):
        yield _("Give both latitude and longitude, or neither.")
    elif filled and not is_in_pakistan(*filled):
        yield _("This position is not in Pakistan. Were latitude and longitude swapped?")


def _check_route(row: OfficeListRow, kinds: dict[str, str]) -> Iterator[str]:
    """Check that complaints go to an office with a complaint cell.

    Unmarked complaints belong to a complaint cell. An office below that level would read those of a whole district.
    """
    if row.routes_to and (row.routes_to not in kinds or row.routes_to == row.code):
        yield _("Complaints cannot go to “%(office)s”: it does not exist, or it is this office.") % {
            "office": row.routes_to
        }
    elif row.routes_to and kinds[row.routes_to] not in KINDS_WITH_CELL:
        yield _(
            "Complaints can only go to an office with a complaint cell: a district, a region or the Central "
            "Police Office."
        )


def _check_parent(row: OfficeListRow, kinds: dict[str, str]) -> Iterator[str]:
    other_centrals = [code for code, kind in kinds.items() if kind == OfficeKind.CENTRAL and code != row.code]
    if row.kind == OfficeKind.CENTRAL and other_centrals:
        yield _("There is already a central office: “%(code)s”.") % {"code": other_centrals[0]}
    if row.parent and row.parent not in kinds:
        yield _("The parent office “%(code)s” does not exist.") % {"code": row.parent}
    elif (parent_kind := kinds.get(row.parent)) not in set(OfficeKind) | {None}:
        return  # the parent's own line has this problem
    elif not may_be_below(row.kind, parent_kind):
        yield _("A %(kind)s cannot be under %(parent)s.") % {"kind": row.kind, "parent": row.parent or "–"}


def _check_repeated_codes(rows: list[OfficeListRow]) -> Iterator[RowProblem]:
    first_lines = {}
    for row in rows:
        if row.code in first_lines:
            message = _("The code “%(code)s” is already used in line %(line)s.")
            yield RowProblem(row.line, message % {"code": row.code, "line": first_lines[row.code]})
        first_lines.setdefault(row.code, row.line)


def _check_unlisted_children(rows: list[OfficeListRow], existing: Iterable[Office]) -> Iterator[RowProblem]:
    """Find offices outside the list whose parent gets a kind in the list that is not allowed above them."""
    by_code = {row.code: row for row in rows}
    for office in existing:
        parent = by_code.get(office.parent.code) if office.parent and office.code not in by_code else None
        if parent and parent.kind in set(OfficeKind) and not may_be_below(office.kind, parent.kind):
            message = _("“%(code)s” is under this office and cannot be under a %(kind)s.")
            yield RowProblem(parent.line, message % {"code": office.code, "kind": parent.kind})
