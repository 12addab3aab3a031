"""Choices of the columns, with labels in the reader's language."""

from django.utils.translation import gettext_lazy as _

from information.rules.certainty import Certainty
from information.rules.legal_forms import LegalForm

CERTAINTIES = [
    (Certainty.CERTAIN.value, _("Certain")),
    (Certainty.LIKELY.value, _("Likely")),
    (Certainty.GUESS.value, _("Not confirmed")),
]

GROUPS = [
    ("emergency", _("In danger now")),
    ("police", _("Police")),
    ("women_children", _("Women and children")),
    ("elsewhere", _("Other authorities")),
]

STANDINGS = [
    ("active", _("In use")),
    ("superseded", _("Replaced by another number")),
]

WAYS = [
    ("call", _("Call")),
    ("call_sms", _("Call or SMS")),
    ("whatsapp", _("WhatsApp")),
]

KINDS = [
    ("whatsapp_menu", _("Menu of the WhatsApp service")),
    ("pkm", _("At a Police Khidmat Markaz")),
    ("overseas_global_portal", _("From abroad, through the embassy")),
]

LINK_KINDS = [
    ("social", _("Social media")),
    ("website", _("Website")),
    ("citizen_portal", _("Citizen Portal")),
]

LEGAL_FORMS = [
    (LegalForm.PETITION.value, _("Application to the Justice of the Peace (section 22-A)")),
    (LegalForm.FIR_APPLICATION.value, _("Application for an FIR (section 154)")),
    (LegalForm.DETENTION_PETITION.value, _("Petition for a person who is held (section 491)")),
]

GUIDES = [
    ("fir", _("How an FIR is registered")),
    ("fir_more", _("More about FIRs")),
    ("fir_refused", _("If an FIR is refused")),
    ("detention", _("If the police hold somebody")),
    ("licence", _("Driving licence")),
    ("overseas", _("From abroad")),
    ("social", _("Social media")),
    ("citizen_portal", _("Citizen Portal")),
    ("domestic", _("Domestic worker verification")),
]

STEP_PAGES = [
    ("complain", _("Make a complaint")),
    ("offices", _("Police offices")),
    ("helplines", _("Helplines")),
    ("documents", _("Services and documents")),
]
"""URL names of the pages that a step may link to."""
