"""Going on where too many guess: a sum that the browser does by itself (sums), or without JavaScript a short wait.
Nothing to read off a picture, nobody else is asked.

Whoever does the sum is let pass, however many are where they are. By waiting alone so many pass and no more, because
waiting costs a machine nothing: the others may ask for a code to their telephone or mailbox (My complaints), where
nothing is learned about a number.
"""

import json
import secrets
from datetime import datetime, timedelta
from math import ceil

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen import guess_allowance, rate_limits
from citizen.access import guess_limits, proof_of_work
from complaints.rules import etag as numbers

WAIT = timedelta(seconds=20)
SALT = "citizen.access.challenge"
LONGEST_ANSWER = 4_000  # characters
OF_CODES = ("ask_code", "enter_code", "my_list", "my_list_code")
DOORS = ("status", "enter_key", *OF_CODES)
WITHOUT_NUMBER = ("my_list", "my_list_code")


class ProveForm(forms.Form):
    """`door` and `etag`: where it goes on. `answer`: the sum's. `waited`: since when this browser waits, signed."""

    door = forms.ChoiceField(choices=[(door, door) for door in DOORS], widget=forms.HiddenInput)
    etag = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    answer = forms.CharField(required=False, max_length=LONGEST_ANSWER, widget=forms.HiddenInput)
    waited = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean_etag(self) -> str:
        try:
            return numbers.parse(self.cleaned_data["etag"])
        except numbers.Mistyped:
            return ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Whoever has done the sum, or has waited, is let pass and led to where they were going."""
    at, form = now(), ProveForm(request.POST if request.method == "POST" else {"door": "status"})
    if not form.is_valid():
        return redirect("track")
    if request.method != "POST":
        return page(request, at=at)
    if form.cleaned_data["answer"]:
        return _by_sum(request, form, at=at)
    return _by_waiting(request, form, at=at)


def _by_sum(request: HttpRequest, form: ProveForm, *, at: datetime) -> HttpResponse:
    """A sum that has become too small meanwhile is followed by one that is not; there are four sizes."""
    done = proof_of_work.read(form.cleaned_data["answer"])
    if done and done.hardness < proof_of_work.hardness(request, word_of=_word_of(form), at=at):
        return _again(
            request,
            form,
            gettext("Many people are using this service right now. It will take a little longer once more."),
            at=at,
        )
    if not done or _is_used(done.name, at=at):
        return _again(request, form, _too_late(), at=at)
    proof_of_work.counted(request, at=at)
    guess_allowance.give(request, done.name, at=at)
    return _on(form)


def _by_waiting(request: HttpRequest, form: ProveForm, *, at: datetime) -> HttpResponse:
    since = _since(form.cleaned_data["waited"])
    if since is None:
        return _again(request, form, _too_late(), at=at)
    name, seconds = since[0], max(0, round(since[1] + since[2] - at.timestamp()))
    if seconds:
        said = ngettext("Wait %(number)d more second.", "Wait %(number)d more seconds.", seconds)
        return _again(request, form, said % {"number": seconds}, waited=form.cleaned_data["waited"], at=at)
    if _is_used(name, at=at):
        return _again(request, form, _too_late(), at=at)
    if word_of := _word_of(form):
        return _waited_for_a_word(request, form, name, word_of, at=at)
    room = (
        (rate_limits.PASSES_BY_WAITING, rate_limits.address(request)),
        (rate_limits.PASSES_BY_WAITING_OF_ALL, guess_limits.EVERYBODY),
    )
    only_codes = guess_limits.all_of(*room, at=at) is None
    guess_allowance.give(request, name, only=guess_allowance.CODES if only_codes else "", at=at)
    if only_codes and form.cleaned_data["door"] not in OF_CODES:
        messages.info(
            request,
            gettext(
                "This service is very busy right now. With a code sent to you, you can open your complaint at once."
            ),
        )
        return redirect("my_list")
    return _on(form)


def _waited_for_a_word(request: HttpRequest, form: ProveForm, name: str, etag: str, *, at: datetime) -> HttpResponse:
    """One try at the word of this number. Each address waits for itself: nobody elsewhere takes the owner's turn."""
    if wait := rate_limits.take(rate_limits.WAITED_FOR_A_WORD, f"{etag} {rate_limits.address(request)}", at=at):
        said = ngettext("Wait %(number)d more second.", "Wait %(number)d more seconds.", ceil(wait))
        return _again(request, form, said % {"number": ceil(wait)}, at=at)
    guess_allowance.give(request, name, only=etag, at=at)
    return _on(form)


def _word_of(form: ProveForm) -> str:
    """The number whose word is to be tried; else empty."""
    return form.cleaned_data["etag"] if form.cleaned_data["door"] == "enter_key" else ""


def _on(form: ProveForm) -> HttpResponse:
    """Where they were going."""
    door, etag = form.cleaned_data["door"], form.cleaned_data["etag"]
    if door in WITHOUT_NUMBER:
        return redirect(door)
    return redirect(door, etag=etag) if etag else redirect("track")


def _again(request: HttpRequest, form: ProveForm, said: str, *, waited: str = "", at: datetime) -> HttpResponse:
    door, etag = form.cleaned_data["door"], form.cleaned_data["etag"]
    return page(request, door, etag=etag, waited=waited, said=said, status=422, at=at)


def _too_late() -> str:
    return gettext("That took too long or was already used. Try again.")


def page(
    request: HttpRequest,
    door: str = "status",
    *,
    etag: str = "",
    waited: str = "",
    said: str = "",
    status: int = 200,
    at: datetime,
) -> HttpResponse:
    """The page that asks for it. `waited`: of who waits already. `said`: why the last try did not do."""
    word_of = etag if door == "enter_key" else ""
    seconds = int(WAIT.total_seconds()) << min(proof_of_work.HARDEST, proof_of_work.hardness_of_word(word_of, at=at))
    context = {
        "door": door,
        "etag": etag,
        "challenge": json.dumps(proof_of_work.challenge(request, word_of=word_of, at=at)),
        "asked": status != 200,
        "waited": waited or signing.dumps([secrets.token_hex(8), at.timestamp(), seconds], salt=SALT),
        "seconds": seconds,
        "said": said,
        "back": reverse("track"),
    }
    answer = render(request, "citizen/access/prove.html", context, status=status)
    if status == 429:
        answer["Retry-After"] = str(context["seconds"])
    return answer


def _is_used(name: str, *, at: datetime) -> bool:
    """Each proof counts once."""
    return bool(rate_limits.take(rate_limits.PROOFS, name, at=at))


def _since(waited: str) -> tuple[str, float, int] | None:
    """Who waits, since when, and for how many seconds. None where that is not our word, or is an old one."""
    try:
        name, since, seconds = signing.loads(waited, salt=SALT, max_age=proof_of_work.LIVES)
    except (signing.BadSignature, ValueError):  # a ValueError: signed by the version before, without the seconds
        return None
    return name, since, seconds
