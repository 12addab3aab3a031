"""Hearing an officer whom a complaint names: the gist, the CPO's consent, and the answer in the file."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from complaints.models import Complaint, Hearing, Naming
from complaints.models.labels import REFUSALS
from complaints.queries import hearings
from complaints.services import hearings as service
from complaints.services.facts import Annotated, capacities_of
from desk.access import found_or_404, reading_required, signed_out
from desk.moves.move_form import TypedWords
from desk.queries import officers
from desk.wording import joined, moment, post_of
from ledger.exceptions import NotPermitted, Refused

TEMPLATE = "desk/hearing.html"


class GistForm(forms.Form):
    words = TypedWords(
        label=_("Allegation against the officer"),
        rows=5,
        help_text=_(
            "The officer reads only this. Leave out the complainant's identity, all numbers, the files, and "
            "anything only the complainant can know."
        ),
    )


class AgreeForm(forms.Form):
    words = TypedWords(
        label=_("When and how you warned the complainant"),
        rows=2,
        help_text=_(
            "Speak to the complainant first: the officer may guess who complained. Do not agree without the "
            "complainant's knowledge."
        ),
    )


def hear(request: HttpRequest, etag: str, naming: int) -> HttpResponse:
    """What an officer is asked, and answers; who comes after the session's end is given back what they typed."""
    if request.method == "POST" and not request.user.is_authenticated:
        back = reverse("desk:hear", kwargs={"etag": etag, "naming": naming})
        return signed_out(request, back=back, typed=[request.POST.get("words", "").strip()])
    return _hear(request, etag, naming)


@require_http_methods(["GET", "HEAD", "POST"])
@reading_required
def _hear(request: HttpRequest, etag: str, naming: int) -> HttpResponse:
    """The hearings of one officer, and the next step for who has it to do. 422 where it can't be taken.

    Only a conduct complaint has an officer to be heard: for another there is no such page.
    """
    at = now()
    complaint = found_or_404(request, etag)
    named = officers.named_in(complaint).filter(pk=naming).first()
    if named is None or not complaint.about_police:
        raise Http404
    if request.method != "POST":
        return _page(request, complaint, named, None, at=at)
    form = (AgreeForm if request.POST.get("act") == "agree" else GistForm)(request.POST)
    if form.is_valid():
        try:
            _act(form, named, request, at=at)
        except NotPermitted as never_offered:
            raise Http404 from never_offered
        except Refused as refused:
            form.add_error("words", REFUSALS[refused.reason])
    return _page(request, complaint, named, form, at=at) if form.errors else redirect("desk:hear", etag, naming)


def _act(form: forms.Form, named: Naming, request: HttpRequest, *, at: datetime) -> None:
    words = form.cleaned_data["words"]
    if isinstance(form, AgreeForm):
        waiting = get_object_or_404(hearings.waiting_for_consent(), naming=named)
        service.agree(hearing_id=waiting.pk, words=words, by=request.actor, at=at)
        messages.success(request, gettext("Agreed. The officer has been asked to answer."))
    else:
        given = service.write_gist(naming_id=named.pk, gist=words, by=request.actor, at=at)
        done = gettext("The officer has been asked to answer.")
        wait = gettext("Saved. The Central Police Office must agree first.")
        messages.success(request, done if given.given_at else wait)


def _page(request: HttpRequest, complaint: Complaint, named: Naming, tried, *, at: datetime) -> HttpResponse:
    held = capacities_of(request.actor, complaint, at=at, annotated=Annotated.on(complaint, request.actor))
    asked = hearings.of_naming(named)
    writes = service.may_write(held, complaint) and all(one.cycle != complaint.cycle for one in asked)
    agrees = any(service.may_agree(held, request.actor, one, complaint) for one in asked)
    fresh = AgreeForm() if agrees else GistForm() if writes else None
    context = {
        "complaint": complaint,
        "named": named,
        "asked": [_shown(one, at=at) for one in asked],
        "form": tried or fresh,
        "act": "agree" if agrees else "gist",
        "has_errors": tried is not None,
    }
    return render(request, TEMPLATE, context, status=422 if tried is not None else 200)


def _shown(one: Hearing, *, at: datetime) -> dict:
    if one.answered_at:
        state = gettext("Answered %(when)s") % {"when": moment(one.answered_at)}
    elif one.due_at is None:
        state = gettext("Awaiting the agreement of the Central Police Office")
    elif one.due_at <= at:
        state = gettext("Not answered by %(when)s") % {"when": moment(one.due_at)}
    else:
        state = gettext("Answer due by %(when)s") % {"when": moment(one.due_at)}
    by = joined(one.written_by.officer.title, post_of(one.written_by), moment(one.written_at))
    return {"row": one, "state": state, "by": by}
