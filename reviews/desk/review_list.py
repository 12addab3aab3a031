"""The list of reviews: one's own, those that wait for one's decision, or all, by stage and by whether they are late."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models.choices import in_language
from complaints.queries.cursor import Cursor, Unreadable
from reviews.desk.access import doer, reviews_page
from reviews.desk.review_shown import clock_of, decided_by
from reviews.models import Review
from reviews.models.labels import STAGES
from reviews.queries.review_list import ReviewListFilters, ReviewListPage, page_of
from reviews.queries.visibility import decides_somewhere, oversees

WHOSE = [
    ("", gettext_lazy("All that you can see")),
    ("mine", gettext_lazy("Against you")),
    ("waiting", gettext_lazy("Waiting for you")),
]


class Filters(forms.Form):
    """In the address; what is not known there counts as nothing asked."""

    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"), required=False, choices=[("", gettext_lazy("All open")), *STAGES]
    )
    whose = forms.ChoiceField(label=gettext_lazy("Show"), required=False, choices=WHOSE)
    late = forms.BooleanField(label=gettext_lazy("Overdue only"), required=False)

    @property
    def asked(self) -> ReviewListFilters:
        self.is_valid()
        given = self.cleaned_data
        whose = given.get("whose")
        return ReviewListFilters(given.get("stage", ""), whose == "mine", whose == "waiting", bool(given.get("late")))


@require_safe
@reviews_page
def reviews(request: HttpRequest) -> HttpResponse:
    """Whoever sees no other reviews than their own is offered no filters. One statement."""
    at, filters = timezone.now(), Filters(request.GET, auto_id="reviews_%s")
    page = _page(request, filters.asked, at=at)
    actor = request.actor
    context = {
        "rows": [_row(review, at=at) for review in page.rows],
        "filters": filters if actor and (oversees(actor) or decides_somewhere(actor)) else None,
        "is_narrowed": filters.asked != ReviewListFilters(),
        **_pager(request, page),
    }
    return render(request, "reviews/list.html", context)


def _page(request: HttpRequest, asked: ReviewListFilters, *, at) -> ReviewListPage:
    try:
        cursors = {name: Cursor.read(request.GET[name]) for name in ("after", "before") if request.GET.get(name)}
    except Unreadable:
        messages.warning(request, _("The link to that page was incomplete. This is the first page."))
        cursors = {}
    return page_of(doer(request), asked, at=at, **cursors)


def _row(review: Review, *, at) -> dict:
    return {
        "pk": review.pk,
        "officer": review.officer,
        "rank": review.officer.get_rank_display() if review.officer.rank else "",
        "office": in_language(review.office_en or "", review.office_ur or ""),
        "flags": review.flagged,
        "oldest": review.oldest_due_at,
        "stage": review.get_status_display(),
        "clock": clock_of(review, at=at),
        "with": decided_by(review),
    }


def _pager(request: HttpRequest, page: ReviewListPage) -> dict:
    """The addresses of the neighbours, with the filters as they are."""
    return {
        "previous_url": _address(request, "before", page.before),
        "next_url": _address(request, "after", page.after),
    }


def _address(request: HttpRequest, name: str, cursor: Cursor | None) -> str:
    if cursor is None:
        return ""
    parameters = request.GET.copy()
    for old in ("after", "before"):
        parameters.pop(old, None)
    parameters[name] = cursor.token
    return f"?{parameters.urlencode()}"
