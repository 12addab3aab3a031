"""The page of delay patterns, for officers who oversee reviews, with a note on what the figures do not show."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models.choices import in_language
from reviews.models.pattern import PATTERNS
from reviews.queries.patterns import OFFICE, OFFICER, PatternRow, patterns
from reviews.queries.visibility import oversees
from reviews.rules.patterns import FEWEST, Share
from web.access import posting_required

LAST_PAGE = 1_000


@require_safe
@never_cache
@posting_required
def listed(request: HttpRequest) -> HttpResponse:
    """Show a page of patterns. Parameters: `by=office` for offices instead of officers, and `page`."""
    if not oversees(request.actor):
        raise Http404
    by = OFFICE if request.GET.get("by") == OFFICE else OFFICER
    typed = request.GET.get("page", "1")
    page = min(int(typed), LAST_PAGE) if typed.isascii() and typed.isdigit() and int(typed) else 1
    rows, has_more = patterns(request.actor, by=by, today=localdate(timezone.now()), page=page)
    context = {
        "by": by,
        "heads": [label for _, label in PATTERNS],
        "rows": [_display_row(row, by) for row in rows],
        "fewest": FEWEST,
        "previous_url": f"?by={by}&page={page - 1}" if page > 1 else "",
        "next_url": f"?by={by}&page={page + 1}" if has_more else "",
    }
    return render(request, "reviews/patterns.html", context)


def _display_row(row: PatternRow, by: str) -> dict:
    name = row.of.title if by == OFFICER else in_language(row.of.name_en, row.of.name_ur)
    return {"name": name, "cells": [said(row.shares.get(pattern, Share(0, 0))) for pattern, _ in PATTERNS]}


def said(share: Share) -> dict:
    """Return a share for display; empty if there are too few cases.

    `words`: the number out of the total. `between`: the confidence interval.
    """
    if not share.has_enough_cases:
        return {"words": "", "between": ""}
    low, high = (round(100 * end) for end in share.interval)
    words = _("%(number)s of %(all)s") % {"number": share.number, "all": share.of}
    return {"words": words, "between": _("%(low)s to %(high)s %%") % {"low": low, "high": high}}
