"""The page of delay patterns, for officers who oversee reviews, with a note on what the figures do not show."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models.choice_labels import localized_name
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.selections import export_links
from reviews.models.officer_months import PATTERN_LABELS
from reviews.queries.pattern_lists import BY_OFFICE, BY_OFFICER, PatternRow, load_pattern_page
from reviews.queries.review_visibility import oversees_reviews
from reviews.rules.delay_patterns import FEWEST_CASES, PatternShare
from web.officer_access import posting_required

LAST_PAGE = 1_000


@require_safe
@never_cache
@posting_required
def show_patterns(request: HttpRequest) -> HttpResponse:
    """Show a page of patterns. Parameters: `by=office` for offices instead of officers, and `page`."""
    if not oversees_reviews(request.actor):
        raise Http404
    by = requested_subject(request)
    typed = request.GET.get("page", "1")
    page = min(int(typed), LAST_PAGE) if typed.isascii() and typed.isdigit() and int(typed) else 1
    rows, has_more = load_pattern_page(request.actor, by=by, today=localdate(timezone.now()), page=page)
    context = {
        "by": by,
        "columns": [label for _, label in PATTERN_LABELS],
        "rows": [_display_row(row, by) for row in rows],
        "fewest": FEWEST_CASES,
        "export": export_links(ViewPage.PATTERNS, {"by": by}),
        "previous_url": f"?by={by}&page={page - 1}" if page > 1 else "",
        "next_url": f"?by={by}&page={page + 1}" if has_more else "",
    }
    return render(request, "reviews/patterns.html", context)


def requested_subject(request: HttpRequest) -> str:
    """Return BY_OFFICE if the URL says so, else BY_OFFICER."""
    return BY_OFFICE if request.GET.get("by") == BY_OFFICE else BY_OFFICER


def _display_row(row: PatternRow, by: str) -> dict:
    name = row.subject.title if by == BY_OFFICER else localized_name(row.subject.name_en, row.subject.name_ur)
    return {
        "name": name,
        "cells": pattern_cells(row),
    }


def pattern_cells(row: PatternRow) -> list[dict]:
    """Return a row's shares for display, each with the `label` of its column."""
    shares = ((label, row.shares.get(pattern, PatternShare(0, 0))) for pattern, label in PATTERN_LABELS)
    return [{"label": label} | _share_cell(share) for label, share in shares]


def _share_cell(share: PatternShare) -> dict:
    """Return a share for display; empty if there are too few cases.

    `words`: the number out of the total. `between`: the confidence interval.
    """
    if not share.has_enough_cases:
        return {"words": "", "between": ""}
    low, high = (round(100 * end) for end in share.interval)
    words = _("%(number)s of %(all)s") % {"number": share.number, "all": share.of}
    return {"words": words, "between": _("%(low)s to %(high)s %%") % {"low": low, "high": high}}
