"""The list of reviews, filtered by stage, by overdue, and by own reviews or those that await the reader's decision."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models.choice_labels import localized_name
from complaints.queries.queue_cursor import QueueCursor, UnreadableCursor
from reviews.desk.review_access import any_officer_required, review_actor
from reviews.desk.review_summary import deadline_badge, deciding_office_name
from reviews.models import Review
from reviews.models.labels import STAGES
from reviews.queries.review_list import ReviewListFilters, ReviewListPage, filter_reviews, load_review_list
from reviews.queries.review_visibility import can_receive_reviews, oversees_reviews

WHOSE_CHOICES = [
    ("", gettext_lazy("All that you can see")),
    ("mine", gettext_lazy("Against you")),
    ("waiting", gettext_lazy("Awaiting your decision")),
]


class ReviewFilterForm(forms.Form):
    """The filters in the query string. Unknown values are ignored."""

    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"), required=False, choices=[("", gettext_lazy("All open")), *STAGES]
    )
    whose = forms.ChoiceField(label=gettext_lazy("Show"), required=False, choices=WHOSE_CHOICES)
    late = forms.BooleanField(label=gettext_lazy("Overdue only"), required=False)

    @property
    def parsed_filters(self) -> ReviewListFilters:
        """The valid filters."""
        self.is_valid()
        data = self.cleaned_data
        whose = data.get("whose")
        return ReviewListFilters(data.get("stage", ""), whose == "mine", whose == "waiting", bool(data.get("late")))


@require_safe
@any_officer_required
def list_reviews(request: HttpRequest) -> HttpResponse:
    """Show the list and its total. Officers who can see only their own reviews get no filters. Two statements."""
    at, filters = timezone.now(), ReviewFilterForm(request.GET, auto_id="reviews_%s")
    page = _load_page(request, filters.parsed_filters, at=at)
    actor = request.actor
    total = filter_reviews(review_actor(request), filters.parsed_filters, at=at).count()
    context = {
        "total": {"number": total, "as_text": f"{total:,}"},
        "rows": [_display_row(review, at=at) for review in page.rows],
        "filters": filters if actor and (oversees_reviews(actor) or can_receive_reviews(actor)) else None,
        "is_narrowed": filters.parsed_filters != ReviewListFilters(),
        "previous_url": _url_of_page(request, "before", page.before),
        "next_url": _url_of_page(request, "after", page.after),
    }
    return render(request, "reviews/list.html", context)


def _load_page(request: HttpRequest, filters: ReviewListFilters, *, at) -> ReviewListPage:
    try:
        cursors = {
            name: QueueCursor.from_token(request.GET[name]) for name in ("after", "before") if request.GET.get(name)
        }
    except UnreadableCursor:
        messages.warning(request, _("The link to that page was incomplete. This is the first page."))
        cursors = {}
    return load_review_list(review_actor(request), filters, at=at, **cursors)


def _display_row(review: Review, *, at) -> dict:
    return {
        "pk": review.pk,
        "officer": review.officer,
        "rank": review.officer.get_rank_display() if review.officer.rank else "",
        "office": localized_name(review.office_en or "", review.office_ur or ""),
        "flags": review.flagged,
        "oldest": review.oldest_due_at,
        "stage": review.get_status_display(),
        "clock": deadline_badge(review, at=at),
        "with": deciding_office_name(review),
    }


def _url_of_page(request: HttpRequest, name: str, cursor: QueueCursor | None) -> str:
    """Return the URL of a neighbouring page with the same filters; empty without a cursor."""
    if cursor is None:
        return ""
    parameters = request.GET.copy()
    for parameter in ("after", "before"):
        parameters.pop(parameter, None)
    parameters[name] = cursor.token
    return f"?{parameters.urlencode()}"
