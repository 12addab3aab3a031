"""Translated labels of ranks, roles, kinds of office and titles of office heads."""

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.rules.office_tree import OfficeKind
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role

RANK_CHOICES = [
    (Rank.PC.value, _("Constable")),
    (Rank.HC.value, _("Head Constable")),
    (Rank.ASI.value, _("Assistant Sub-Inspector")),
    (Rank.SI.value, _("Sub-Inspector")),
    (Rank.IP.value, _("Inspector")),
    (Rank.DSP.value, _("Deputy Superintendent of Police")),
    (Rank.ASP.value, _("Assistant Superintendent of Police")),
    (Rank.SP.value, _("Superintendent of Police")),
    (Rank.SSP.value, _("Senior Superintendent of Police")),
    (Rank.DIG.value, _("Deputy Inspector General")),
    (Rank.ADDL_IG.value, _("Additional Inspector General")),
    (Rank.IG.value, _("Inspector General of Police")),
]

ROLE_CHOICES = [
    (Role.COMPLAINT_OPERATOR.value, _("Complaint operator")),
    (Role.INQUIRY_OFFICER.value, _("Inquiry officer")),
    (Role.CLERK.value, _("Clerk")),
    (Role.SUPERVISOR.value, _("Supervisor")),
    (Role.MONITOR.value, _("Monitor")),
    (Role.DISCIPLINE_OFFICER.value, _("Discipline officer")),
    (Role.AUDITOR.value, _("Auditor")),
    (Role.ADMINISTRATOR.value, _("Administrator")),
]

OFFICE_KIND_CHOICES = [
    (OfficeKind.CENTRAL.value, _("Central Police Office")),
    (OfficeKind.REGION.value, _("Region")),
    (OfficeKind.DISTRICT.value, _("District")),
    (OfficeKind.DIVISION.value, _("Division")),
    (OfficeKind.CIRCLE.value, _("Circle")),
    (OfficeKind.STATION.value, _("Police station")),
    (OfficeKind.UNIT.value, _("Unit")),
]

HEAD_TITLE_CHOICES = [
    ("SHO", pgettext_lazy("head of an office", "SHO")),
    ("SDPO", pgettext_lazy("head of an office", "SDPO")),
    ("SP", pgettext_lazy("head of an office", "SP")),
    ("DPO", pgettext_lazy("head of an office", "DPO")),
    ("CPO", pgettext_lazy("head of an office", "City Police Officer")),
    ("CCPO", pgettext_lazy("head of an office", "CCPO")),
    ("RPO", pgettext_lazy("head of an office", "RPO")),
    ("PPO", pgettext_lazy("head of an office", "Provincial Police Officer")),
    ("INCHARGE", pgettext_lazy("head of an office", "In-charge")),
]


def localized_name(english: str, urdu: str) -> str:
    """Return the name in the active language, or the English one if the Urdu one is missing."""
    return urdu if urdu and (get_language() or "").startswith("ur") else english
