"""allauth's MFA adapter with our QR code and our wording. accounts.services.second_factor_sealing encrypts factors."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.second_factor import FACTORS
from documents import qr_codes


class OfficerMFAAdapter(DefaultMFAAdapter):
    """MFA adapter under which officers cannot remove their last factor.

    Only administrators can remove it (services.second_factor_reset).
    """

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not correct. Check the app again: it shows a new code every 30 seconds."),
        "cannot_delete_authenticator": _("This is your only second factor. Set up another one first."),
    }

    def build_totp_svg(self, url: str) -> SafeString:
        return qr_codes.qr_svg(url, title=str(_("QR code for the authenticator app")))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        factors = Authenticator.objects.filter(user=authenticator.user_id, type__in=FACTORS)
        return factors.exclude(pk=authenticator.pk).exists()
