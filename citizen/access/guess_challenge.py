"""Let a visitor continue after too many guesses, by a proof of work or, without JavaScript, by a short wait.

There is no picture puzzle, and no other service is involved.

Everyone who solves the proof of work gets a pass, however many visitors share their address. Waiting costs a machine
nothing, so it gives only a limited number of passes. The other visitors can still request a code to their phone or
mailbox (My complaints), which reveals nothing about an E-tag.
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

from citizen import guess_pass, rate_limits
from citizen.access import guess_limits, proof_of_work
from complaints.rules import etag as etag_rules

WAIT, LONGEST_WAIT = timedelta(seconds=20), timedelta(seconds=40)
"""An owner waits for less than a minute. What slows guessers down is that few tries at a word are granted by waiting
(citizen.rate_limits.WORD_TRIES_BY_WAITING)."""
SALT = "citizen.access.guess_challenge"
LONGEST_ANSWER = 4_000  # characters
CODE_PAGES = ("ask_code", "enter_code", "my_list", "my_list_code")
CHALLENGED_PAGES = ("status", "enter_key", *CODE_PAGES)
PAGES_WITHOUT_ETAG = ("my_list", "my_list_code")


class ChallengeForm(forms.Form):
    """The challenge's form.

    `door` and `etag`: the page to continue with. `answer`: the solved proof of work. `waited`: a signed token with the
    time at which the wait began.
    """

    door = forms.ChoiceField(choices=[(door, door) for door in CHALLENGED_PAGES], widget=forms.HiddenInput)
    etag = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    answer = forms.CharField(required=False, max_length=LONGEST_ANSWER, widget=forms.HiddenInput)
    waited = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean_etag(self) -> str:
        try:
            return etag_rules.parse_etag(self.cleaned_data["etag"])
        except etag_rules.MistypedEtag:
            return ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_challenge(request: HttpRequest) -> HttpResponse:
    """Check the proof of work or the wait, grant a pass, and redirect to the page that the visitor wanted."""
    at, form = now(), ChallengeForm(request.POST if request.method == "POST" else {"door": "status"})
    if not form.is_valid():
        return redirect("track")
    if request.method != "POST":
        return challenge_page(request, at=at)
    if form.cleaned_data["answer"]:
        return _check_proof_of_work(request, form, at=at)
    return _check_waiting(request, form, at=at)


def _check_proof_of_work(request: HttpRequest, form: ChallengeForm, *, at: datetime) -> HttpResponse:
    """Grant a pass for a solved proof of work.

    If the required difficulty has risen in the meantime, the visitor solves a harder one. There are four levels.
    """
    solved = proof_of_work.verify_solution(form.cleaned_data["answer"])
    if solved and solved.hardness < proof_of_work.current_difficulty(
        request, word_of=_etag_of_wanted_word(form), at=at
    ):
        return _render_challenge_again(
            request,
            form,
            gettext(
                "Many people are using this service right now. We run the check once more, and it "
                "takes a little longer."
            ),
            at=at,
        )
    if not solved or is_proof_used_up(solved.name, at=at):
        return _render_challenge_again(request, form, _expired_text(), at=at)
    proof_of_work.count_granted_pass(request, at=at)
    guess_pass.grant_guess_pass(request, solved.name, at=at)
    return _redirect_to_wanted_page(form)


def _check_waiting(request: HttpRequest, form: ChallengeForm, *, at: datetime) -> HttpResponse:
    """Grant a pass after the wait, or a pass for codes only if too many passes were granted by waiting."""
    waiting = _parse_wait_token(form.cleaned_data["waited"])
    if waiting is None:
        return _render_challenge_again(request, form, _expired_text(), at=at)
    name, seconds = waiting[0], max(0, round(waiting[1] + waiting[2] - at.timestamp()))
    if seconds:
        text = ngettext("Wait %(number)d more second.", "Wait %(number)d more seconds.", seconds)
        return _render_challenge_again(
            request, form, text % {"number": seconds}, waited=form.cleaned_data["waited"], at=at
        )
    if is_proof_used_up(name, at=at):
        return _render_challenge_again(request, form, _expired_text(), at=at)
    if etag := _etag_of_wanted_word(form):
        return _grant_pass_for_one_word(request, form, name, etag, at=at)
    buckets = (
        (rate_limits.PASSES_BY_WAITING_PER_ADDRESS, rate_limits.client_address(request)),
        (rate_limits.PASSES_BY_WAITING_TOTAL, guess_limits.EVERYBODY),
    )
    only_codes = guess_limits.take_all_tokens(*buckets, at=at) is None
    guess_pass.grant_guess_pass(request, name, only=guess_pass.ONLY_CODES if only_codes else "", at=at)
    if only_codes and form.cleaned_data["door"] not in CODE_PAGES:
        messages.info(
            request,
            gettext(
                "This service is very busy right now. With a code sent to you, you can open your complaint at once."
            ),
        )
        return redirect("my_list")
    return _redirect_to_wanted_page(form)


def _grant_pass_for_one_word(
    request: HttpRequest, form: ChallengeForm, name: str, etag: str, *, at: datetime
) -> HttpResponse:
    """Grant one try at the secret word of this complaint.

    Each address waits separately, so that visitors elsewhere do not use up the owner's try.
    """
    if wait := rate_limits.take_token(
        rate_limits.WORD_TRIES_BY_WAITING, f"{etag} {rate_limits.client_address(request)}", at=at
    ):
        text = ngettext("Wait %(number)d more second.", "Wait %(number)d more seconds.", ceil(wait))
        return _render_challenge_again(request, form, text % {"number": ceil(wait)}, at=at)
    guess_pass.grant_guess_pass(request, name, only=etag, at=at)
    return _redirect_to_wanted_page(form)


def _etag_of_wanted_word(form: ChallengeForm) -> str:
    """Return the E-tag if the visitor wants to try its secret word; else an empty string."""
    return form.cleaned_data["etag"] if form.cleaned_data["door"] == "enter_key" else ""


def _redirect_to_wanted_page(form: ChallengeForm) -> HttpResponse:
    """Redirect to the page that the visitor wanted."""
    url_name, etag = form.cleaned_data["door"], form.cleaned_data["etag"]
    if url_name in PAGES_WITHOUT_ETAG:
        return redirect(url_name)
    return redirect(url_name, etag=etag) if etag else redirect("track")


def _render_challenge_again(
    request: HttpRequest, form: ChallengeForm, problem: str, *, waited: str = "", at: datetime
) -> HttpResponse:
    url_name, etag = form.cleaned_data["door"], form.cleaned_data["etag"]
    return challenge_page(request, url_name, etag=etag, waited=waited, problem=problem, status=422, at=at)


def _expired_text() -> str:
    return gettext("That took too long or was already used. Try again.")


def challenge_page(
    request: HttpRequest,
    url_name: str = "status",
    *,
    etag: str = "",
    waited: str = "",
    problem: str = "",
    status: int = 200,
    at: datetime,
) -> HttpResponse:
    """Show the challenge. `waited`: the token of a wait that has begun. `problem`: why the last attempt failed."""
    word_of = etag if url_name == "enter_key" else ""
    wait = min(WAIT * 2 ** proof_of_work.difficulty_for_word(word_of, at=at), LONGEST_WAIT)
    seconds = int(wait.total_seconds())
    context = {
        "door": url_name,
        "etag": etag,
        "challenge": json.dumps(proof_of_work.create_challenge(request, word_of=word_of, at=at)),
        "asked": status != 200,
        "waited": waited or signing.dumps([secrets.token_hex(8), at.timestamp(), seconds], salt=SALT),
        "seconds": seconds,
        "said": problem,
        "back": reverse("track"),
    }
    response = render(request, "citizen/access/prove.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(context["seconds"])
    return response


def is_proof_used_up(name: str, *, at: datetime) -> bool:
    """Return whether this proof was used before. Each proof counts once."""
    return bool(rate_limits.take_token(rate_limits.PROOF_USES, name, at=at))


def _parse_wait_token(waited: str) -> tuple[str, float, int] | None:
    """Return the token's name, when the wait began (timestamp) and its seconds; None for a forged or old token."""
    try:
        name, began_at, seconds = signing.loads(waited, salt=SALT, max_age=proof_of_work.CHALLENGE_LIFETIME)
    except (signing.BadSignature, ValueError):  # ValueError: signed by an earlier version, without the seconds
        return None
    return name, began_at, seconds
