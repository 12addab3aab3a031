"""Patterns of delay as a CSV or XLSX file: all rows of the page, with the cases of each pattern as numbers."""

from collections.abc import Iterator
from itertools import count

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.models.choice_labels import localized_name
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.table_files import logged_table_response
from documents.spreadsheets import SheetRow
from reviews.desk.patterns_page import requested_subject
from reviews.models.officer_months import PATTERN_LABELS
from reviews.queries.pattern_lists import BY_OFFICER, load_pattern_page
from reviews.queries.review_visibility import oversees_reviews
from reviews.rules.delay_patterns import PatternShare
from web.officer_access import posting_required


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@posting_required
def export_patterns(request: HttpRequest, kind: str) -> HttpResponse:
    """Export the patterns by officer, or with `?by=office` by office. By POST only, because an export is logged."""
    if not oversees_reviews(request.actor):
        raise Http404
    by = requested_subject(request)
    if request.method != "POST":
        return redirect(f"{reverse('patterns')}?by={by}")
    headings = [_("Officer") if by == BY_OFFICER else _("Office")]
    for _pattern, label in PATTERN_LABELS:
        headings += [str(label), _("Of")]
    return logged_table_response(
        request, kind, ViewPage.PATTERNS, headings, list(_lines(request.actor, by)), parameters={"by": by}
    )


def _lines(actor: Actor, by: str) -> Iterator[SheetRow]:
    """Yield the lines. A pattern with too few cases stays empty, as on the page. Three statements for fifty lines."""
    for number in count(1):
        rows, has_more = load_pattern_page(actor, by=by, today=localdate(timezone.now()), page=number)
        for row in rows:
            name = row.subject.title if by == BY_OFFICER else localized_name(row.subject.name_en, row.subject.name_ur)
            line = [name]
            for pattern, _label in PATTERN_LABELS:
                share = row.shares.get(pattern, PatternShare(0, 0))
                line += [share.number, share.of] if share.has_enough_cases else ["", ""]
            yield line
        if not has_more:
            return
