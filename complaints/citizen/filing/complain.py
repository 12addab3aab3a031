"""Making a complaint, and the receipt for it."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.citizen.filing.complaint_form import ComplaintForm, Offer, fresh
from complaints.models import Draft
from complaints.models.words import GROUPS
from complaints.queries import filing
from complaints.rules.parties import Citizen
from complaints.rules.statuses import Channel
from complaints.services.registration import register_complaint, start_draft


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """The form. A GET gives it a key; the same key sent twice, even at once, is one complaint."""
    offer = Offer(filing.offered_categories(), filing.places())
    if request.method != "POST":
        return _page(request, fresh(uuid.uuid4(), offer=offer, today=localdate()))
    form = ComplaintForm(request.POST, offer=offer, today=localdate())
    if not form.is_valid():
        return _page(request, _with_a_key(form), status=422)
    draft = _register(form)
    if draft.answers != form.answers():
        messages.warning(
            request, gettext("This complaint was registered already. What you changed since is not in it.")
        )
    return redirect("receipt", draft=draft.pk)


@transaction.atomic
def _register(form: ComplaintForm) -> Draft:
    """One draft, one complaint, in one transaction: a form that is sent again finds both."""
    at = now()
    draft = start_draft(channel=Channel.WEB, answers=form.answers(), at=at, key=form.cleaned_data["key"])
    register_complaint(draft_id=draft.pk, channel=Channel.WEB, by=Citizen(), at=at)
    return draft


def _with_a_key(form: ComplaintForm) -> ComplaintForm:
    """A key that was lost or spoilt is replaced, so that the form can be sent again."""
    if "key" in form.errors:
        form.data = form.data.copy()
        form.data["key"] = str(uuid.uuid4())
    return form


def _page(request: HttpRequest, form: ComplaintForm, *, status: int = 200) -> HttpResponse:
    return render(request, "complaints/citizen/complain.html", {"form": form, "groups": _groups(form)}, status=status)


def _groups(form: ComplaintForm) -> list[dict]:
    """The kinds of complaint by group; the group of the chosen one is open, or the first if the choice is missing."""
    chosen, groups = form["category"].value(), []
    numbered = list(enumerate(form.offer.categories))
    for code, label in GROUPS:
        inside = [(number, category) for number, category in numbered if category.group == code]
        if inside:
            is_open = any(category.code == chosen for _, category in inside)
            groups.append({"code": code, "label": label, "kinds": inside, "open": is_open})
    if form["category"].errors and groups:
        groups[0]["open"] = True
    return groups
