"""Puts the acting officer on the request, and lets nobody further whose sign-in is not whole or has run out."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import second_factor
from accounts.actors import Actor
from accounts.models import Posting
from accounts.queries.postings import current_postings
from accounts.rules import sessions
from accounts.services.sessions import run_out, times_of, used
from accounts.standing_in import StandingIn, seats

SESSION_KEY = "posting"
# What an officer may open before the second factor: to set one up, to show it, to go away.
BEFORE_THE_FACTOR = {
    *("account_login", "account_logout", "account_inactive", "account_reauthenticate"),
    *("account_reset_password", "account_reset_password_done"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done"),
    *("second_factor", "mfa_activate_totp", "mfa_add_webauthn"),
    *("mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
}
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
        """To the second factor, where one is missing (every address below /desk/, Django's admin among them)."""
        if not is_desk(request.path_info) or not is_signed_in(request) or second_factor.passed(request):
            return None
        name = request.resolver_match.view_name
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


def postings_of(request) -> list[Posting | StandingIn]:
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


def chosen(postings: Iterable[Posting | StandingIn], request) -> Posting | StandingIn | None:
    """The posting, or seat, chosen in this session while it is still held, otherwise the default one."""
    postings = list(postings)
    if not postings:
        return None
    wanted = request.session.get(SESSION_KEY)
    return next((posting for posting in postings if posting.choice == wanted), postings[0])
