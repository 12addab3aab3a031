"""The team: how much each officer has; and moving some of it, or all of it, to somebody else."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Posting
from complaints.models.labels import REFUSALS
from complaints.services import handover
from complaints.services.handover import Preview
from desk.queries import team
from desk.queries.bulk_marking import postings_within
from desk.queue.queue_rows import shown
from desk.team.access import leading_required
from desk.team.forms import BalanceForm, HandOverForm
from desk.wording import day, joined, post_of
from ledger.exceptions import NotPermitted

FIGURES = {
    "open": "holder={}",
    "overdue": "holder={}&clock=overdue",
    "day": "holder={}&clock=day",
    "awaiting": "holder={}&clock=paused",
    "charged": "status=all&charged={}",
}
"""What the address of the rows behind a figure of a posting asks for."""
PROPOSED = 6


@require_safe
@leading_required
def workload(request: HttpRequest) -> HttpResponse:
    """What each officer of the supervisor's subtree has now; every figure is a link to just its rows."""
    found = team.team(request.actor, at=timezone.now(), after=request.GET.get("after", ""))
    context = {
        "loads": [_load(load) for load in found.loads],
        "next_url": f"?{urlencode({'after': found.after})}" if found.after else "",
        "is_first": "after" not in request.GET,
    }
    return render(request, "desk/team/workload.html", context)


@require_safe
@leading_required
def balance(request: HttpRequest) -> HttpResponse:
    """A proposal: those of one officer that may wait the longest. What comes of it the ticked rows' own page shows."""
    at = timezone.now()
    people = postings_within(request.actor, at=at)
    asked = "to" in request.GET
    first = {"from": request.GET.get("from", ""), "number": PROPOSED}
    form = BalanceForm(request.GET if asked else None, team=people, initial=first)
    rows = []
    if asked and form.is_valid():
        given = form.cleaned_data
        rows = team.least_urgent(request.actor, int(given["from"]), number=given["number"], at=at)
    context = {
        "form": form,
        "asked": asked and form.is_valid(),
        "lines": [(shown(row, at=at), f"{row['etag']}:{row['status']}:{row['holder_id']}") for row in rows],
        "to_words": _named(form.postings[form.cleaned_data["to"]]) if asked and form.is_valid() else "",
        "back": reverse("desk:team"),
        "has_errors": asked and bool(form.errors),
    }
    status = 422 if context["has_errors"] else 200
    return render(request, "desk/team/balance.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@leading_required
def hand_over(request: HttpRequest, posting_id: int) -> HttpResponse:
    """All that a posting has: to whom; then what would go and what would stay; then, with `make`, the act itself."""
    at = timezone.now()
    people = postings_within(request.actor, at=at)
    posting = next((one for one in people if one.pk == posting_id), None)
    if posting is None:
        raise Http404
    form = HandOverForm(request.POST if request.method == "POST" else None, team=[p for p in people if p != posting])
    if not form.is_valid():
        return _handing(request, posting, form, status=422 if form.errors else 200)
    to, words = form.postings[form.cleaned_data["to"]], form.cleaned_data["words"]
    try:
        if "make" in request.POST:
            return _handed(request, posting, to, words, at=at)
        found = handover.preview(posting=posting, to=to, by=request.actor, at=at)
    except NotPermitted as never_offered:
        raise PermissionDenied from never_offered
    return _handing(request, posting, form, to=to, found=found)


def _handed(request: HttpRequest, posting: Posting, to: Posting, words: str, *, at: datetime) -> HttpResponse:
    done = handover.hand_over(posting=posting, to=to, by=request.actor, at=at, words=words)
    said = ngettext("%(n)d complaint is handed over.", "%(n)d complaints are handed over.", done.going)
    messages.success(request, said % {"n": done.going})
    if staying := done.staying.total():
        said = ngettext("%(n)d stays with %(who)s.", "%(n)d stay with %(who)s.", staying)
        messages.warning(request, said % {"n": staying, "who": posting.officer.title})
    return redirect("desk:team")


def _handing(request, posting: Posting, form: HandOverForm, *, to=None, found: Preview | None = None, status=200):
    context = {
        "posting": posting,
        "named": _named(posting),
        "form": form,
        "to_words": _named(to) if to else "",
        "preview": found,
        "staying": [(number, REFUSALS[reason]) for reason, number in found.staying.items()] if found else [],
        "has_errors": bool(form.errors),
    }
    return render(request, "desk/team/hand_over.html", context, status=status)


def _load(load: team.Load) -> dict:
    """One officer as the page shows them."""
    office = reverse("desk:office")
    return {
        "posting": load.posting,
        "who": load.posting.officer.title,
        "post": post_of(load.posting),
        "is_away": load.posting.is_away,
        "figures": [
            (name, getattr(load, name), f"{office}?{asked.format(load.posting.pk)}") for name, asked in FIGURES.items()
        ],
        "oldest": day(timezone.localtime(load.oldest)) if load.oldest else "",
        "balance_url": f"{reverse('desk:balance')}?{urlencode({'from': load.posting.pk})}",
    }


def _named(posting: Posting) -> str:
    return joined(posting.officer.title, post_of(posting))
