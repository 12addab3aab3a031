"""Middleware that sets the actor on the request, requires the second factor, and ends expired sessions.

It also keeps a session that shows the wall display from every other page.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import second_factor
from accounts.acting_head import ActingHead, find_acting_heads
from accounts.actors import Actor
from accounts.models import Posting
from accounts.queries.officer_postings import current_postings
from accounts.rules import session_limits
from accounts.rules.form_input import is_row_id
from accounts.services.provider_sessions import is_valid_at_provider
from accounts.services.sessions import POSTING_VARIABLE as SESSION_KEY
from accounts.services.sessions import (
    is_restricted_to_wall_display,
    record_session_expiry,
    record_session_use,
    session_times,
)
from accounts.single_sign_on.compulsory import PAGES_BEFORE_SIGN_IN, PAGES_FOR_LINKING, must_use_provider
from web.submitted_text import submitted_texts

POSTING_PARAMETER = "as"
"""Query parameter with the posting that the officer acts under from here on."""

# The pages that an officer may open before passing the second factor: to set one up, to enter it, and to sign out.
PAGES_BEFORE_SECOND_FACTOR = {
    *("account_login", "account_logout", "account_inactive", "account_reauthenticate"),
    *("account_reset_password", "account_reset_password_done"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done"),
    *("second_factor", "mfa_activate_totp", "mfa_add_webauthn"),
    *("mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
}
PAGES_BEFORE_SECOND_FACTOR |= PAGES_BEFORE_SIGN_IN
PAGES_WITHOUT_POSTING_CHECK = {"account_logout", "posting"}
"""Pages that work even after the session's posting has ended."""
REQUESTS_OF_WALL_DISPLAY = {("wall", "GET"), ("wall", "HEAD"), ("account_logout", "POST")}
"""Routes and methods that a session may use once it is restricted to the wall display."""
SECOND_FACTOR_SETUP_PAGES = {"mfa_activate_totp", "mfa_add_webauthn"}


class ActorMiddleware:
    """Sets `request.postings`, `request.posting` and `request.actor`.

    `request.postings` are the officer's current postings and the posts of heads on leave that they may use. Citizens
    have no officer's session: for them `posting` and `actor` are None and no query runs. An officer who has not passed
    the second factor has no postings, and every page of the desk redirects to it. An expired session is ended here.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.postings = load_postings(request)
        request.posting = select_posting(request.postings, request)
        request.actor = Actor.of(request.posting) if request.posting else None
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Redirect to the second factor if it is missing (for every URL below /desk/, including Django's admin).

        A form that was sent under an ended posting is not processed: it is shown again with the entered values. A
        session that is restricted to the wall display gets no other page, neither of the desk nor a public one.
        """
        if not is_signed_in(request):
            return None
        name = request.resolver_match.view_name
        if is_restricted_to_wall_display(request.session) and (name, request.method) not in REQUESTS_OF_WALL_DISPLAY:
            return render(request, "accounts/wall_display_only.html", status=403)
        if not is_desk_path(request.path_info):
            return None
        if second_factor.has_passed_second_factor(request):
            if must_use_provider(request):
                is_allowed = name in PAGES_BEFORE_SECOND_FACTOR | PAGES_FOR_LINKING
                return None if is_allowed else redirect("sso_link")
            return None if name in PAGES_WITHOUT_POSTING_CHECK else _response_if_posting_ended(request)
        # Another session may have set up the first factor in the meantime.
        is_set_up_elsewhere = name in SECOND_FACTOR_SETUP_PAGES and second_factor.has_second_factor(request.user)
        if name in PAGES_BEFORE_SECOND_FACTOR and not is_set_up_elsewhere:
            return None
        query = {"next": request.get_full_path()} if request.method == "GET" and not is_set_up_elsewhere else {}
        return redirect(f"{reverse('second_factor')}{'?' if query else ''}{urlencode(query)}")


def is_signed_in(request) -> bool:
    """Return whether the request has an officer's session. Runs no query without a session cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def is_desk_path(path: str) -> bool:
    """Return whether a URL path belongs to the desk, in either language."""
    return path.removeprefix("/ur").startswith("/desk/")


def load_postings(request) -> list[Posting | ActingHead]:
    """Return the signed-in officer's current postings, the default one first, then posts of heads on leave.

    Runs one query, two for an officer who acts for a head, none for a citizen.
    """
    if not is_signed_in(request):
        return []
    now = timezone.now()
    may_work = second_factor.has_passed_second_factor(request) and not must_use_provider(request)
    postings = current_postings(request.user, at=now) if may_work else []
    if not is_valid_at_provider(request.session, at=now):
        logout(request)
        messages.info(request, _("You were signed out because your session at the single sign-on has ended."))
        return []
    if not enforce_session_limits(request, postings, now=now):
        return []
    return [*postings, *find_acting_heads(postings, at=now)]


def enforce_session_limits(request, postings: list[Posting], *, now: datetime) -> bool:
    """Return whether the session is within the limits of the officer's roles. End it if not, and tell the officer.

    The last use is recorded from time to time. Background requests (the queue's polling) do not count as use. A session
    that is restricted to the wall display has only the limit in total.
    """
    limit = session_limits.strictest_limit(posting.role for posting in postings)
    if is_restricted_to_wall_display(request.session):
        limit = session_limits.without_idle_limit(limit)
    began, last_used = session_times(request.session)
    if not session_limits.is_expired(limit, began=began, used=last_used, now=now):
        if not is_background_request(request) and session_limits.should_record_use(limit, used=last_used, now=now):
            record_session_use(request.session, at=now)
        return True
    record_session_expiry(request.session, at=now)
    logout(request)
    messages.info(request, _("You were signed out because your session reached its time limit. Sign in again."))
    return False


def is_background_request(request) -> bool:
    """Return whether an open page refreshes a part of itself, which does not show that the officer is there."""
    return request.method == "GET" and request.headers.get("HX-Request") == "true"


def select_posting(postings: Iterable[Posting | ActingHead], request) -> Posting | ActingHead | None:
    """Return the posting that this request acts under, or None if the officer has none.

    It is the one in the URL, else the session's choice, else the default one; each only while the officer holds it.
    A posting in the URL becomes the session's choice.
    """
    available = {posting.choice: posting for posting in postings}
    if not available:
        return None
    from_url = available.get(_posting_in_url(request))
    if from_url is not None:
        remember_posting(request, from_url)
    return from_url or available.get(request.session.get(SESSION_KEY)) or next(iter(available.values()))


def remember_posting(request, posting: Posting | ActingHead) -> None:
    """Store in the session the posting, or head's post, that it acts under."""
    if request.session.get(SESSION_KEY) != posting.choice:
        request.session[SESSION_KEY] = posting.choice


def switch_posting(request, posting: Posting | ActingHead) -> None:
    """Let this request alone act under another of the officer's postings."""
    request.posting, request.actor = posting, Actor.of(posting)


def _posting_in_url(request) -> int | None:
    text = request.GET.get(POSTING_PARAMETER, "")
    return int(text) if is_row_id(text) else None


def _response_if_posting_ended(request) -> HttpResponse | None:
    """Return 409 for a form, and show a warning on a page, if the posting of the URL or the session has ended.

    A form must not be processed under another posting than the one under which it was filled in. A background request
    leaves the session as it is, because it cannot show the warning. A page's link that a colleague has copied names
    their posting, which never was this officer's: it is ignored, as is one that has not begun.
    """
    available = {posting.choice for posting in request.postings}
    named_id = _posting_in_url(request)
    if named_id is not None and named_id not in available and request.method == "GET":
        now = timezone.now()
        held = Q(officer=request.user, starts_at__lte=now)
        acted_for = Q(leaves__cover__officer=request.user, leaves__starts_at__lte=now)  # while a head was away
        if not Posting.objects.filter(held | acted_for, pk=named_id).exists():
            named_id = None
    chosen_id = named_id or request.session.get(SESSION_KEY)
    if chosen_id is None or chosen_id in available:
        return None
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        return render_posting_ended(request, chosen_id)
    if request.method == "GET" and not is_background_request(request):
        request.session.pop(SESSION_KEY, None)
        if request.posting:
            remember_posting(request, request.posting)
            messages.warning(request, _("A posting of yours has ended. You now act under the one shown above."))
    return None


def render_posting_ended(request, posting_id: int) -> HttpResponse:
    """Show the entered values of a form that was sent under an ended posting, with status 409."""
    ended = Posting.objects.with_people().filter(pk=posting_id, officer=request.user).exclude(ends_at=None).first()
    return render(
        request, "accounts/posting_over.html", {"typed": submitted_texts(request), "ended": ended}, status=409
    )
