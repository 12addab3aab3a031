"""Marking several complaints at once: all of them in one transaction, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.services.moves import lock, make_move
from ledger.exceptions import NotPermitted, Overtaken, Refused


@dataclass(frozen=True)
class Ticked:
    """A complaint that an officer ticked. `status`, `holder_id`: how it stood on the page from which they send it."""

    complaint_id: int
    status: str
    holder_id: int | None


@dataclass(frozen=True)
class BulkResult:
    """What marking it comes to: nothing in the way where all are empty.

    `not_theirs`: the table gives this officer no such move. `has_it`: that posting holds it already. `refusal`: a
    condition is against it. `overtaken`: somebody was first, and it stands otherwise than on the officer's page.
    """

    not_theirs: bool = False
    has_it: bool = False
    refusal: Refusal | None = None
    overtaken: bool = False

    @property
    def is_yes(self) -> bool:
        return self == YES


YES = BulkResult()


class NotAll(Exception):
    """Nothing was marked: of these complaints, by id, some cannot be."""

    def __init__(self, answers: dict[int, BulkResult]):
        super().__init__(answers)
        self.answers = answers


def preview(rows: Sequence[Ticked], *, to: int, words: str, by: Actor, at: datetime) -> dict[int, BulkResult]:
    """What marking each to the posting `to` would come to. It is the marking itself, and then taken back.

    So the preview cannot say one thing and the marking do another. About fifteen statements a complaint.
    """
    with transaction.atomic():
        answers = {row.complaint_id: _answer(row, to=to, words=words, by=by, at=at) for row in _in_order(rows)}
        transaction.set_rollback(True)
    return answers


@transaction.atomic
def mark_all(rows: Sequence[Ticked], *, to: int, words: str, by: Actor, at: datetime) -> None:
    """Mark every one of them (a received one), or mark it anew. Raises NotAll, with nothing done, if one cannot be."""
    answers = {row.complaint_id: _answer(row, to=to, words=words, by=by, at=at) for row in _in_order(rows)}
    if not all(answer.is_yes for answer in answers.values()):
        raise NotAll(answers)


def move_of(status: str) -> str:
    """By which move a complaint of that status comes to an officer."""
    return "mark" if status == Status.RECEIVED else "re_mark"


def _in_order(rows: Sequence[Ticked]) -> list[Ticked]:
    """Two officers who tick the same complaints lock them in the same order."""
    return sorted(rows, key=lambda row: row.complaint_id)


def _answer(row: Ticked, *, to: int, words: str, by: Actor, at: datetime) -> BulkResult:
    try:
        with transaction.atomic():
            _, complaint = lock(row.complaint_id)
            if (complaint.status, complaint.holder_id) != (row.status, row.holder_id):
                return BulkResult(overtaken=True)
            if row.holder_id == to:
                return BulkResult(has_it=True)
            make_move(complaint_id=complaint.pk, name=move_of(row.status), by=by, at=at, words=words, to=to)
    except Refused as refused:
        return BulkResult(refusal=refused.reason)
    except NotPermitted:
        return BulkResult(not_theirs=True)
    except Overtaken:
        return BulkResult(overtaken=True)
    return YES
