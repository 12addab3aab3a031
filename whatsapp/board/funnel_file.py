"""The questions of the chat as a CSV or XLSX file: the content of the page, one question a line."""

from collections.abc import Iterator
from datetime import datetime

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.replica_reads import read_from_replica
from desk.queue.queue_export import spreadsheet_response
from documents.formula_escaping import escape_formula
from documents.spreadsheets import SheetRow
from monitoring.board_access import board_access_required
from whatsapp.board.funnel_page import (
    SelectedFunnels,
    dialog_name,
    load_selected_funnels,
    may_see_chat_funnel,
    question_labels,
)
from whatsapp.rules.funnel.funnel_shares import FunnelStep

NO_QUESTION = FunnelStep("", None, None, None, None, None)


@require_safe
@board_access_required
@read_from_replica
def download_chat_funnel(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    """Return the questions of all parts of the chat. `?days=&language=`: as on the page. 404 below the province."""
    if not may_see_chat_funnel(request.actor):
        raise Http404
    at = timezone.now()
    selected = load_selected_funnels(request.GET, at=at)
    heads = [_("First day"), _("Last day"), _("Part of the chat"), _("Began, about"), _("Finished, of 100 who began")]
    heads += [_("Question"), _("Reached, of 100 who began"), _("Left here, of 100 who reached it")]
    heads += [_("of these, by choice"), _("Not understood, per 100"), _("Handed to an operator, per 100")]
    name = f"chat-{selected.first}-{selected.last}"
    lines = list(_lines(selected, at=at))  # in the reader's language, which is not active while the file is sent
    return spreadsheet_response(kind, heads, iter(lines), name=name, title=_("WhatsApp chat"))


def _lines(selected: SelectedFunnels, *, at: datetime) -> Iterator[SheetRow]:
    """Yield one line for each question. A number of fewer than ten people is empty, as it is "–" on the page."""
    for funnel in selected.funnels:
        if funnel.began is None:
            continue
        labels = question_labels(funnel, at=at)
        whole = (dialog_name(funnel.dialog, at=at), funnel.began, funnel.done)
        for step in funnel.steps or (NO_QUESTION,):
            shares = (step.reached, step.gone, step.left, step.misunderstood, step.handed_over)
            cells = [*whole, labels.get(step.step, ""), *shares]
            yield [selected.first, selected.last, *(_cell(cell) for cell in cells)]


def _cell(value: str | int | None) -> str | int:
    if value is None:
        return ""
    return escape_formula(value) if isinstance(value, str) else value
