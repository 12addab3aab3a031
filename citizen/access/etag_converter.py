"""The E-tag in an address: however it is written, a view meets twelve digits."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from citizen.access.forms import MISTYPED, UNKNOWN, TrackForm
from complaints.rules import etag as numbers


def by_number(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that is handed a possible E-tag. A mistyped one gets the question again; another writing is sent on."""

    @wraps(view)
    def read(request: HttpRequest, etag: str, **rest) -> HttpResponse:
        try:
            digits = numbers.parse(etag)
        except numbers.Mistyped:
            return not_found(request, etag, MISTYPED)
        if digits != etag and request.method in {"GET", "HEAD"}:
            return redirect(request.resolver_match.view_name, etag=digits, **rest)
        return view(request, etag=digits, **rest)

    return read


def ask(request: HttpRequest, form: TrackForm, *, status: int) -> HttpResponse:
    """The question for the E-tag."""
    return render(request, "citizen/access/track.html", {"form": form}, status=status)


def not_found(request: HttpRequest, etag: str, said: str = UNKNOWN) -> HttpResponse:
    """The question again, with what was typed: mistyped, or a number that nobody has."""
    form = TrackForm({"etag": etag})
    form.errors.clear()
    form.cleaned_data = {}
    form.add_error("etag", said)
    return ask(request, form, status=404)
