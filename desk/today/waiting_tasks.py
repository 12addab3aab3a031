"""What waits for an officer, as the sources of *Today* return it.

A source is a function with the arguments of `load_waiting_tasks` that returns a list of tasks. The setting
TODAY_SOURCES lists them, because some belong to apps above this one. Each runs a constant number of statements,
whatever the number of postings, and returns only what the officer may see.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.acting_head import ActingHead
from accounts.actors import Actor
from accounts.models import Officer, Posting
from desk.rules.why_now import Reason

MOST_OF_A_KIND = 100


@dataclass(frozen=True)
class WaitingTask:
    """One thing that waits for an officer.

    `why`: why it waits, as text. `due_at`: its deadline; `since`: since when it waits. `complaint_id`: a complaint that
    the officer may see under `posting`; else `subject` says what it is about. `url`: where it is done, by default the
    complaint's page. `posting`: under which it is done; None if it concerns the person. `replaces`: the reasons for
    which the complaint waits in the queue for nothing but this task, so that it is not shown twice. `comes_last`:
    whether it is listed after everything else, because nobody waits for it.
    """

    why: str
    due_at: datetime | None = None
    since: datetime | None = None
    complaint_id: int | None = None
    subject: str = ""
    url: str = ""
    posting: Posting | ActingHead | None = None
    detail: str = ""
    replaces: frozenset[Reason] = frozenset()
    comes_last: bool = False


@dataclass(frozen=True)
class OfficerPostings:
    """An officer with their current postings and acting headships, and the actor of each."""

    officer: Officer
    postings: Sequence[Posting | ActingHead]
    actors: Sequence[Actor]

    @classmethod
    def of(cls, officer: Officer, postings: Sequence[Posting | ActingHead]) -> "OfficerPostings":
        return cls(officer, postings, [Actor.of(posting) for posting in postings])

    def acting(self, may) -> list[tuple[int, Actor]]:
        """Return the actors for whom `may(actor)` is true, each with the number of its posting."""
        return [(number, actor) for number, actor in enumerate(self.actors) if may(actor)]


def load_waiting_tasks(officer_postings: OfficerPostings, *, at: datetime) -> tuple[list[WaitingTask], bool]:
    """Return what all sources find, and whether there may be more: they return at most MOST_OF_A_KIND of a kind."""
    sources = [import_string(path) for path in settings.TODAY_SOURCES]
    tasks = [task for source in sources for task in source(officer_postings, at=at)]
    by_kind = Counter(task.why for task in tasks)
    return tasks, any(number >= MOST_OF_A_KIND for number in by_kind.values())
