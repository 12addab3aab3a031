"""Who brings a complaint, as a page shows it to a reader who may know."""

from django.utils.translation import gettext as _

from complaints.models import Complainant


def person_of(complainant: Complainant) -> dict:
    """Each fact with its label, and whether it is a number, which runs from left to right."""
    return {
        "facts": [
            (_("Name"), complainant.name, False),
            (_("Phone"), complainant.phone, True),
            (_("E-mail"), complainant.email, True),
            (complainant.get_document_display(), complainant.document_number, True),
            (_("Address"), complainant.address, False),
        ],
    }
