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
    overdue, share = _("No complaint is overdue"), ""
    if headline.overdue:
        words = ngettext("%(number)s complaint is overdue", "%(number)s complaints are overdue", headline.overdue)
        overdue = words % {"number": format_number(headline.overdue)}
        numbers = {"percent": headline.percent, "open": format_number(open_now)}
        share = _("%(percent)s %% of %(open)s open") % numbers if headline.percent is not None else ""
    return {
        "overdue": overdue,
        "share": share,
        "change": describe_weekly_change(headline.change, headline.difference, prefix=True),
        "worse": _worse_clause(headline),
    }


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
            words = _("the same as last week")
        case WeeklyChange.UNKNOWN:
            return ""
    words %= {"number": format_number(difference)}
    return _(", %(change)s") % {"change": words} if prefix else words


def _worse_clause(headline: BoardHeadline) -> str:
    """Return the last clause, with the full stop."""
    if not headline.worse:
        return pgettext("end of a sentence", ".")
    names, others = [*headline.worse], headline.more_worse
    if others:
        names.append(ngettext("%(number)s other", "%(number)s others", others) % {"number": format_number(others)})
    number = len(headline.worse) + others
    return ngettext("; %(names)s is getting worse.", "; %(names)s are getting worse.", number) % {
        "names": join_names(names)
    }


def join_names(names: Sequence[str]) -> str:
    """Join names as a sentence does: "A", "A and B", "A, B and C"."""
    *first, last = names
    if not first:
        return last
    return _("%(first)s and %(last)s") % {"first": _(", ").join(first), "last": last}
