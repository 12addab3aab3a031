"""The officers' sign-in pages, and the page on which they choose between their postings."""

import logging

from allauth.account.views import (
    AccountInactiveView,
    LoginView,
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

from accounts.middleware import SESSION_KEY
from accounts.sign_in_forms import ForgottenPasswordForm, NewPasswordForm, SignInForm
from accounts.single_sign_on.provider_settings import is_enabled, provider_name
from accounts.single_sign_on.sign_in_pages import SignOut
from web.officer_access import posting_required

logger = logging.getLogger(__name__)


class RateLimitedPage:
    """Mixin for pages whose attempts are counted in the cache. Without the cache the page answers 503.

    Otherwise passwords and codes could be guessed without a limit.
    """

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except RedisError:
            logger.exception("Attempts cannot be counted, so the sign-in pages are closed")
            response = render(request, "accounts/sign_in_paused.html", status=503)
            response.headers["Retry-After"] = "60"
            return response


class SignIn(RateLimitedPage, LoginView):
    form_class = SignInForm

    def get_context_data(self, **kwargs):
        provider = {"provider": provider_name(), "is_required": settings.OIDC_REQUIRED} if is_enabled() else {}
        return super().get_context_data(**kwargs) | provider


class ForgottenPassword(RateLimitedPage, PasswordResetView):
    form_class = ForgottenPasswordForm


class NewPassword(RateLimitedPage, PasswordResetFromKeyView):
    form_class = NewPasswordForm


sign_in = SignIn.as_view()
sign_out = SignOut.as_view()
inactive = AccountInactiveView.as_view()
forgotten_password = ForgottenPassword.as_view()
forgotten_password_sent = PasswordResetDoneView.as_view()
new_password = method_decorator(never_cache, name="dispatch")(NewPassword).as_view()
new_password_set = PasswordResetFromKeyDoneView.as_view()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@posting_required
def choose_posting(request):
    """Choose the posting, or head's post, to act under. POST: `posting`, its `choice`; `next`, the page to go to."""
    if request.method != "POST":
        return render(request, "accounts/posting.html")
    choice = request.POST.get("posting", "")
    if choice not in {str(posting.choice) for posting in request.postings}:
        return render(request, "accounts/posting.html", {"has_errors": True}, status=400)
    request.session[SESSION_KEY] = int(choice)
    return redirect(_next_url(request))


def _next_url(request) -> str:
    """Return the URL to continue at: a page of this site, or else the queue."""
    url = request.POST.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if is_safe else settings.LOGIN_REDIRECT_URL
