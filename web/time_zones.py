"""Names of the time zones in which Pakistanis live, by a well-known city."""

from django.utils.translation import gettext_lazy as _

PAKISTAN = "Asia/Karachi"

CITY_OF_ZONE = {
    PAKISTAN: _("Pakistan"),
    "Asia/Riyadh": _("Riyadh"),
    "Asia/Dubai": _("Dubai"),
    "Asia/Muscat": _("Muscat"),
    "Asia/Qatar": _("Doha"),
    "Asia/Kuwait": _("Kuwait"),
    "Asia/Bahrain": _("Bahrain"),
    "Europe/London": _("London"),
    "Europe/Rome": _("Rome"),
    "Europe/Madrid": _("Madrid"),
    "Europe/Athens": _("Athens"),
    "Europe/Berlin": _("Berlin"),
    "Europe/Paris": _("Paris"),
    "Europe/Oslo": _("Oslo"),
    "Europe/Istanbul": _("Istanbul"),
    "America/New_York": _("New York"),
    "America/Chicago": _("Chicago"),
    "America/Los_Angeles": _("Los Angeles"),
    "America/Toronto": _("Toronto"),
    "America/Vancouver": _("Vancouver"),
    "Africa/Johannesburg": _("Johannesburg"),
    "Asia/Kuala_Lumpur": _("Kuala Lumpur"),
    "Asia/Hong_Kong": _("Hong Kong"),
    "Asia/Seoul": _("Seoul"),
    "Asia/Tokyo": _("Tokyo"),
    "Australia/Sydney": _("Sydney"),
    "Australia/Perth": _("Perth"),
    "Pacific/Auckland": _("Auckland"),
}
"""The IANA time zones that forms offer. Any other zone of a complainant is shown by its own name."""


def city_of_zone(zone: str) -> str:
    """Return the city of a time zone, such as "Riyadh"; for an unlisted zone the last part of its name."""
    return str(CITY_OF_ZONE[zone]) if zone in CITY_OF_ZONE else zone.rsplit("/", 1)[-1].replace("_", " ")
