"""Who had a complaint while its clock ran towards a breach, for many breaches. Six statements."""

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
    """The attribution of one breach.

    `pieces`: who had the complaint when, up to the deadline. `ran`: when the clock ran. `parts`: each officer's share
    of that time. `kept_out`: officers from whom a conflict exclusion hides the complaint; they are never flagged for
    it.
    """

    pieces: Sequence[Held]
    clock_spans: Sequence[Ran]
    parts: Mapping[int, float]
    excluded_officers: frozenset[int]


def delays(breaches: Sequence[Breach], *, at: datetime) -> dict[int, Delay]:
    """Return the attribution of each breach, by breach id."""
    return {breach.pk: delay for breach, delay in _BreachBatch(breaches, at=at).attribute()}


class _BreachBatch:
    """The data of a batch of breaches, loaded once."""

    def __init__(self, breaches: Sequence[Breach], *, at: datetime):
        self.breaches = breaches
        ids = {breach.complaint_id for breach in breaches}
        self.custody, self.exclusions = ledgers(ids), walls_of(ids, at=at)
        self.runs = _load_clock_runs(ids)
        self.holdings = {breach.pk: list(self._holders(breach)) for breach in breaches}
        holdings = [holding for holdings in self.holdings.values() for holding in holdings]
        offices = {holding.office_id for holding in holdings}
        self.paths = dict(Office.objects.filter(pk__in=offices).values_list("pk", "path"))
        cells = {holding.office_id for holding in holdings if holding.posting_id is None}
        self.heads = _load_head_tenures({step for cell in cells for step in lineage(self.paths[cell])})
        head_postings = {tenure.posting_id for tenures in self.heads.values() for tenure, _officer in tenures}
        self.absences = _load_absences(head_postings)
        self.officers = dict(Posting.objects.filter(pk__in=self._posting_ids()).values_list("pk", "officer_id"))

    def attribute(self) -> Iterator[tuple[Breach, Delay]]:
        """Yield each breach with its attribution."""
        for breach in self.breaches:
            exclusion = self.exclusions.get(breach.complaint_id, OPEN_GROUND)
            pieces = [
                piece
                for holding in self.holdings[breach.pk]
                for part in blame.to_heads(holding, self._head_tenures_above(holding, exclusion), until=breach.due_at)
                for piece in (blame.on_duty(part, self.absences) if holding.posting_id is None else [part])
            ]
            ran = self._clock_spans(breach)
            parts = blame.shares(blame.seconds_held(pieces, ran), self.officers)
            yield breach, Delay(pieces, ran, parts, self._excluded_officers(pieces, exclusion))

    def _holders(self, breach: Breach) -> Iterator[Held]:
        """Yield who answers for the time of this clock.

        The holder answers for most clocks. The addressee answers for an order, even if the complaint moves on. For all
        other clocks the head of the breach's office answers: the superior for a report that awaits a decision, and the
        head of the cell for a duty of the cell.
        """
        answers = OWED[Clock(breach.clock)].answers
        if answers is Answers.ADDRESSEE and (order := order_due(self.custody[breach.complaint_id], breach.due_at)):
            for run in self._clock_spans(breach):
                yield from credited(Held(*order.to, run.began, run.ended), order.absences)
            return
        if answers not in {Answers.HOLDER, Answers.ADDRESSEE}:
            yield from (Held(None, breach.office_id, run.began, run.ended) for run in self._clock_spans(breach))
            return
        for held in had_by(self.custody[breach.complaint_id], at=breach.due_at):
            if held.began < breach.due_at:
                yield replace(held, ended=min(held.ended or breach.due_at, breach.due_at))

    def _clock_spans(self, breach: Breach) -> list[Ran]:
        runs = self.runs[breach.complaint_id, breach.clock, breach.cycle]
        spans = [(run.started_at, min(run.ended_at or breach.due_at, breach.due_at)) for run in runs]
        return [Ran(*span) for span in spans if span[0] < span[1]]

    def _head_tenures_above(self, held: Held, exclusion: ConflictExclusion) -> list[list[Tenure]]:
        """Return the heads above a cell, the nearest first, without officers that a conflict exclusion bars."""
        if held.posting_id is not None:
            return []
        path = self.paths[held.office_id]
        return [
            [tenure for tenure, officer in self.heads.get(step, ()) if not exclusion.excludes_officer(officer, step)]
            for step in (path, *ancestors(path))
        ]

    def _excluded_officers(self, pieces: Sequence[Held], exclusion: ConflictExclusion) -> frozenset[int]:
        holders = (
            (self.officers[piece.posting_id], self.paths.get(piece.office_id, ""))
            for piece in pieces
            if piece.posting_id
        )
        return frozenset(officer for officer, path in holders if exclusion.excludes_officer(officer, path))

    def _posting_ids(self) -> set[int]:
        heads = {tenure.posting_id for tenures in self.heads.values() for tenure, _officer in tenures}
        covers = {absence.posting_id for absences in self.absences.values() for absence in absences}
        holders = {held.posting_id for pieces in self.holdings.values() for held in pieces if held.posting_id}
        return heads | covers | holders


def _load_clock_runs(complaint_ids: Collection[int]) -> Mapping[tuple, list[ClockRun]]:
    """Return the clock runs by complaint, clock and cycle."""
    runs = defaultdict[tuple, list[ClockRun]](list)
    for run in ClockRun.objects.filter(complaint__in=complaint_ids).order_by("complaint", "started_at", "pk"):
        runs[run.complaint_id, run.clock, run.cycle].append(run)
    return runs


def _load_head_tenures(paths: Collection[str]) -> Mapping[str, list[tuple[Tenure, int]]]:
    """Return the tenures of all heads, each with its officer, by the path of the office."""
    tenures = defaultdict[str, list[tuple[Tenure, int]]](list)
    columns = "office__path", "officer_id", "pk", "office_id", "starts_at", "ends_at"
    rows = (
        Posting.objects.heads().filter(office__path__in=paths).order_by("starts_at")
        if paths
        else Posting.objects.none()
    )
    for path, officer, *tenure in rows.values_list(*columns):
        tenures[path].append((Tenure(*tenure), officer))
    return tenures


def _load_absences(postings: Collection[int]) -> Mapping[int, list[Instead]]:
    absences = defaultdict[int, list[Instead]](list)
    rows = Leave.objects.filter(posting__in=postings).order_by("starts_at") if postings else Leave.objects.none()
    for posting, *cover in rows.values_list("posting", "cover", "cover__office", "starts_at", "ends_at"):
        absences[posting].append(Instead(*cover))
    return absences
