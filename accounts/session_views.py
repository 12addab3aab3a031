"""The page *Your sign-in*: an officer's second factors and sessions, and the ending of sessions."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models.desk_session import SessionEnding
from accounts.queries.linked_identities import identity_of
from accounts.queries.officer_sessions import open_sessions
from accounts.rules.form_input import is_row_id
from accounts.rules.session_limits import strictest_limit
from accounts.services.sessions import end_sessions
from accounts.single_sign_on.provider_settings import is_enabled, provider_name
from ledger.session_keys import hash_session_key

HOUR = 3600


@require_http_methods(["GET", "HEAD"])
@never_cache
@login_required
def show_my_sign_in(request):
    """Show the officer's factors, the number of recovery codes left, and the open sessions."""
    factors = {kind: [] for kind in Authenticator.Type.values}
    for row in Authenticator.objects.filter(user=request.user).order_by("pk"):
        factors[row.type].append(row)
    codes = factors[Authenticator.Type.RECOVERY_CODES]
    limit = strictest_limit(posting.role for posting in request.postings)
    provider = provider_name() if is_enabled() else ""
    context = {
        "provider": provider,
        "link": identity_of(request.user) if provider else None,
        "app": next(iter(factors[Authenticator.Type.TOTP]), None),
        "passkeys": factors[Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else 0,
        "sessions": open_sessions(request.user, at=timezone.now()),
        "this_key": hash_session_key(request.session.session_key),
        "idle_minutes": int(limit.idle.total_seconds() // 60),
        "longest_hours": int(limit.absolute.total_seconds() // HOUR),
    }
    return render(request, "mfa/index.html", context)


@require_http_methods(["POST"])
@never_cache
@login_required
def end_own_session(request):
    """End one of the officer's other sessions (POST `session`, its id) or all of them (`session=others`)."""
    choice, this_session, at = request.POST.get("session", ""), request.session.session_key, timezone.now()
    if choice == "others":
        ended = end_sessions(officer=request.user, ending=SessionEnding.BY_OFFICER, at=at, except_key=this_session)
        messages.success(request, ngettext("%(n)s session ended.", "%(n)s sessions ended.", ended) % {"n": ended})
        return redirect("mfa_index")
    ended = is_row_id(choice) and end_sessions(
        officer=request.user, ending=SessionEnding.BY_OFFICER, at=at, session_id=int(choice), except_key=this_session
    )
    if ended:
        messages.success(request, _("Session ended."))
    else:
        messages.info(request, _("That session had ended already."))
    return redirect("mfa_index")
