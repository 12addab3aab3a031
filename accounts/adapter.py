"""allauth's account adapter. Administrators create officers, so sign-up is closed."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from accounts import second_factor
from accounts.actors import Actor
from accounts.first_page import first_page_of_officer
from accounts.queries.officer_postings import current_postings
from accounts.services.provider_sessions import ended_while_signing_in
from accounts.services.sign_in_mail import send_sign_in_mail
from web.client_ip import client_ip

# Messages for Django's password validators, which have no Urdu translation. By error code, with its parameters.
PASSWORD_MESSAGES = {
    "password_too_short": _("This is too short: at least %(min_length)d characters are needed."),
    "password_too_common": _("Too many people use this password. Choose another one."),
}

# Sign-in changes about which an officer is notified, by allauth's template prefix.
SIGN_IN_CHANGES = {
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_reset": _("Your password was changed."),
    "mfa/email/totp_activated": _("An authenticator app was set up as your second factor."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your sign-in."),
    "mfa/email/recovery_codes_generated": _("You have new recovery codes. The old ones do not work any more."),
    "mfa/email/webauthn_added": _("A passkey was added to your sign-in."),
    "mfa/email/webauthn_removed": _("A passkey was removed from your sign-in."),
    "accounts/factor_reset": _(
        "An administrator removed your second factor because you were reported as locked out. You will set "
        "up a new one when you next sign in."
    ),
}


class OfficerAccountAdapter(DefaultAccountAdapter):
    """Account adapter without sign-up that does not reveal whether an address belongs to an officer.

    A wrong password and an unknown address get the same answer, and a failure to send mail is not shown.
    """

    # Repeated in our wording, so that the message catalogues contain them in both languages.
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or password is incorrect."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "invalid_password_reset": _("This link has already been used or has expired. Request a new one."),
        "rate_limited": _("Too many attempts. Wait a little, then try again."),
        "incorrect_password": _("The password is incorrect."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """Replace allauth's second step, which does not know that the identity provider may have asked for it."""
        ours = "accounts.single_sign_on.second_factor_stage.SecondFactorStage"
        return [
            ours if stage == "allauth.mfa.stages.AuthenticateStage" else stage for stage in super().get_login_stages()
        ]

    def post_login(self, request, user, *, signal_kwargs: dict | None, **kwargs):
        """Refuse a sign-in that the identity provider ended while it waited for the portal's own second factor."""
        response = super().post_login(request, user, signal_kwargs=signal_kwargs, **kwargs)
        sociallogin = (signal_kwargs or {}).get("sociallogin")
        if sociallogin is None or not ended_while_signing_in(request, sociallogin, at=timezone.now()):
            return response
        logout(request)
        messages.info(request, _("You were signed out because your session at the single sign-on has ended."))
        return redirect("account_login")

    def get_login_redirect_url(self, request) -> str:
        """Return *Today* if any of the officer's postings begins there, otherwise the first posting's first page."""
        postings = current_postings(request.user, at=timezone.now())
        return reverse(first_page_of_officer(Actor.of(posting) for posting in postings))

    def get_client_ip(self, request) -> str:
        """Return the address that allauth's limits count. Raises PermissionDenied if none is known.

        allauth's own function answers 500 to a request that went past a proxy.
        """
        ip = client_ip(request)
        if ip is None:
            raise PermissionDenied("The client's address is not known")
        return str(ip)

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Return whether to ask for a factor again. Not before the first one: the password was entered just now."""
        return second_factor.has_passed_second_factor(allauth.request)

    def clean_password(self, password: str, user=None) -> str:
        try:
            return super().clean_password(password, user)
        except ValidationError as error:
            problems = []
            for problem in error.error_list:
                message = PASSWORD_MESSAGES.get(problem.code)
                reworded = ValidationError(message, code=problem.code, params=problem.params) if message else problem
                problems.append(reworded)
            raise ValidationError(problems) from error

    def format_email_subject(self, subject: str) -> str:
        return subject  # allauth would prefix the host name

    def send_notification_mail(self, template_prefix: str, user, context: dict | None = None, email=None) -> None:
        """Notify an officer of a change to their sign-in. Send nothing for other changes than SIGN_IN_CHANGES."""
        if template_prefix in SIGN_IN_CHANGES:
            with override(user.language):
                self.send_mail("accounts/email/changed", user.email, {"what": SIGN_IN_CHANGES[template_prefix]})

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send without the outbox, because the message may contain a sign-in key (services.sign_in_mail).

        Do not report a failure to send: it would reveal that the address is known, since an unknown one gets no mail.
        """
        message = self.render_mail(template_prefix, email, {"request": allauth.request, "email": email} | context)
        send_sign_in_mail(
            to=email, subject=message.subject, text=message.body, language=get_language(), about=template_prefix
        )
