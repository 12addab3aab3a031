"""Who had a complaint while its clock ran towards a breach, of many breaches at once. Six statements."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.models import Leave, Office, Posting
from accounts.rules.offices import ancestors, lineage
from complaints.models import ClockRun
from complaints.queries.conflict_exclusion import walls_of
from complaints.queries.custody import had_by, ledgers, order_due
from complaints.rules.clock import Clock
from complaints.rules.exclusion.conflict_exclusion import OPEN_GROUND, ConflictExclusion
from complaints.rules.obligations import OWED, Answers
from complaints.rules.time_credit import Held, Instead, credited
from reviews.rules import blame
from reviews.rules.blame import Ran, Tenure
from sla.models import Breach


@dataclass(frozen=True)
class Delay:
    """Of one breach: who had it when (`pieces`, up to the deadline), when its clock `ran`, each officer's part of that.

    `kept_out`: officers to whom the firewall does not show the complaint (any more): it is never held against them.
    """

    pieces: Sequence[Held]
    ran: Sequence[Ran]
    parts: Mapping[int, float]
    kept_out: frozenset[int]


def delays(breaches: Sequence[Breach], *, at: datetime) -> dict[int, Delay]:
    """By breach."""
    return {breach.pk: delay for breach, delay in _Known(breaches, at=at).each()}


class _Known:
    """Everything about a batch of breaches, fetched once."""

    def __init__(self, breaches: Sequence[Breach], *, at: datetime):
        self.breaches = breaches
        ids = {breach.complaint_id for breach in breaches}
        self.custody, self.walls = ledgers(ids), walls_of(ids, at=at)
        self.runs = _runs(ids)
        self.held = {breach.pk: list(self._held(breach)) for breach in breaches}
        self.paths = dict(Office.objects.filter(pk__in=self._offices()).values_list("pk", "path"))
        self.heads = _heads(self._without_posting())
        self.absences = _absences({one.posting_id for heads in self.heads.values() for one, _officer in heads})
        self.officers = dict(Posting.objects.filter(pk__in=self._postings()).values_list("pk", "officer_id"))

    def each(self) -> Iterator[tuple[Breach, Delay]]:
        for breach in self.breaches:
            wall = self.walls.get(breach.complaint_id, OPEN_GROUND)
            pieces = [
                piece
                for held in self.held[breach.pk]
                for part in blame.to_heads(held, self._line(held, wall), until=breach.due_at)
                for piece in (blame.on_duty(part, self.absences) if held.posting_id is None else [part])
            ]
            ran = self._ran(breach)
            parts = blame.shares(blame.seconds_held(pieces, ran), self.officers)
            yield breach, Delay(pieces, ran, parts, self._kept_out(pieces, wall))

    def _held(self, breach: Breach) -> Iterator[Held]:
        """A report that waits for a decision is the superior's (whose office the breach names), never its author's.

        So is what a cell owes its head's; an order is its addressee's, whoever has the complaint meanwhile.
        """
        answers = OWED[Clock(breach.clock)].answers
        if answers is Answers.ADDRESSEE and (order := order_due(self.custody[breach.complaint_id], breach.due_at)):
            for run in self._ran(breach):
                yield from credited(Held(*order.to, run.began, run.ended), order.absences)
            return
        if answers not in {Answers.HOLDER, Answers.ADDRESSEE}:
            yield from (Held(None, breach.office_id, run.began, run.ended) for run in self._ran(breach))
            return
        for held in had_by(self.custody[breach.complaint_id], at=breach.due_at):
            if held.began < breach.due_at:
                yield replace(held, ended=min(held.ended or breach.due_at, breach.due_at))

    def _ran(self, breach: Breach) -> list[Ran]:
        found = self.runs[breach.complaint_id, breach.clock, breach.cycle]
        ended = [(run.started_at, min(run.ended_at or breach.due_at, breach.due_at)) for run in found]
        return [Ran(*span) for span in ended if span[0] < span[1]]

    def _line(self, held: Held, wall: ConflictExclusion) -> list[list[Tenure]]:
        """The heads over a cell, the nearest first, without those whom the firewall keeps out."""
        if held.posting_id is not None:
            return []
        path = self.paths[held.office_id]
        return [
            [one for one, officer in self.heads.get(step, ()) if not wall.shuts_out(officer, step)]
            for step in (path, *ancestors(path))
        ]

    def _kept_out(self, pieces: Sequence[Held], wall: ConflictExclusion) -> frozenset[int]:
        known = ((self.officers[one.posting_id], self.paths.get(one.office_id, "")) for one in pieces if one.posting_id)
        return frozenset(officer for officer, path in known if wall.shuts_out(officer, path))

    def _offices(self) -> set[int]:
        return {held.office_id for pieces in self.held.values() for held in pieces}

    def _without_posting(self) -> set[str]:
        cells = {held.office_id for pieces in self.held.values() for held in pieces if held.posting_id is None}
        return {step for cell in cells for step in lineage(self.paths[cell])}

    def _postings(self) -> set[int]:
        heads = {one.posting_id for tenures in self.heads.values() for one, _officer in tenures}
        covers = {one.posting_id for absences in self.absences.values() for one in absences}
        held = {one.posting_id for pieces in self.held.values() for one in pieces if one.posting_id}
        return heads | covers | held


def _runs(complaint_ids: Collection[int]) -> Mapping[tuple, list[ClockRun]]:
    found = defaultdict[tuple, list[ClockRun]](list)
    for run in ClockRun.objects.filter(complaint__in=complaint_ids).order_by("complaint", "started_at", "pk"):
        found[run.complaint_id, run.clock, run.cycle].append(run)
    return found


def _heads(paths: Collection[str]) -> Mapping[str, list[tuple[Tenure, int]]]:
    """By path of the office: everybody who has headed it, and whose the posting is."""
    found = defaultdict[str, list[tuple[Tenure, int]]](list)
    columns = "office__path", "officer_id", "pk", "office_id", "starts_at", "ends_at"
    rows = (
        Posting.objects.heads().filter(office__path__in=paths).order_by("starts_at")
        if paths
        else Posting.objects.none()
    )
    for path, officer, *tenure in rows.values_list(*columns):
        found[path].append((Tenure(*tenure), officer))
    return found


def _absences(postings: Collection[int]) -> Mapping[int, list[Instead]]:
    found = defaultdict[int, list[Instead]](list)
    rows = Leave.objects.filter(posting__in=postings).order_by("starts_at") if postings else Leave.objects.none()
    for posting, *instead in rows.values_list("posting", "cover", "cover__office", "starts_at", "ends_at"):
        found[posting].append(Instead(*instead))
    return found
