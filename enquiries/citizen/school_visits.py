"""The public page of school visits: how many, where, and the poster to print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from enquiries.queries.school_visits import PUBLIC_MONTHS, counts


@require_safe
def talks(request: HttpRequest) -> HttpResponse:
    """Show the number of visits of the last twelve months by district."""
    visit_counts = counts(today=localdate(), months=PUBLIC_MONTHS)
    return render(request, "enquiries/citizen/talks.html", {"counts": visit_counts, "months": PUBLIC_MONTHS})
