"""School talks, for everybody: how many, where, and what to print for one's own school."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from enquiries.queries.school_visits import PUBLIC_MONTHS, counts


@require_safe
def talks(request: HttpRequest) -> HttpResponse:
    """By district, of the last twelve months."""
    found = counts(today=localdate(), months=PUBLIC_MONTHS)
    return render(request, "enquiries/citizen/talks.html", {"counts": found, "months": PUBLIC_MONTHS})
