"""Puts the acting officer on the request, and lets nobody further whose sign-in is not whole or has run out."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import second_factor
from accounts.acting_head import ActingHead, seats
from accounts.actors import Actor
from accounts.models import Posting
from accounts.queries.postings import current_postings
from accounts.rules import sessions
from accounts.rules.form_input import is_row_number
from accounts.services.sessions import POSTING as SESSION_KEY
from accounts.services.sessions import run_out, times_of, used
from web.typed_text import words_of

AS = "as"
"""In an address: under which of their postings the officer acts from here on."""
# What an officer may open before the second factor: to set one up, to show it, to go away.
BEFORE_THE_FACTOR = {
    *("account_login", "account_logout", "account_inactive", "account_reauthenticate"),
    *("account_reset_password", "account_reset_password_done"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done"),
    *("second_factor", "mfa_activate_totp", "mfa_add_webauthn"),
    *("mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
}
WHATEVER_IS_HELD = {"account_logout", "posting"}
"""What is the person's, whichever posting has ended."""
SETTING_UP = {"mfa_activate_totp", "mfa_add_webauthn"}


class ActorMiddleware:
    """Sets `request.postings` (all that the officer holds now, and the heads' seats that they may take),
    `request.posting` and `request.actor`.

    A citizen has no session of an officer: for them the two are None and nothing is asked of the database. An officer
    who has not passed the second factor holds nothing, and is led to it from every page of the desk. A sign-in that
    has lasted too long is ended here.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.postings = postings_of(request)
        request.posting = chosen(request.postings, request)
        request.actor = Actor.of(request.posting) if request.posting else None
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """To the second factor, where one is missing (every address below /desk/, Django's admin among them).

        A form sent under a posting that has ended is given back with what was typed; nothing is done.
        """
        if not is_desk(request.path_info) or not is_signed_in(request):
            return None
        name = request.resolver_match.view_name
        if second_factor.passed(request):
            return None if name in WHATEVER_IS_HELD else _without_the_posting(request)
        taken = name in SETTING_UP and second_factor.has_one(request.user)  # another session has set one up meanwhile
        if name in BEFORE_THE_FACTOR and not taken:
            return None
        wanted = {"next": request.get_full_path()} if request.method == "GET" and not taken else {}
        return redirect(f"{reverse('second_factor')}{'?' if wanted else ''}{urlencode(wanted)}")


def is_signed_in(request) -> bool:
    """Whether an officer's session comes with the request. Nothing is asked of the database for a stranger."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def is_desk(path: str) -> bool:
    """Whether an address is one of the desk's, in either language."""
    return path.removeprefix("/ur").startswith("/desk/")


def postings_of(request) -> list[Posting | ActingHead]:
    """What the signed-in officer holds at this moment, the default one first, and then the seats of heads on leave.

    One query, two for who acts for a head; none for a citizen.
    """
    if not is_signed_in(request):
        return []
    now = timezone.now()
    postings = current_postings(request.user, at=now) if second_factor.passed(request) else []
    return [*postings, *seats(postings, at=now)] if still_lasts(request, postings, now=now) else []


def still_lasts(request, postings: list[Posting], *, now: datetime) -> bool:
    """Whether the session is within the limits of the officer's roles; one that is not is ended, and the reader told.

    Its last use is noted now and then. What a page asks for by itself (the queue's polling) is no use.
    """
    limit, (began, last) = sessions.limit_of(posting.role for posting in postings), times_of(request.session)
    if not sessions.is_over(limit, began=began, used=last, now=now):
        if not fetched_by_itself(request) and sessions.is_worth_noting(limit, used=last, now=now):
            used(request.session, at=now)
        return True
    run_out(request.session, at=now)
    logout(request)
    messages.info(request, _("You were signed out because your session reached its time limit. Sign in again."))
    return False


def fetched_by_itself(request) -> bool:
    """Whether a page that lies open asks for a part of itself; nobody has to sit before it for that."""
    return request.method == "GET" and request.headers.get("HX-Request") == "true"


def chosen(postings: Iterable[Posting | ActingHead], request) -> Posting | ActingHead | None:
    """The posting, or seat, that the address names or that was chosen in this session, while it is still held;
    otherwise the default one. What the address names is chosen from then on."""
    held = {posting.choice: posting for posting in postings}
    if not held:
        return None
    named = held.get(_named(request))
    if named is not None:
        choose(request, named)
    return named or held.get(request.session.get(SESSION_KEY)) or next(iter(held.values()))


def choose(request, posting: Posting | ActingHead) -> None:
    """Remember under which posting, or in which seat, this session acts."""
    if request.session.get(SESSION_KEY) != posting.choice:
        request.session[SESSION_KEY] = posting.choice


def act_as(request, posting: Posting | ActingHead) -> None:
    """Let this one request act under another of the officer's postings."""
    request.posting, request.actor = posting, Actor.of(posting)


def _named(request) -> int | None:
    """The posting in the address; None where it names none."""
    named = request.GET.get(AS, "")
    return int(named) if is_row_number(named) else None


def _without_the_posting(request) -> HttpResponse | None:
    """Where the session's posting (or the address's) is held no longer: 409 for what was sent, a word for a page.

    A form must never be taken under another posting than the one it was filled in under. What a page fetches by itself
    changes nothing: its reader has not been told yet.
    """
    gone = _named(request) or request.session.get(SESSION_KEY)
    if gone is None or any(posting.choice == gone for posting in request.postings):
        return None
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        return posting_over(request, gone)
    if request.method == "GET" and not fetched_by_itself(request):
        request.session.pop(SESSION_KEY, None)
        if request.posting:
            choose(request, request.posting)
            messages.warning(request, _("A posting of yours has ended. You now act under the one shown above."))
    return None


def posting_over(request, number: int) -> HttpResponse:
    """What was filled in under a posting that has ended is given back, and nothing is done. 409."""
    ended = Posting.objects.with_people().filter(pk=number, officer=request.user).exclude(ends_at=None).first()
    return render(request, "accounts/posting_over.html", {"typed": words_of(request), "ended": ended}, status=409)
