"""The questions of the chat as a CSV or XLSX file: the content of the page, one question a line."""

from collections.abc import Iterator
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.replica_reads import read_from_replica
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.table_files import logged_table_response
from documents.spreadsheets import SheetRow
from monitoring.board_access import board_access_required
from whatsapp.board.funnel_page import (
    ALL_LANGUAGES,
    LANGUAGE_NAMES,
    SelectedFunnels,
    dialog_name,
    load_selected_funnels,
    may_see_chat_funnel,
    question_labels,
)
from whatsapp.rules.funnel.funnel_shares import FunnelStep

NO_QUESTION = FunnelStep("", None, None, None, None, None)


@require_http_methods(["GET", "HEAD", "POST"])
@board_access_required
@read_from_replica
def export_chat_funnel(request: HttpRequest, kind: str) -> HttpResponse:
    """Export the questions of all parts of the chat. `?days=&language=`: as on the page. 404 below the province.

    By POST only, because an export is logged.
    """
    if not may_see_chat_funnel(request.actor):
        raise Http404
    if request.method != "POST":
        return redirect("chat_funnel")
    at = timezone.now()
    selected = load_selected_funnels(request.GET, at=at)
    headings = [
        *(_("First day"), _("Last day"), _("Language of the chat"), _("Part of the chat")),
        *(_("Began, about"), _("Finished, of 100 who began")),
        *(_("Question"), _("Reached, of 100 who began"), _("Left here, of 100 who reached it")),
        *(_("of these, by choice"), _("Not understood, per 100"), _("Handed to an operator, per 100")),
    ]
    lines = list(_lines(selected, at=at))  # in the reader's language, which is not active while the file is sent
    return logged_table_response(request, kind, ViewPage.CHAT_FUNNEL, headings, lines)


def _lines(selected: SelectedFunnels, *, at: datetime) -> Iterator[SheetRow]:
    """Yield one line for each question. A number of fewer than ten people is empty, as it is "–" on the page."""
    language = str(LANGUAGE_NAMES.get(selected.language, ALL_LANGUAGES))
    for funnel in selected.funnels:
        if funnel.began is None:
            continue
        labels = question_labels(funnel, at=at)
        whole = (dialog_name(funnel.dialog, at=at), funnel.began, funnel.done)
        for step in funnel.steps or (NO_QUESTION,):
            shares = (step.reached, step.gone, step.left, step.misunderstood, step.handed_over)
            cells = ["" if cell is None else cell for cell in (*whole, labels.get(step.step, ""), *shares)]
            yield [selected.first, selected.last, language, *cells]
