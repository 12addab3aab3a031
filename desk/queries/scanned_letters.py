"""Find the scanned letters of a complaint cell, and the files of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from accounts.actors import Actor
from complaints.models import Draft, Evidence, ScannedLetter

MOST_LETTERS = 100
"""Letters of a list. The oldest come first, so the others follow when these are done."""


@dataclass(frozen=True)
class WaitingLetters:
    """How many letters wait for a posting, and since when. `under`: the number of the posting."""

    under: int
    count: int
    since: datetime


def list_letters(actor: Actor, *, state: ScannedLetter.State, at: datetime) -> QuerySet[ScannedLetter]:
    """Return the letters of this operator's cell in a state, oldest first. One statement."""
    letters = ScannedLetter.objects.visible_to(actor).filter(state=state, draft__expires_at__gt=at)
    people = letters.select_related("sheet", "draft__operator__officer", "closed_by__officer", "closed_by__office")
    return people.defer("draft__sealed_answers").order_by("imported_at", "pk")[:MOST_LETTERS]


def count_waiting_letters(actor: Actor, *, at: datetime) -> int:
    """Return how many letters wait for this operator's cell; 0 for anybody else. One statement at most."""
    return ScannedLetter.objects.visible_to(actor).waiting(at=at).count()


def count_waiting_letters_of_postings(actors: Sequence[tuple[int, Actor]], *, at: datetime) -> list[WaitingLetters]:
    """Return the letters that wait for the cells of these operators, once for each cell. One statement at most."""
    by_office = {}
    for under, actor in actors:
        by_office.setdefault(actor.office_id, under)
    if not by_office:
        return []
    mine = Q()
    for _under, actor in actors:
        mine |= Q(pk__in=ScannedLetter.objects.visible_to(actor).values("pk"))
    rows = ScannedLetter.objects.filter(mine).waiting(at=at).values("office_id")
    counted = rows.annotate(number=Count("pk"), since=Min("imported_at")).order_by("since")
    return [WaitingLetters(by_office[row["office_id"]], row["number"], row["since"]) for row in counted]


def find_letter(actor: Actor, letter_id: UUID, *, at: datetime) -> ScannedLetter | None:
    """Return a letter of this operator's cell whose scan still exists, with its sheet and draft. One statement."""
    letters = ScannedLetter.objects.visible_to(actor).filter(pk=letter_id, draft__expires_at__gt=at)
    return letters.exclude(state=ScannedLetter.State.REGISTERED).select_related("sheet", "draft").first()


def letter_of_draft(draft: Draft | None) -> ScannedLetter | None:
    """Return the scanned letter that a draft takes down; None for other drafts. One statement at most."""
    return ScannedLetter.objects.filter(draft=draft.pk).select_related("sheet").first() if draft else None


def scan_files(letter: ScannedLetter) -> list[Evidence]:
    """Return the files of the scan in the order of their pages. One statement."""
    rows = Evidence.objects.in_bulk(letter.file_ids)
    return [rows[file_id] for file_id in letter.file_ids if file_id in rows]
