"""The pages of a team's workload: what each officer has, and moving some or all of it to another officer."""

from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.models import Posting
from complaints.models.display.complaint_labels import REFUSALS
from complaints.queries.officer_workload import load_workloads
from complaints.rules.desk_tools.export_schedules import ViewPage
from complaints.services.marking.marking_proposals import MarkingChoices
from complaints.services.staff_changes import handover
from complaints.services.staff_changes.handover import HandoverPreview
from desk.exports.selections import export_links
from desk.formatting import day, joined, post_of
from desk.moves.proposal_text import candidate_label
from desk.queries import team_workload
from desk.queries.marking_candidates import working_postings_below
from desk.queue.row_display import make_queue_row
from desk.team.team_access import office_heads_only
from desk.team.team_forms import BalanceForm, HandOverForm
from ledger.service_exceptions import NotPermitted

FIGURE_QUERIES = {
    "open": "holder={}",
    "overdue": "holder={}&clock=overdue",
    "day": "holder={}&clock=day",
    "awaiting": "holder={}&clock=paused",
    "charged": "status=all&charged={}",
}
"""The filters of the queue that show the complaints of a figure, with a place for the posting's id."""
DEFAULT_NUMBER = 6
MOST_COUNTED = 1000
"""The most officers whose work a list shows: more than a district has. A region has tens of thousands of complaints."""


@require_safe
@office_heads_only
def show_workload(request: HttpRequest) -> HttpResponse:
    """Show the workload of each officer below the supervisor. Every figure links to its complaints."""
    page = team_workload.load_workload_page(request.actor, at=timezone.now(), after=request.GET.get("after", ""))
    context = {
        "loads": [_workload_row(load) for load in page.loads],
        "next_url": f"?{urlencode({'after': page.after})}" if page.after else "",
        "is_first": "after" not in request.GET,
        "export": export_links(ViewPage.WORKLOAD, request.GET),
    }
    return render(request, "desk/team/workload.html", context)


@require_safe
@office_heads_only
def propose_transfer_between_officers(request: HttpRequest) -> HttpResponse:
    """Propose the least urgent complaints of one officer for another one. The page of bulk marking then marks them."""
    at = timezone.now()
    people = working_postings_below(request.actor, at=at)
    is_submitted = "to" in request.GET
    initial = {"from": request.GET.get("from", ""), "number": DEFAULT_NUMBER}
    label = _label_with_work(request.actor, people, at=at)
    form = BalanceForm(request.GET if is_submitted else None, team=people, label=label, initial=initial)
    is_valid, rows = form.is_valid(), []
    if is_valid:
        data = form.cleaned_data
        rows = team_workload.least_urgent_rows_of_posting(
            request.actor, int(data["from"]), number=data["number"], at=at
        )
    context = {
        "form": form,
        "is_submitted": is_valid,
        "lines": [(make_queue_row(row, at=at), f"{row['etag']}:{row['status']}:{row['holder_id']}") for row in rows],
        "to_words": _officer_with_post_label(form.postings[form.cleaned_data["to"]]) if is_valid else "",
        "back": reverse("desk:team"),
        "work_note": _note_on_missing_work(people),
        "has_errors": bool(form.errors),
    }
    status = 422 if context["has_errors"] else 200
    return render(request, "desk/team/balance.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@office_heads_only
def hand_over_complaints(request: HttpRequest, posting_id: int) -> HttpResponse:
    """Hand over all complaints of a posting: choose the officer, preview what would stay, and with `make` do it."""
    at = timezone.now()
    people = working_postings_below(request.actor, at=at)
    posting = next((one for one in people if one.pk == posting_id), None)
    if posting is None:
        raise Http404
    others, label = [one for one in people if one != posting], _label_with_work(request.actor, people, at=at)
    work_note = _note_on_missing_work(people)
    form = HandOverForm(request.POST if request.method == "POST" else None, team=others, label=label)
    if not form.is_valid():
        return _render_hand_over_page(request, posting, form, work_note=work_note, status=422 if form.errors else 200)
    to, words = form.postings[form.cleaned_data["to"]], form.cleaned_data["words"]
    try:
        if "make" in request.POST:
            return _perform_hand_over(request, posting, to, words, at=at)
        preview = handover.preview_handover(posting=posting, to=to, by=request.actor, at=at)
    except NotPermitted as never_offered:
        raise PermissionDenied from never_offered
    return _render_hand_over_page(request, posting, form, work_note=work_note, to=to, preview=preview)


def _perform_hand_over(
    request: HttpRequest, posting: Posting, to: Posting, words: str, *, at: datetime
) -> HttpResponse:
    result = handover.hand_over_complaints(posting=posting, to=to, by=request.actor, at=at, words=words)
    text = ngettext("%(n)d complaint is handed over.", "%(n)d complaints are handed over.", result.going)
    messages.success(request, text % {"n": result.going})
    if staying := result.staying.total():
        text = ngettext("%(n)d stays with %(who)s.", "%(n)d stay with %(who)s.", staying)
        messages.warning(request, text % {"n": staying, "who": posting.officer.title})
    return redirect("desk:team")


def _render_hand_over_page(
    request,
    posting: Posting,
    form: HandOverForm,
    *,
    work_note: str,
    to=None,
    preview: HandoverPreview | None = None,
    status=200,
):
    context = {
        "posting": posting,
        "named": _officer_with_post_label(posting),
        "form": form,
        "to_words": _officer_with_post_label(to) if to else "",
        "preview": preview,
        "work_note": work_note,
        "staying": [(number, REFUSALS[reason]) for reason, number in preview.staying.items()] if preview else [],
        "has_errors": bool(form.errors),
    }
    return render(request, "desk/team/hand_over.html", context, status=status)


def _label_with_work(actor: Actor, people: Sequence[Posting], *, at: datetime) -> Callable[[Posting], str]:
    """Return the function that names an officer's work and leave in a list. One statement.

    No work, and no statement, for more than MOST_COUNTED officers: `_note_on_missing_work` says so on the page.
    """
    is_counted = len(people) <= MOST_COUNTED
    workloads = load_workloads([one.pk for one in people], by=actor, at=at) if is_counted else {}
    choices = MarkingChoices(people, workloads)
    return lambda posting: candidate_label(posting, choices)


def _note_on_missing_work(people: Sequence[Posting]) -> str:
    """Return why the lists name no officer's work; empty if they do."""
    if len(people) <= MOST_COUNTED:
        return ""
    text = gettext(
        "The lists do not show how many complaints each officer has, because your offices have more than %(number)s "
        "officers. The page Team shows it."
    )
    return text % {"number": f"{MOST_COUNTED:,}"}


def _workload_row(load: team_workload.Workload) -> dict:
    """Return the workload of one officer for the page."""
    office = reverse("desk:office")
    return {
        "posting": load.posting,
        "who": load.posting.officer.title,
        "post": post_of(load.posting),
        "is_away": load.posting.is_away,
        "figures": [
            (name, getattr(load, name), f"{office}?{query.format(load.posting.pk)}")
            for name, query in FIGURE_QUERIES.items()
        ],
        "oldest": day(timezone.localtime(load.oldest)) if load.oldest else "",
        "balance_url": f"{reverse('desk:balance')}?{urlencode({'from': load.posting.pk})}",
    }


def _officer_with_post_label(posting: Posting) -> str:
    return joined(posting.officer.title, post_of(posting))
