"""Template filters for distances and for telephone links."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext

from information.rules import phone_numbers

register = template.Library()
METRES_BELOW = 1.0  # kilometres


@register.filter
def far(kilometres: float) -> str:
    """Return a distance with sensible precision: “350 m”, “4.2 km”, “38 km”."""
    if kilometres < METRES_BELOW:
        return gettext("%(metres)d m away") % {"metres": max(50, round(kilometres * 1000, -1))}
    digits = 1 if kilometres < 10 else 0
    return gettext("%(kilometres)s km away") % {"kilometres": number_format(kilometres, digits, use_l10n=False)}


@register.filter
def dialled(telephone: str) -> str:
    """Return the `tel:` link of a number in any notation."""
    digits = "".join(character for character in telephone if character.isdigit() or character == "+")
    return phone_numbers.tel_link(digits)
