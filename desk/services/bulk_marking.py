"""Marks several complaints: all of them in one transaction, or none. Each can go to an officer of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.services.moves import lock_complaint, make_move
from ledger.service_exceptions import NotPermitted, Overtaken, Refused


@dataclass(frozen=True)
class SelectedComplaint:
    """A complaint that an officer selected. `status`, `holder_id`: as they were on the page of the selection.

    `to`: the posting to mark it to; None if the complaint has no proposed officer.
    """

    complaint_id: int
    status: str
    holder_id: int | None
    to: int | None


@dataclass(frozen=True)
class MarkingResult:
    """The result of marking one complaint. It succeeds if no field is set.

    `not_permitted`: this officer may not make the move. `already_holder`: the posting holds the complaint already.
    `refusal`: a guard refuses the move. `overtaken`: the complaint has changed since the officer's page.
    `no_officer`: nobody is proposed for it. `event_id`: the event of a marking that succeeded.
    """

    not_permitted: bool = False
    already_holder: bool = False
    refusal: Refusal | None = None
    overtaken: bool = False
    no_officer: bool = False
    event_id: int | None = field(default=None, compare=False)

    @property
    def is_marked(self) -> bool:
        """Return whether the marking succeeds."""
        return self == MARKED


MARKED = MarkingResult()


class NotAllMarkable(Exception):
    """Raised when some of the complaints cannot be marked, so that none was. `results`: by complaint id."""

    def __init__(self, results: dict[int, MarkingResult]):
        super().__init__(results)
        self.results = results


def preview_marking(
    rows: Sequence[SelectedComplaint], *, words: str, by: Actor, at: datetime
) -> dict[int, MarkingResult]:
    """Return the result of marking each complaint to its posting, by complaint id.

    The complaints are really marked, and then the transaction is rolled back, so that the preview and the marking
    cannot differ. About fifteen statements for each complaint.
    """
    with transaction.atomic():
        results = {row.complaint_id: _mark_one(row, words=words, by=by, at=at) for row in _in_lock_order(rows)}
        transaction.set_rollback(True)
    return results


@transaction.atomic
def mark_all_or_none(rows: Sequence[SelectedComplaint], *, words: str, by: Actor, at: datetime) -> list[int]:
    """Mark all complaints, or re-mark those that are marked already. If one is refused, mark none.

    Return the ids of the events, by which the markings can be undone. Raises NotAllMarkable.
    """
    results = {row.complaint_id: _mark_one(row, words=words, by=by, at=at) for row in _in_lock_order(rows)}
    if not all(result.is_marked for result in results.values()):
        raise NotAllMarkable(results)
    return [result.event_id for result in results.values()]


def marking_move_for(status: str) -> str:
    """Return the move that gives a complaint of this status to an officer."""
    return "mark" if status == Status.RECEIVED else "re_mark"


def _in_lock_order(rows: Sequence[SelectedComplaint]) -> list[SelectedComplaint]:
    """Sort by id, so that two officers who select the same complaints lock them in the same order."""
    return sorted(rows, key=lambda row: row.complaint_id)


def _mark_one(row: SelectedComplaint, *, words: str, by: Actor, at: datetime) -> MarkingResult:
    try:
        with transaction.atomic():
            _, complaint = lock_complaint(row.complaint_id)
            if (complaint.status, complaint.holder_id) != (row.status, row.holder_id):
                return MarkingResult(overtaken=True)
            if row.to is None:
                return MarkingResult(no_officer=True)
            if row.holder_id == row.to:
                return MarkingResult(already_holder=True)
            event = make_move(
                complaint_id=complaint.pk,
                name=marking_move_for(row.status),
                by=by,
                at=at,
                words=words,
                destination_id=row.to,
            )
    except Refused as refused:
        return MarkingResult(refusal=refused.reason)
    except NotPermitted:
        return MarkingResult(not_permitted=True)
    except Overtaken:
        return MarkingResult(overtaken=True)
    return MarkingResult(event_id=event.pk)
