"""The sign-in pages of officers, and the choice between their postings."""

import logging

from allauth.account.views import (
    AccountInactiveView,
    LoginView,
    LogoutView,
    PasswordResetDoneView,
    PasswordResetFromKeyDoneView,
    PasswordResetFromKeyView,
    PasswordResetView,
)
from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from redis.exceptions import RedisError

from accounts.forms import ForgottenPasswordForm, NewPasswordForm, SignInForm
from accounts.middleware import SESSION_KEY
from web.access import posting_required

logger = logging.getLogger(__name__)


class Limited:
    """A page whose attempts are counted in the cache. Without the cache nobody may guess: it closes for the while."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except RedisError:
            logger.exception("Attempts cannot be counted, so the sign-in pages are closed")
            closed = render(request, "accounts/sign_in_paused.html", status=503)
            closed.headers["Retry-After"] = "60"
            return closed


class SignIn(Limited, LoginView):
    form_class = SignInForm


class ForgottenPassword(Limited, PasswordResetView):
    form_class = ForgottenPasswordForm


class NewPassword(Limited, PasswordResetFromKeyView):
    form_class = NewPasswordForm


sign_in = SignIn.as_view()
sign_out = LogoutView.as_view()
inactive = AccountInactiveView.as_view()
forgotten_password = ForgottenPassword.as_view()
forgotten_password_sent = PasswordResetDoneView.as_view()
new_password = method_decorator(never_cache, name="dispatch")(NewPassword).as_view()
new_password_set = PasswordResetFromKeyDoneView.as_view()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@posting_required
def posting(request):
    """Choose the posting to act under, or the seat. POST: `posting`, one's own choice; `next`, where to go on."""
    if request.method != "POST":
        return render(request, "accounts/posting.html")
    wanted = request.POST.get("posting", "")
    if wanted not in {str(held.choice) for held in request.postings}:
        return render(request, "accounts/posting.html", {"has_errors": True}, status=400)
    request.session[SESSION_KEY] = int(wanted)
    return redirect(_next(request))


def _next(request) -> str:
    """Where to go on: a page of this site, or the queue."""
    url = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if safe else settings.LOGIN_REDIRECT_URL
