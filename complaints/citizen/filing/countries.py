"""The countries of `complaints.rules.abroad`, by name."""

from django.utils.translation import gettext_lazy as _

COUNTRIES = [
    ("SA", _("Saudi Arabia")),
    ("AE", _("United Arab Emirates")),
    ("OM", _("Oman")),
    ("QA", _("Qatar")),
    ("KW", _("Kuwait")),
    ("BH", _("Bahrain")),
    ("GB", _("United Kingdom")),
    ("US-E", _("United States, east")),
    ("US-C", _("United States, central")),
    ("US-P", _("United States, west")),
    ("CA-E", _("Canada, east")),
    ("CA-P", _("Canada, west")),
    ("IT", _("Italy")),
    ("ES", _("Spain")),
    ("GR", _("Greece")),
    ("DE", _("Germany")),
    ("TR", _("Turkey")),
    ("ZA", _("South Africa")),
    ("MY", _("Malaysia")),
    ("AU-E", _("Australia, east")),
]
