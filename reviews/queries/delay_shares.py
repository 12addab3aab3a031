"""Who had a complaint while its clock ran towards a breach, for many breaches. Six statements."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.models import Leave, Office, Posting
from accounts.rules.office_tree import ancestor_paths, paths_from_root
from complaints.models import ClockRun
from complaints.queries.custody_ledger import (
    addressee_of_order_due_at,
    credited_periods,
    load_custody_periods_by_complaint,
)
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusions_of
from complaints.rules.clock import Clock
from complaints.rules.clock_obligations import OBLIGATIONS, AnswerableParty
from complaints.rules.exclusion.conflict_exclusion import NO_EXCLUSION, ConflictExclusion
from complaints.rules.time_credit import CreditException, HeldTime, split_by_accountable_posting
from reviews.rules import delay_attribution
from reviews.rules.delay_attribution import ClockSpan, HeadTenure
from sla.models import Breach


@dataclass(frozen=True)
class DelayAttribution:
    """The attribution of one breach.

    `pieces`: who had the complaint when, up to the deadline. `clock_spans`: when the clock ran. `officer_shares`: each
    officer's share of that time. `excluded_officers`: officers from whom a conflict exclusion hides the complaint; they
    are never flagged for it.
    """

    pieces: Sequence[HeldTime]
    clock_spans: Sequence[ClockSpan]
    officer_shares: Mapping[int, float]
    excluded_officers: frozenset[int]


def attribute_delays(breaches: Sequence[Breach], *, at: datetime) -> dict[int, DelayAttribution]:
    """Return the attribution of each breach, by breach id."""
    return {breach.pk: delay for breach, delay in _BreachBatch(breaches, at=at).attribute()}


class _BreachBatch:
    """The data of a batch of breaches, loaded once."""

    def __init__(self, breaches: Sequence[Breach], *, at: datetime):
        self.breaches = breaches
        ids = {breach.complaint_id for breach in breaches}
        self.custody, self.exclusions = load_custody_periods_by_complaint(ids), conflict_exclusions_of(ids, at=at)
        self.runs = _load_clock_runs(ids)
        self.holdings = {breach.pk: list(self._holders(breach)) for breach in breaches}
        holdings = [holding for holdings in self.holdings.values() for holding in holdings]
        offices = {holding.office_id for holding in holdings}
        self.paths = dict(Office.objects.filter(pk__in=offices).values_list("pk", "path"))
        cells = {holding.office_id for holding in holdings if holding.posting_id is None}
        self.head_tenures = _load_head_tenures({step for cell in cells for step in paths_from_root(self.paths[cell])})
        head_postings = {tenure.posting_id for tenures in self.head_tenures.values() for tenure, _officer in tenures}
        self.absences = _load_absences(head_postings)
        self.officers = dict(Posting.objects.filter(pk__in=self._posting_ids()).values_list("pk", "officer_id"))

    def attribute(self) -> Iterator[tuple[Breach, DelayAttribution]]:
        """Yield each breach with its attribution."""
        for breach in self.breaches:
            exclusion = self.exclusions.get(breach.complaint_id, NO_EXCLUSION)
            pieces = [
                piece
                for holding in self.holdings[breach.pk]
                for part in delay_attribution.split_by_office_head(
                    holding, self._head_tenures_above(holding, exclusion), until=breach.due_at
                )
                for piece in (
                    delay_attribution.credit_leave_to_covers(part, self.absences)
                    if holding.posting_id is None
                    else [part]
                )
            ]
            spans = self._clock_spans(breach)
            shares = delay_attribution.shares_of_officers(
                delay_attribution.time_held_by_posting(pieces, spans), self.officers
            )
            yield breach, DelayAttribution(pieces, spans, shares, self._excluded_officers(pieces, exclusion))

    def _holders(self, breach: Breach) -> Iterator[HeldTime]:
        """Yield who answers for the time of this clock.

        The holder answers for most clocks. The addressee answers for an order, even if the complaint moves on. For all
        other clocks the head of the breach's office answers: the superior for a report that awaits a decision, and the
        head of the cell for a duty of the cell.
        """
        answers = OBLIGATIONS[Clock(breach.clock)].answers
        if answers is AnswerableParty.ADDRESSEE and (
            order := addressee_of_order_due_at(self.custody[breach.complaint_id], breach.due_at)
        ):
            for run in self._clock_spans(breach):
                yield from split_by_accountable_posting(HeldTime(*order.to, run.began, run.ended), order.absences)
            return
        if answers not in {AnswerableParty.HOLDER, AnswerableParty.ADDRESSEE}:
            yield from (HeldTime(None, breach.office_id, run.began, run.ended) for run in self._clock_spans(breach))
            return
        for holding in credited_periods(self.custody[breach.complaint_id], at=breach.due_at):
            if holding.began < breach.due_at:
                yield replace(holding, ended=min(holding.ended or breach.due_at, breach.due_at))

    def _clock_spans(self, breach: Breach) -> list[ClockSpan]:
        runs = self.runs[breach.complaint_id, breach.clock, breach.cycle]
        spans = [(run.started_at, min(run.ended_at or breach.due_at, breach.due_at)) for run in runs]
        return [ClockSpan(*span) for span in spans if span[0] < span[1]]

    def _head_tenures_above(self, holding: HeldTime, exclusion: ConflictExclusion) -> list[list[HeadTenure]]:
        """Return the heads above a cell, the nearest first, without officers that a conflict exclusion bars."""
        if holding.posting_id is not None:
            return []
        path = self.paths[holding.office_id]
        return [
            [
                tenure
                for tenure, officer in self.head_tenures.get(step, ())
                if not exclusion.excludes_officer(officer, step)
            ]
            for step in (path, *ancestor_paths(path))
        ]

    def _excluded_officers(self, pieces: Sequence[HeldTime], exclusion: ConflictExclusion) -> frozenset[int]:
        holders = (
            (self.officers[piece.posting_id], self.paths.get(piece.office_id, ""))
            for piece in pieces
            if piece.posting_id
        )
        return frozenset(officer for officer, path in holders if exclusion.excludes_officer(officer, path))

    def _posting_ids(self) -> set[int]:
        heads = {tenure.posting_id for tenures in self.head_tenures.values() for tenure, _officer in tenures}
        covers = {absence.posting_id for absences in self.absences.values() for absence in absences}
        holders = {holding.posting_id for pieces in self.holdings.values() for holding in pieces if holding.posting_id}
        return heads | covers | holders


def _load_clock_runs(complaint_ids: Collection[int]) -> Mapping[tuple, list[ClockRun]]:
    """Return the clock runs by complaint, clock and cycle."""
    runs = defaultdict[tuple, list[ClockRun]](list)
    for run in ClockRun.objects.filter(complaint__in=complaint_ids).order_by("complaint", "started_at", "pk"):
        runs[run.complaint_id, run.clock, run.cycle].append(run)
    return runs


def _load_head_tenures(paths: Collection[str]) -> Mapping[str, list[tuple[HeadTenure, int]]]:
    """Return the tenures of all heads, each with its officer, by the path of the office."""
    tenures = defaultdict[str, list[tuple[HeadTenure, int]]](list)
    columns = "office__path", "officer_id", "pk", "office_id", "starts_at", "ends_at"
    rows = (
        Posting.objects.heads().filter(office__path__in=paths).order_by("starts_at")
        if paths
        else Posting.objects.none()
    )
    for path, officer, *tenure in rows.values_list(*columns):
        tenures[path].append((HeadTenure(*tenure), officer))
    return tenures


def _load_absences(postings: Collection[int]) -> Mapping[int, list[CreditException]]:
    absences = defaultdict[int, list[CreditException]](list)
    rows = Leave.objects.filter(posting__in=postings).order_by("starts_at") if postings else Leave.objects.none()
    for posting, *cover in rows.values_list("posting", "cover", "cover__office", "starts_at", "ends_at"):
        absences[posting].append(CreditException(*cover))
    return absences
