"""The complainant's personal details, for officers who may see them."""

from django.utils.translation import gettext as _

from complaints.models import Complainant


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
