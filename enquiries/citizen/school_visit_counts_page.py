"""The public page of school visits: how many, where, and the poster to print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from enquiries.queries.school_visit_counts import PUBLIC_MONTHS, count_school_visits


@require_safe
def show_school_visits(request: HttpRequest) -> HttpResponse:
    """Show the number of visits of the last twelve months by district."""
    visit_counts = count_school_visits(today=localdate(), months=PUBLIC_MONTHS)
    return render(request, "enquiries/citizen/talks.html", {"counts": visit_counts, "months": PUBLIC_MONTHS})
