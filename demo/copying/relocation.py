"""Relocation of a copy: offices and officers with the same relation to the new place."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from accounts.models import Office, Posting
from accounts.rules.office_tree import OfficeKind, paths_from_root

RelocatedIds = dict[str, int]
"""The id for each gap (`office12`, `posting7`, `officer3`)."""


class OfficeMap:
    """Current offices and postings by their function."""

    @cached_property
    def offices(self) -> dict[int, Office]:
        return Office.objects.in_bulk()

    @cached_property
    def by_path(self) -> dict[str, int]:
        return {office.path: pk for pk, office in self.offices.items()}

    @cached_property
    def postings(self) -> dict[int, Posting]:
        return Posting.objects.in_bulk()

    @cached_property
    def posts(self) -> dict[tuple, list[int]]:
        """Postings by office, role and headship, in order of their ids."""
        by_key = defaultdict(list)
        for pk, posting in sorted(self.postings.items()):
            by_key[self._key(posting, posting.office_id)].append(pk)
        return by_key

    @cached_property
    def shapes(self) -> dict[int, tuple]:
        """The shape of each place: the kinds of its chain of offices, and the kinds in its district.

        A copy moves only to a place with the same shape.
        """
        below, heads = defaultdict(set), defaultdict(set)
        for office in self.offices.values():
            if office.kind != OfficeKind.UNIT:
                below[self._district(office.path)].add(office.kind)
        for posting in self.postings.values():
            if posting.is_head:
                heads[posting.office_id].add(posting.officer_id)
        return {pk: self._shape(office, below, heads) for pk, office in self.offices.items()}

    def _shape(self, office: Office, below: dict, heads: dict) -> tuple:
        line = [self.by_path[path] for path in paths_from_root(office.path)]
        kinds = tuple(self.offices[pk].kind for pk in line)
        same_head = len(line) > 2 and bool(heads[line[1]] & heads[line[2]])
        routed = any(self.offices[pk].routes_to_id for pk in line)
        return kinds, frozenset(below[self._district(office.path)]), same_head, office.pk if routed else None

    def _district(self, path: str) -> str:
        return "".join(paths_from_root(path)[:3][-1:])

    def _key(self, posting: Posting, office_id: int) -> tuple:
        return office_id, posting.role, posting.is_head

    def places_like(self, place: int) -> list[int]:
        """Return the places with the same shape, itself included."""
        return [pk for pk, shape in self.shapes.items() if shape == self.shapes[place]]

    def moved(self, gaps: Iterable[str], *, place: int, to: int) -> RelocatedIds | None:
        """Return the ids for the gaps at `to` instead of `place`; None if an office or officer is missing."""
        line = dict(zip(self._line(place), self._line(to), strict=True))
        ids, officers = {}, {}
        for gap in sorted(gaps, reverse=True):  # postings before officers, because an officer follows from the posting
            kind, pk = gap.rstrip("0123456789"), int(gap[len(gap.rstrip("0123456789")) :])
            if kind == "office":
                new = self._office(pk, line)
            elif kind == "posting":
                new = self._posting(pk, line)
                if new is not None:
                    officers[self.postings[pk].officer_id] = self.postings[new].officer_id
            else:
                continue
            if new is None:
                return None
            ids[gap] = new
        for gap in gaps:
            if gap.startswith("officer"):
                if int(gap[7:]) not in officers:
                    return None
                ids[gap] = officers[int(gap[7:])]
        return ids

    def _line(self, place: int) -> list[int]:
        return [self.by_path[path] for path in paths_from_root(self.offices[place].path)]

    def _office(self, pk: int, line: dict[int, int]) -> int | None:
        if pk in line:
            return line[pk]
        if self.offices[pk].kind == OfficeKind.CENTRAL or list(line) == list(line.values()):
            return pk
        return None

    def _posting(self, pk: int, line: dict[int, int]) -> int | None:
        posting = self.postings[pk]
        office = self._office(posting.office_id, line)
        if office is None:
            return None
        order = self.posts[self._key(posting, posting.office_id)].index(pk)
        others = self.posts[self._key(posting, office)]
        return others[order] if order < len(others) else None
