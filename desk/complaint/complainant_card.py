"""The complainant's personal details, for officers who may see them."""

from django.utils.translation import gettext as _

from complaints.models import Complainant
from desk.complaint.contact_safety import ContactSafety


def contact_links(complainant: Complainant, safety: ContactSafety) -> dict[str, str]:
    """Return the number for a `tel:` link and the digits for a WhatsApp link, "" where none is offered.

    No link is offered outside the complainant's safe hours. WhatsApp leaves messages on a phone that others may read,
    so it is offered only to adults who set neither safe hours nor a secret word and want no neutral messages.
    """
    phone = "" if safety.is_safe_now is False else complainant.phone
    is_careful = any((safety.safe_hours, complainant.neutral, complainant.under_18, complainant.has_secret))
    return {"tel": phone, "whatsapp": "" if is_careful else phone.removeprefix("+")}


def complainant_card_context(complainant: Complainant) -> dict:
    """Return each detail with its label, and whether it is written from left to right even in Urdu, like a number."""
    return {
        "facts": [
            (_("Name"), complainant.name, False),
            (_("Phone"), complainant.phone, True),
            (_("E-mail"), complainant.email, True),
            (complainant.get_document_display(), complainant.document_number, True),
            (_("Address"), complainant.address, False),
        ],
    }
