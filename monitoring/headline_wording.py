"""Write the board's first sentence in words (rules.board_headline decides what it says)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from monitoring.rules.board_headline import BoardHeadline, WeeklyChange
from monitoring.share_wording import format_number


def headline_clauses(headline: BoardHeadline, open_now: int) -> dict[str, str]:
    """Return the clauses of the sentence, each with its punctuation: `overdue`, `share`, `change` and `worse`.

    They follow one another without anything between them. "" for a clause that has nothing to say.
    """
    return {
        "overdue": _overdue_clause(headline.overdue),
        "share": _share_clause(headline, open_now),
        "change": describe_weekly_change(headline.change, headline.difference, prefix=True),
        "worse": _worse_clause(headline),
    }


def _overdue_clause(overdue: int) -> str:
    if not overdue:
        return _("No complaint is overdue")
    return ngettext("%(number)s complaint is overdue", "%(number)s complaints are overdue", overdue) % {
        "number": format_number(overdue)
    }


def _share_clause(headline: BoardHeadline, open_now: int) -> str:
    if headline.percent is None or not headline.overdue:
        return ""
    numbers = {"percent": headline.percent, "open": format_number(open_now)}
    return _("%(percent)s %% of %(open)s open") % numbers


def describe_weekly_change(change: WeeklyChange, difference: int, *, prefix: bool = False) -> str:
    """Describe the difference from a week ago. "" if that number is not known.

    `prefix`: as a clause that continues a sentence.
    """
    match change:
        case WeeklyChange.FEWER:
            words = ngettext("%(number)s fewer than last week", "%(number)s fewer than last week", difference)
        case WeeklyChange.MORE:
            words = ngettext("%(number)s more than last week", "%(number)s more than last week", difference)
        case WeeklyChange.SAME:
            words = _("as many as last week")
        case WeeklyChange.UNKNOWN:
            return ""
    words %= {"number": format_number(difference)}
    return _(", %(change)s") % {"change": words} if prefix else words


def _worse_clause(headline: BoardHeadline) -> str:
    """Return the last clause, with the full stop."""
    if not headline.worse:
        return pgettext("end of a sentence", ".")
    names = join_names([*headline.worse, *_others(headline.more_worse)])
    number = len(headline.worse) + headline.more_worse
    return ngettext("; %(names)s is getting worse.", "; %(names)s are getting worse.", number) % {"names": names}


def _others(number: int) -> Sequence[str]:
    if not number:
        return []
    return [ngettext("%(number)s other", "%(number)s others", number) % {"number": format_number(number)}]


def join_names(names: Sequence[str]) -> str:
    """Join names as a sentence does: "A", "A and B", "A, B and C"."""
    *first, last = names
    if not first:
        return last
    return _("%(first)s and %(last)s") % {"first": _(", ").join(first), "last": last}
