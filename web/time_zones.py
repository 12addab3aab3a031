"""The wall clocks of Pakistanis at home and abroad, by the city that people know them by."""

from django.utils.translation import gettext_lazy as _

PAKISTAN = "Asia/Karachi"

CITIES = {
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
"""IANA zones that are offered; any other one that a complainant has is shown by its own name."""


def city(zone: str) -> str:
    """ "Riyadh"; of a zone that is not in the list, the last part of its name."""
    return str(CITIES[zone]) if zone in CITIES else zone.rsplit("/", 1)[-1].replace("_", " ")
