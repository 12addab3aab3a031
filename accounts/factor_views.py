"""The second factor of officers: show it, set it up, replace it. allauth's steps, our pages."""

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
from accounts.factor_forms import PasswordAgainForm
from accounts.models.desk_session import Ending
from accounts.services.sessions import end_sessions
from accounts.services.sign_in_log import factor_refused
from accounts.views import Limited


class Stated:
    """A page of the second factor: never kept by a browser, and a refused form answers 422."""

    http_method_names = ["get", "head", "post"]

    @method_decorator(never_cache)
    def dispatch(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)

    def form_invalid(self, form):
        answer = super().form_invalid(form)
        answer.status_code = 422
        return answer


class LogsRefusedFactor:
    """A code or passkey that is not theirs stands in the log."""

    def form_invalid(self, form):
        factor_refused(self.whose)
        return super().form_invalid(form)

    @property
    def whose(self):
        return self.request.user


class ShowFactor(LogsRefusedFactor, Stated, Limited, AuthenticateView):
    """The second step of a sign-in."""

    @property
    def whose(self):
        return self.stage.login.user

    def get_context_data(self, **kwargs):
        mine = Authenticator.objects.filter(user=self.stage.login.user, type=Authenticator.Type.WEBAUTHN)
        return super().get_context_data(**kwargs) | {"has_passkey": mine.exists()}


class ShowCodeAgain(LogsRefusedFactor, Stated, Limited, ReauthenticateView):
    """A code once more."""


class ShowPasskeyAgain(LogsRefusedFactor, Stated, Limited, ReauthenticateWebAuthnView):
    """A passkey once more."""

    def form_invalid(self, form):
        factor_refused(self.whose)
        answer = self.render_to_response(self.get_context_data(form=form))
        answer.status_code = 422
        return answer

    def get_context_data(self, **kwargs):
        given = {"form": kwargs["form"]} if "form" in kwargs else {}
        return super().get_context_data(**kwargs) | given


class ShowPasswordAgain(Stated, Limited, PasswordAgainView):
    """The password once more."""

    form_class = PasswordAgainForm


class Whole:
    """Setting a factor up makes this session whole, and ends every other one that never had to show it."""

    kind = ""

    def form_valid(self, form):
        answer = super().form_valid(form)
        if not second_factor.passed(self.request):
            end_sessions(
                officer=self.request.user, ending=Ending.FACTOR, at=timezone.now(), but=self.request.session.session_key
            )
        second_factor.note_passed(self.request, self.kind)
        return answer


class SetUpApp(Whole, Stated, Limited, ActivateTOTPView):
    kind = Authenticator.Type.TOTP.value

    def get_context_data(self, **kwargs):
        known = super().get_context_data(**kwargs)
        return known | {"secret": " ".join("".join(four) for four in batched(known["form"].secret, 4))}


class AddPasskey(Whole, Stated, Limited, AddWebAuthnView):
    kind = Authenticator.Type.WEBAUTHN.value

    def get_context_data(self, **kwargs):
        given = {"form": kwargs["form"]} if "form" in kwargs else {}
        return super().get_context_data(**kwargs) | given


class TakeAppAway(Stated, Limited, DeactivateTOTPView):
    """Only where another factor stays."""


class TakePasskeyAway(Stated, Limited, RemoveWebAuthnView):
    """Only where another factor stays."""

    def form_valid(self, form):
        if get_adapter().can_delete_authenticator(self.object):
            return super().form_valid(form)
        messages.error(self.request, get_adapter().error_messages["cannot_delete_authenticator"])
        return redirect("mfa_index")


class NewRecoveryCodes(Stated, Limited, GenerateRecoveryCodesView):
    """New ones; the old ones are void."""


class RecoveryCodes(Stated, ViewRecoveryCodesView):
    """Shown once, to be written down."""


show_factor = ShowFactor.as_view()
show_code_again = ShowCodeAgain.as_view()
show_passkey_again = ShowPasskeyAgain.as_view()
show_password_again = ShowPasswordAgain.as_view()
set_up_app = login_required(SetUpApp.as_view())
add_passkey = login_required(AddPasskey.as_view())
take_app_away = TakeAppAway.as_view()
take_passkey_away = login_required(TakePasskeyAway.as_view())
new_recovery_codes = login_required(NewRecoveryCodes.as_view())
recovery_codes = RecoveryCodes.as_view()


@require_http_methods(["GET", "HEAD"])
@never_cache
@login_required
def second_factor_first(request):
    """Where an officer is led whose session has not passed: to show the factor, or to set the first one up."""
    if second_factor.passed(request):
        return redirect(resolve_url("mfa_index"))
    if second_factor.has_one(request.user):
        wanted = urlencode({"next": request.GET.get("next") or reverse("desk:queue")})
        return redirect(f"{reverse('mfa_reauthenticate')}?{wanted}")
    return render(request, "accounts/second_factor.html", {"title": _("Set up your second factor")})
