"""From a row of the database to a row of the queue: every word formatted once."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language, gettext

from accounts.models.choices import HEADS, ROLES, in_language
from complaints.desk.chips import (
    LATE,
    PAUSED,
    Chip,
    Clocks,
    contact_chip,
    decision_chip,
    named,
    owed_chips,
    report_chip,
    running,
)
from complaints.desk.saying import cell_of, joined
from complaints.models.words import DESK_STATUSES

STATUS_WORDS = {str(status): words for status, words in DESK_STATUSES}
ANY = "0" * 12  # stands for an E-tag
ROLE_WORDS, HEAD_WORDS = dict(ROLES), dict(HEADS)


@dataclass(frozen=True)
class Row:
    """A row of the queue in the reader's words. `late`: an edge marks it; `order`: what else is owed, the nearest;
    `covered`: that its reader acts for its holder; `tick`: what its box is called."""

    url: str
    etag: str
    category: str
    station: str
    status: str
    holder: str
    contact: Chip | None
    report: Chip | None
    late: bool = False
    order: Chip | None = None
    covered: Chip | None = None
    tick: str = ""


def file_of(etag: str) -> str:
    """The address of a complaint's file, in the reader's language. Resolved once, not for every row."""
    return _file(get_language(), get_script_prefix()).replace(ANY, etag)


@cache
def _file(language: str, prefix: str) -> str:
    return reverse("desk:complaint", args=[ANY])


def shown(row: dict, *, at: datetime, covers: Set[int] = frozenset()) -> Row:
    """What is shown of a row of the database (complaints.queries.queue). `covers`: for whom its reader acts."""
    clocks = Clocks.of(row)
    contact = contact_chip(clocks, at=at)
    decision = decision_chip(clocks, at=at)
    report = named(gettext("Decision"), decision) if decision else report_chip(clocks, at=at)
    return Row(
        url=file_of(row["etag"]),
        etag=row["etag"],
        category=in_language(row["category_en"], row["category_ur"]),
        station=in_language(row["place_en"], row["place_ur"]),
        status=str(STATUS_WORDS[row["status"]]),
        holder=holder_of(row),
        contact=contact,
        report=report,
        late=any(chip and chip.tone == LATE for chip in (contact, report)),
        order=_owed(row, clocks, at=at),
        covered=Chip(gettext("On leave: you are acting for them"), PAUSED) if row["holder_id"] in covers else None,
        tick=gettext("Select %(number)s") % {"number": row["etag"]},
    )


def _owed(row: dict, clocks: Clocks, *, at: datetime) -> Chip | None:
    """Of an order and what else is owed beside the promised clocks, what is due first."""
    owed = owed_chips(clocks, at=at)
    if row["order_due_at"]:
        owed.append((gettext("Order"), running(row["order_due_at"], at=at)))
    return named(*min(owed, key=lambda one: one[1].at)) if owed else None


def holder_of(row: dict) -> str:
    """The officer and their post; before marking, the cell."""
    if row["holder_en"] is None:
        return cell_of(in_language(row["office_en"], row["office_ur"]))
    post = HEAD_WORDS[row["head_title"]] if row["holder_is_head"] else ROLE_WORDS[row["holder_role"]]
    return joined(in_language(row["holder_en"], row["holder_ur"]), str(post))
