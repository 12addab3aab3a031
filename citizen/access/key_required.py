"""Restrict a view to browsers that have opened the complaint with a key.

Other visitors are redirected to the page where they can open it. Text that they typed is returned to them.
"""

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
from citizen.access.etag_parsing import require_parsed_etag
from citizen.queries.own_complaint import RegistrationReceipt

View = Callable[..., HttpResponse]
KEPT_FIELDS = ("words",)


def key_required(view: View | None = None, *, kept_fields: tuple[str, ...] = KEPT_FIELDS) -> View:
    """Decorate a view of `/track/<etag>/…` that is called only while this browser has opened the complaint.

    The view receives `complaint_id` and `etag` (twelve digits) besides the other arguments of its address. Without a
    visit, a GET is redirected to the complaint's tracking page with a message. Other methods get a page (403) that
    returns the text of the fields named in `kept_fields` (with or without a form's prefix; never a secret word). A
    visit that was opened with the duress word gets the same view with the harmless complaint.
    """
    if view is None:
        return partial(key_required, kept_fields=kept_fields)

    @wraps(view)
    def guarded(request: HttpRequest, etag: str, **url_kwargs) -> HttpResponse:
        visit = visitor_session.current_visit(request, etag=etag, at=now())
        if visit is None:
            return _not_open_response(request, etag, kept_fields)
        page = partial(_call_view_if_open, view, request, etag=etag, **url_kwargs)
        if visit.under_duress:
            return duress_page.render_harmless_page(request, page, complaint_id=visit.complaint_id)
        return page(visit.complaint_id)

    return require_parsed_etag(guarded)


def may_show_receipt(request: HttpRequest, receipt: RegistrationReceipt, *, at: datetime) -> bool:
    """Return whether the receipt may be shown in this browser.

    If the complaint has a secret word, or an operator entered it (its address is then known at a desk), the receipt is
    shown only while this browser has the complaint open.
    """
    complaint = receipt.complaint
    if not (complaint.complainant.has_secret or receipt.entered_by_operator):
        return True
    return visitor_session.opened_complaint_id(request, etag=complaint.etag, at=at) is not None


def _call_view_if_open(view: View, request: HttpRequest, complaint_id: int, **url_kwargs) -> HttpResponse:
    return view(request, complaint_id=complaint_id, **url_kwargs)


def _not_open_response(request: HttpRequest, etag: str, kept_fields: tuple[str, ...]) -> HttpResponse:
    """Return the answer to a browser that has not opened the complaint. It is the same for every E-tag."""
    if request.method in {"GET", "HEAD"}:
        messages.warning(
            request, gettext("Your complaint is not open in this browser, or your session has ended. Open it again.")
        )
        return redirect("status", etag=etag)
    texts = (value for name, value in request.POST.items() if name.rsplit("-", 1)[-1] in kept_fields)
    context = {"etag": etag, "typed": "\n\n".join(text for text in texts if text.strip())}
    return render(request, "citizen/ended.html", context, status=403)
