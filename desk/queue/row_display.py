"""Converts a row of the database to a row of the queue, with all texts formatted for the reader."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.acting_head import ActingHead
from accounts.middleware import POSTING_PARAMETER
from accounts.models import Posting
from accounts.models.choice_labels import HEAD_TITLE_CHOICES, ROLE_CHOICES, localized_name
from complaints.models.display.complaint_labels import CHANNELS, DESK_STATUSES
from complaints.rules.clock import Clock
from complaints.rules.guard_facts import ContactState
from desk.complaint.clock_badges import (
    CLOCK_WORDS,
    LATE,
    PAUSED,
    Badge,
    ComplaintClocks,
    add_clock_name,
    contact_badge,
    deadline_badge,
    decision_badge,
    report_badge,
)
from desk.formatting import complaint_cell_name, joined

STATUS_WORDS = {str(status): words for status, words in DESK_STATUSES}
CHANNEL_WORDS = {str(channel): words for channel, words in CHANNELS}
SHORT_CLOCK_NAMES = {
    Clock.CALL: _("Call"),
    Clock.EXCUSE: _("Call"),
    Clock.URGENT: _("Urgent"),
    Clock.REFERRAL: _("Referral"),
    Clock.SETTLING: _("Whom it is against"),
    Clock.LISTENING: _("Listen"),
}
"""Names of clocks for the narrow column of the next deadline."""
GIST_LENGTH = 120
FORMATTED_TEXTS = 2000
"""How many formatted times and beginnings of statements a process caches, as many as rendered rows."""
PLACEHOLDER_ETAG = "0" * 12  # placeholder for an E-tag
ROLE_WORDS, HEAD_WORDS = dict(ROLE_CHOICES), dict(HEAD_TITLE_CHOICES)


@dataclass(frozen=True)
class QueueRow:
    """A row of the queue in the reader's language.

    `is_late`: the row is highlighted. `deadline`: the badge of the next deadline of any clock; without one, what the
    report or the contact waits for. `order`: the badge of the nearest other deadline, such as an order's.
    `cover_badge`: set if the reader acts for the holder. `holder_name`: for a narrow column, without post or office.
    `gist`: how the statement begins. `posting`: if the reader has several postings, the one that the row belongs to,
    and `posting_office` its office.
    """

    url: str
    etag: str
    category: str
    station: str
    status: str
    holder: str
    contact: Badge | None
    report: Badge | None
    gist: str = ""
    received: str = ""
    received_at: datetime | None = None
    is_late: bool = False
    order: Badge | None = None
    cover_badge: Badge | None = None
    checkbox_label: str = ""
    checkbox_value: str = ""
    posting: str = ""
    posting_office: str = ""
    deadline: Badge | None = None
    holder_name: str = ""
    channel: str = ""

    @property
    def station_name(self) -> str:
        """Return the place for a narrow column: a police station by its name alone."""
        return self.station.removesuffix(" Police Station").removeprefix("تھانہ ")

    @property
    def preview_url(self) -> str:
        """Return the URL of the complaint's preview, under the posting of its page."""
        path, mark, query = self.url.partition("?")
        return f"{path}preview/{mark}{query}"


def complaint_url(etag: str) -> str:
    """Return the URL of a complaint's page in the reader's language. It is resolved once, not for every row."""
    return _complaint_url_pattern(get_language(), get_script_prefix()).replace(PLACEHOLDER_ETAG, etag)


@cache
def _complaint_url_pattern(language: str, prefix: str) -> str:
    return reverse("desk:complaint", args=[PLACEHOLDER_ETAG])


def make_queue_row(
    row: dict, *, at: datetime, covers: Set[int] = frozenset(), posting: Posting | ActingHead | None = None
) -> QueueRow:
    """Return what is shown of a row of the database (desk.queries.load_queue_rows).

    `covers`: the postings for which the reader acts. `posting`: the posting that the row belongs to, if the reader has
    several; its link and checkbox then use that posting.
    """
    clocks = ComplaintClocks.from_row(row)
    contact = contact_badge(clocks, at=at)
    decision = decision_badge(clocks, at=at)
    obligations = _obligations(row, clocks, at=at)
    order = add_clock_name(str(CLOCK_WORDS[obligations[0][0]]), obligations[0][1]) if obligations else None
    report = add_clock_name(gettext("Decision"), decision) if decision else report_badge(clocks, at=at)
    return QueueRow(
        url=complaint_url(row["etag"]) + (f"?{POSTING_PARAMETER}={posting.choice}" if posting else ""),
        etag=row["etag"],
        category=localized_name(row["category_en"], row["category_ur"]),
        station=localized_name(row["place_en"], row["place_ur"]),
        status=str(STATUS_WORDS[row["status"]]),
        holder=row_holder_text(row),
        gist=_shortened(row["gist"] or "", get_language()),
        received=_received_time_text(localtime(row["received_at"]), localtime(at).year, get_language()),
        received_at=row["received_at"],
        contact=contact,
        report=report,
        is_late=any(badge and badge.tone == LATE for badge in (contact, report, order)),
        order=order,
        cover_badge=Badge(gettext("You are acting"), PAUSED) if row["holder_id"] in covers else None,
        checkbox_label=gettext("Select %(number)s") % {"number": row["etag"]},
        checkbox_value=f"{row['etag']}:::{posting.choice}" if posting else row["etag"],
        posting=posting_label(posting) if posting else "",
        posting_office=posting.office.name if posting else "",
        deadline=_next_deadline(clocks, contact, report, obligations, decision=decision),
        holder_name=localized_name(row["holder_en"], row["holder_ur"])
        if row["holder_en"]
        else gettext("Complaint cell"),
        channel=str(CHANNEL_WORDS[row["channel"]]),
    )


def posting_label(posting: Posting | ActingHead) -> str:
    """Return under which of the officer's postings a row is, as in "as SDPO, Gulberg Circle"."""
    post = joined(posting.post, posting.office.name)
    return post if isinstance(posting, ActingHead) else gettext("as %(post)s") % {"post": post}


@lru_cache(FORMATTED_TEXTS)
def _shortened(text: str, language: str) -> str:
    """Return the beginning of a text, with the ellipsis of the active language."""
    return Truncator(" ".join(text.split())).chars(GIST_LENGTH)


@lru_cache(FORMATTED_TEXTS)
def _received_time_text(local: datetime, this_year: int, language: str) -> str:
    """Return "24 Nov, 14:05" in the active language; for another year only the day, with the year."""
    if local.year != this_year:
        return date_format(local, "j M Y", use_l10n=False)
    return joined(date_format(local, "j M", use_l10n=False), date_format(local, "H:i", use_l10n=False))


def _next_deadline(
    clocks: ComplaintClocks,
    contact: Badge | None,
    report: Badge | None,
    obligations: Sequence[tuple[str, Badge]],
    *,
    decision: Badge | None,
) -> Badge | None:
    """Return the badge of the running clock that is due first, with a short name; else what report or contact say."""
    running = [
        add_clock_name(str(SHORT_CLOCK_NAMES.get(clock, CLOCK_WORDS[clock])), badge) for clock, badge in obligations[:1]
    ]
    if contact and contact.at and clocks.contact == ContactState.OPEN:
        running.append(add_clock_name(gettext("Contact"), contact))
    if decision and decision.at:
        running.append(report)
    elif report and report.at and report.at == clocks.report_due_at:
        running.append(add_clock_name(gettext("Report"), report))
    return min(running, key=lambda one: one.at) if running else report or contact


def _obligations(row: dict, clocks: ComplaintClocks, *, at: datetime) -> list[tuple[str, Badge]]:
    """Return clock and badge of an order and of the clocks that are not promised to the complainant, nearest first."""
    due = [
        *clocks.shown_obligations(at=at),
        *([(str(Clock.ORDER), row["order_due_at"])] if row["order_due_at"] else ()),
    ]
    return [(clock, deadline_badge(due_at, at=at)) for clock, due_at in sorted(due, key=lambda one: one[1])]


def row_holder_text(row: dict) -> str:
    """Return the holder with their post or, before marking, the complaint cell."""
    if row["holder_en"] is None:
        return complaint_cell_name(localized_name(row["office_en"], row["office_ur"]))
    post = HEAD_WORDS[row["head_title"]] if row["holder_is_head"] else ROLE_WORDS[row["holder_role"]]
    return joined(localized_name(row["holder_en"], row["holder_ur"]), str(post))
