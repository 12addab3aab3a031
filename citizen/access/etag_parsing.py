"""Parse the E-tag in an address, so that a view always receives twelve digits."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from citizen.access.access_forms import MISTYPED_ETAG, UNKNOWN_ETAG, TrackForm
from complaints.rules import etag as etag_rules


def require_parsed_etag(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view that receives an E-tag.

    A mistyped E-tag gets the question again. Other notations are redirected to the address with twelve digits.
    """

    @wraps(view)
    def guarded(request: HttpRequest, etag: str, **url_kwargs) -> HttpResponse:
        try:
            digits = etag_rules.parse_etag(etag)
        except etag_rules.MistypedEtag:
            return etag_not_found_page(request, etag, MISTYPED_ETAG)
        if digits != etag and request.method in {"GET", "HEAD"}:
            return redirect(request.resolver_match.view_name, etag=digits, **url_kwargs)
        return view(request, etag=digits, **url_kwargs)

    return guarded


def etag_question_page(request: HttpRequest, form: TrackForm, *, status: int) -> HttpResponse:
    """Return the page that asks for the E-tag."""
    return render(request, "citizen/access/track.html", {"form": form}, status=status)


def etag_not_found_page(request: HttpRequest, etag: str, error: str = UNKNOWN_ETAG) -> HttpResponse:
    """Return the question again (404) with what was typed. `error`: that it is mistyped or unknown."""
    form = TrackForm({"etag": etag})
    form.errors.clear()
    form.cleaned_data = {}
    form.add_error("etag", error)
    return etag_question_page(request, form, status=404)
