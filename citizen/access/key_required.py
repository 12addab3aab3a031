"""The door of an opened complaint: who comes without a key is led to it, and loses nothing that was typed."""

from collections.abc import Callable
from datetime import datetime
from functools import partial, wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext

from citizen import visitor_session
from citizen.access import duress_page
from citizen.access.etag_converter import by_number
from citizen.queries.own_complaint import Receipt

View = Callable[..., HttpResponse]
WORDS = ("words",)


def by_key(view: View | None = None, *, gives_back: tuple[str, ...] = WORDS) -> View:
    """A view of `/track/<etag>/…` that is called only while this browser has opened the complaint.

    It is handed `complaint_id` and `etag` (twelve digits) beside what its address holds. Without a visit a GET leads to
    the number's own page with a message; whatever else was sent is answered by a page (403) that gives back what stood
    in the fields named `gives_back` (with or without a form's prefix; never a secret word). A visit that was opened by
    the duress word is shown, by the same view, what stands in the complaint's place.
    """
    if view is None:
        return partial(by_key, gives_back=gives_back)

    @wraps(view)
    def guarded(request: HttpRequest, etag: str, **rest) -> HttpResponse:
        found = visitor_session.current(request, etag=etag, at=now())
        if found is None:
            return _closed(request, etag, gives_back)
        page = partial(_page, view, request, etag=etag, **rest)
        if found.under_duress:
            return duress_page.shown(request, page, complaint_id=found.complaint_id)
        return page(found.complaint_id)

    return by_number(guarded)


def may_show_receipt(request: HttpRequest, found: Receipt, *, at: datetime) -> bool:
    """Whether it may be shown here: of a complaint with a secret word, or that an operator took down (the address then
    lies at a desk, not with the complainant), only while this browser has it open."""
    complaint = found.complaint
    if not (complaint.complainant.has_secret or found.taken_down):
        return True
    return visitor_session.opened(request, etag=complaint.etag, at=at) is not None


def _page(view: View, request: HttpRequest, complaint_id: int, **rest) -> HttpResponse:
    return view(request, complaint_id=complaint_id, **rest)


def _closed(request: HttpRequest, etag: str, gives_back: tuple[str, ...]) -> HttpResponse:
    """The same for every number, whoever has it."""
    if request.method in {"GET", "HEAD"}:
        messages.warning(
            request, gettext("Your complaint is not open in this browser, or your session has ended. Open it again.")
        )
        return redirect("status", etag=etag)
    context = {"etag": etag, "typed": _typed(request, gives_back)}
    return render(request, "citizen/ended.html", context, status=403)


def _typed(request: HttpRequest, gives_back: tuple[str, ...]) -> str:
    """What stood in those fields, one below the other."""
    told = (value for name, value in request.POST.items() if name.rsplit("-", 1)[-1] in gives_back)
    return "\n\n".join(value for value in told if value.strip())
