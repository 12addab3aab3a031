"""What is wrong with an office list, said by line, before anything of it is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Office, Posting
from accounts.rules.office_rows import OfficeRow
from accounts.rules.offices import HEAD_TITLES, OfficeKind, is_code, may_stand_under
from accounts.rules.positions import in_the_country
from accounts.rules.roles import HAS_A_CELL, takes_two

WORDS = (
    *("code", "name_en", "name_ur", "name_roman", "certainty", "address_en", "address_ur", "address_roman"),
    "telephone",
)
LIMITS = {name: Office._meta.get_field(name).max_length for name in WORDS}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and the line of the file that it stands in."""

    line: int
    message: str


def problems(rows: list[OfficeRow], known: Iterable[Office]) -> list[Problem]:
    """Everything wrong with the rows, given the offices there already are; in the order of the file."""
    kinds = {office.code: office.kind for office in known} | {row.code: row.kind for row in rows}
    found = [*_repeated(rows), *_stranded(rows, known)]
    for row in rows:
        found += [Problem(row.line, message) for message in _of_row(row, kinds)]
    return sorted(found, key=lambda problem: problem.line)


def rises(rows: list[OfficeRow], known: Iterable[Office], *, at: datetime) -> Iterator[Problem]:
    """What one administrator may not do: by another kind of office make a post of somebody's one that takes two."""
    kinds = {office.code: office.kind for office in known}
    for row in rows:
        held = Posting.objects.not_over(at).filter(office__code=row.code).values_list("role", flat=True).distinct()
        if any(takes_two(role, row.kind) and not takes_two(role, kinds[row.code]) for role in held):
            message = _(
                "Officers posted here would gain access to the complaints of a whole district. End their "
                "postings first."
            )
            yield Problem(row.line, message)


def _of_row(row: OfficeRow, kinds: dict[str, str]) -> Iterator[str]:
    if not is_code(row.code):
        yield _("“%(code)s” is not a valid code. Use only lower-case letters, digits and _.") % {"code": row.code}
    yield from _of_words(row)
    yield from _of_position(row)
    if row.kind not in set(OfficeKind):
        yield _("“%(kind)s” is not a kind of office.") % {"kind": row.kind}
    else:
        yield from _of_parent(row, kinds)
    if row.head_title not in HEAD_TITLES:
        yield _("“%(post)s” is not the post of a head of office.") % {"post": row.head_title}
    yield from _of_route(row, kinds)


def _of_words(row: OfficeRow) -> Iterator[str]:
    if not row.name_en or not row.name_ur:
        yield _("Give the name in English and in Urdu.")
    if any(not letter.isprintable() for letter in row.name_en + row.name_ur.replace("\u200c", "")):
        yield _("The name contains characters that are not allowed.")
    for column, limit in LIMITS.items():
        if len(row.where.get(column) or getattr(row, column, "")) > limit:
            yield _("%(column)s is longer than %(limit)s characters.") % {"column": column, "limit": limit}


def _of_position(row: OfficeRow) -> Iterator[str]:
    try:
        known = row.known_where
    except ValueError:
        yield _("Write latitude and longitude in degrees, like 31.5204 and 74.3587.")
        return
    found = [known[name] for name in ("latitude", "longitude") if name in known]
    given = [degrees for degrees in found if degrees is not None]
    if 1 in (len(found), len(given)):
        yield _("Give both latitude and longitude, or neither.")
    elif given and not in_the_country(*given):
        yield _("This position is not in Pakistan. Were latitude and longitude swapped?")


def _of_route(row: OfficeRow, kinds: dict[str, str]) -> Iterator[str]:
    """A cell alone has what is not marked yet; an office below would read a whole district's."""
    if row.routes_to and (row.routes_to not in kinds or row.routes_to == row.code):
        yield _("Complaints cannot go to “%(office)s”: it does not exist, or it is this office.") % {
            "office": row.routes_to
        }
    elif row.routes_to and kinds[row.routes_to] not in HAS_A_CELL:
        yield _(
            "Complaints can only go to an office with a complaint cell: a district, a region or the Central "
            "Police Office."
        )


def _of_parent(row: OfficeRow, kinds: dict[str, str]) -> Iterator[str]:
    others = [code for code, kind in kinds.items() if kind == OfficeKind.CENTRAL and code != row.code]
    if row.kind == OfficeKind.CENTRAL and others:
        yield _("There is already a central office: “%(code)s”.") % {"code": others[0]}
    if row.parent and row.parent not in kinds:
        yield _("The parent office “%(code)s” does not exist.") % {"code": row.parent}
    elif (parent_kind := kinds.get(row.parent)) not in set(OfficeKind) | {None}:
        return  # The parent's own line says what is wrong with it.
    elif not may_stand_under(row.kind, parent_kind):
        yield _("A %(kind)s cannot be under %(parent)s.") % {"kind": row.kind, "parent": row.parent or "–"}


def _repeated(rows: list[OfficeRow]) -> Iterator[Problem]:
    first = {}
    for row in rows:
        if row.code in first:
            message = _("The code “%(code)s” is already used in line %(line)s.")
            yield Problem(row.line, message % {"code": row.code, "line": first[row.code]})
        first.setdefault(row.code, row.line)


def _stranded(rows: list[OfficeRow], known: Iterable[Office]) -> Iterator[Problem]:
    """Offices that the list leaves alone, under one whose kind it changes to something they cannot stand under."""
    by_code = {row.code: row for row in rows}
    for office in known:
        above = by_code.get(office.parent.code) if office.parent and office.code not in by_code else None
        if above and above.kind in set(OfficeKind) and not may_stand_under(office.kind, above.kind):
            message = _("“%(code)s” is under this office and cannot be under a %(kind)s.")
            yield Problem(above.line, message % {"code": office.code, "kind": above.kind})
