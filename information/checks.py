"""System check of WHATSAPP_NUMBER."""

from django.conf import settings
from django.core.checks import Error, register

from information.rules.phone_numbers import whatsapp_link


@register("portal")
def check_whatsapp_number(**_) -> list[Error]:
    """Require WHATSAPP_NUMBER to be empty or a subscriber's number of any country."""
    if not settings.WHATSAPP_NUMBER or whatsapp_link(settings.WHATSAPP_NUMBER):
        return []
    hint = "Write it like +92 300 1234567, or leave it empty: then no page offers WhatsApp."
    return [Error("WHATSAPP_NUMBER is not a telephone number.", hint=hint, id="portal.E040")]
