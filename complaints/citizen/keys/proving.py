"""Going on where too many guess: a sum that the browser does by itself (proof of work by ALTCHA, on our own server), or
without JavaScript a short wait. Nothing to read off a picture, nobody else is asked.
"""

import json
import secrets
from datetime import datetime, timedelta

import altcha
from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.timezone import now
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.citizen import limits
from complaints.citizen.keys import guessing
from complaints.rules import etag as numbers

ALGORITHM, COST = "PBKDF2/SHA-256", 2_000  # some 250 tries of it: half a second of a computer, a few of a cheap phone
LIVES, WAIT = timedelta(minutes=15), timedelta(seconds=20)
SALT = "complaints.citizen.keys.proving"
LONGEST_ANSWER = 4_000  # characters
DOORS = ("status", "enter_code", "enter_key")


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
    door, etag, waited = (form.cleaned_data[name] for name in ("door", "etag", "waited"))
    if seconds := _still_to_wait(form, at=at):
        said = ngettext("Wait %(number)d second more.", "Wait %(number)d seconds more.", seconds)
        return page(request, door, etag=etag, waited=waited, said=said % {"number": seconds}, status=422, at=at)
    name = _proof_of(form, at=at)
    if not name:
        said = gettext("That took too long, or was used already. Please try once more.")
        return page(request, door, etag=etag, said=said, status=422, at=at)
    buckets = (limits.PASSES,) if form.cleaned_data["answer"] else (limits.PASSES, limits.PASSES_BY_WAITING)
    if full := limits.refuse(request, *buckets, at=at):
        return full
    guessing.let_pass(request, name, at=at)
    return redirect(door, etag=etag) if etag else redirect("track")


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
    context = {
        "door": door,
        "etag": etag,
        "challenge": json.dumps(_challenge(at=at)),
        "asked": status != 200,
        "waited": waited or signing.dumps([secrets.token_hex(8), at.timestamp()], salt=SALT),
        "seconds": int(WAIT.total_seconds()),
        "said": said,
        "back": reverse("track"),
    }
    return render(request, "complaints/citizen/keys/prove.html", context, status=status)


def _challenge(*, at: datetime) -> dict:
    expires = int((at + LIVES).timestamp())
    return altcha.create_challenge(ALGORITHM, COST, expires_at=expires, hmac_secret=_secret()).to_dict()


def _secret() -> str:
    return salted_hmac(SALT, "altcha", algorithm="sha256").hexdigest()


def _proof_of(form: ProveForm, *, at: datetime) -> str:
    """The name of a proof that is good and was not shown before; else empty."""
    answer, waited = form.cleaned_data["answer"], form.cleaned_data["waited"]
    if answer:
        good = altcha.verify_solution(answer, _secret()).verified
        name = salted_hmac(SALT, _signature_of(answer), algorithm="sha256").hexdigest()[:32] if good else ""
    else:
        name = (_since(waited) or ("", 0))[0]
    return name if name and not limits.take(limits.PROOFS, name, at=at) else ""


def _signature_of(answer: str) -> str:
    """What is one and the same in every writing of a solved sum: its signature."""
    return altcha.Payload.from_base64(answer).challenge.signature or ""


def _still_to_wait(form: ProveForm, *, at: datetime) -> int:
    """Seconds that a browser without an answer has still to wait; 0 where it has, or shows nothing good."""
    since = None if form.cleaned_data["answer"] else _since(form.cleaned_data["waited"])
    return max(0, round(since[1] + WAIT.total_seconds() - at.timestamp())) if since else 0


def _since(waited: str) -> tuple[str, float] | None:
    """Who waits, and since when. None where that is not our word, or is an old one."""
    try:
        name, since = signing.loads(waited, salt=SALT, max_age=LIVES)
    except signing.BadSignature:
        return None
    return name, since
