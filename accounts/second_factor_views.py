"""Pages on which officers use, set up and replace their second factor. They extend allauth's views."""

from itertools import batched

from allauth.account.views import ReauthenticateView as PasswordAgainView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import second_factor
from accounts.models.desk_session import SessionEnding
from accounts.second_factor_forms import ReauthenticationPasswordForm
from accounts.services.sessions import end_sessions
from accounts.services.sign_in_logging import log_refused_factor
from accounts.sign_in_views import RateLimitedPage


class SecondFactorPage:
    """Mixin for pages of the second factor: they are never cached, and an invalid form answers 422."""

    http_method_names = ["get", "head", "post"]

    @method_decorator(never_cache)
    def dispatch(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class RefusedFactorLogging:
    """Mixin that logs a wrong code or passkey."""

    def form_invalid(self, form):
        log_refused_factor(self.officer)
        return super().form_invalid(form)

    @property
    def officer(self):
        return self.request.user


class EnterSecondFactor(RefusedFactorLogging, SecondFactorPage, RateLimitedPage, AuthenticateView):
    """The second step of a sign-in."""

    @property
    def officer(self):
        return self.stage.login.user

    def get_context_data(self, **kwargs):
        passkeys = Authenticator.objects.filter(user=self.stage.login.user, type=Authenticator.Type.WEBAUTHN)
        return super().get_context_data(**kwargs) | {"has_passkey": passkeys.exists()}


class ReauthenticateByCode(RefusedFactorLogging, SecondFactorPage, RateLimitedPage, ReauthenticateView):
    """Ask for a code again before a sensitive action."""


class ReauthenticateByPasskey(RefusedFactorLogging, SecondFactorPage, RateLimitedPage, ReauthenticateWebAuthnView):
    """Ask for a passkey again before a sensitive action."""

    def form_invalid(self, form):
        log_refused_factor(self.officer)
        response = self.render_to_response(self.get_context_data(form=form))
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs):
        invalid_form = {"form": kwargs["form"]} if "form" in kwargs else {}
        return super().get_context_data(**kwargs) | invalid_form


class ReauthenticateByPassword(SecondFactorPage, RateLimitedPage, PasswordAgainView):
    """Ask for the password again before a sensitive action."""

    form_class = ReauthenticationPasswordForm


class FactorSetUp:
    """Mixin for setting up a factor: mark this session as passed, and end the others if it is the first factor.

    The other sessions were never asked for a factor.
    """

    kind = ""

    def dispatch(self, request, *args, **kwargs):
        is_first = request.user.is_authenticated and not second_factor.has_passed_second_factor(request)
        if is_first and not second_factor.may_set_up_first_factor(request.user):
            return redirect("second_factor")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        response = super().form_valid(form)
        if not second_factor.has_passed_second_factor(self.request):
            end_sessions(
                officer=self.request.user,
                ending=SessionEnding.FACTOR,
                at=timezone.now(),
                except_key=self.request.session.session_key,
            )
        second_factor.record_second_factor_passed(self.request, self.kind)
        return response


class SetUpApp(FactorSetUp, SecondFactorPage, RateLimitedPage, ActivateTOTPView):
    kind = Authenticator.Type.TOTP.value

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"secret": " ".join("".join(four) for four in batched(context["form"].secret, 4))}


class AddPasskey(FactorSetUp, SecondFactorPage, RateLimitedPage, AddWebAuthnView):
    kind = Authenticator.Type.WEBAUTHN.value

    def get_context_data(self, **kwargs):
        invalid_form = {"form": kwargs["form"]} if "form" in kwargs else {}
        return super().get_context_data(**kwargs) | invalid_form


class RemoveApp(SecondFactorPage, RateLimitedPage, DeactivateTOTPView):
    """Remove the authenticator app, if another factor remains."""


class RemovePasskey(SecondFactorPage, RateLimitedPage, RemoveWebAuthnView):
    """Remove a passkey, if another factor remains."""

    def form_valid(self, form):
        if get_adapter().can_delete_authenticator(self.object):
            return super().form_valid(form)
        messages.error(self.request, get_adapter().error_messages["cannot_delete_authenticator"])
        return redirect("mfa_index")


class CreateRecoveryCodes(SecondFactorPage, RateLimitedPage, GenerateRecoveryCodesView):
    """Create new recovery codes. The old ones become invalid."""


class ShowRecoveryCodes(SecondFactorPage, ViewRecoveryCodesView):
    """Show the recovery codes, so that the officer can write them down."""


enter_second_factor = EnterSecondFactor.as_view()
reauthenticate_by_code = ReauthenticateByCode.as_view()
reauthenticate_by_passkey = ReauthenticateByPasskey.as_view()
reauthenticate_by_password = ReauthenticateByPassword.as_view()
set_up_app = login_required(SetUpApp.as_view())
add_passkey = login_required(AddPasskey.as_view())
remove_app = RemoveApp.as_view()
remove_passkey = login_required(RemovePasskey.as_view())
create_recovery_codes = login_required(CreateRecoveryCodes.as_view())
show_recovery_codes = ShowRecoveryCodes.as_view()


@require_http_methods(["GET", "HEAD"])
@never_cache
@login_required
def require_second_factor(request):
    """Direct an officer whose session has not passed the second factor: to enter it, or to set up the first one."""
    if second_factor.has_passed_second_factor(request):
        return redirect(resolve_url("mfa_index"))
    if second_factor.has_second_factor(request.user):
        query = urlencode({"next": request.GET.get("next") or reverse("desk:queue")})
        return redirect(f"{reverse('mfa_reauthenticate')}?{query}")
    if not second_factor.may_set_up_first_factor(request.user):
        return render(request, "accounts/second_factor_missing.html", {"title": _("Second factor missing")}, status=403)
    return render(request, "accounts/second_factor.html", {"title": _("Set up your second factor")})
