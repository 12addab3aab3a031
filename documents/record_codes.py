"""The code with which anybody checks the record from which a document was made, as a box with a QR code."""

from dataclasses import dataclass

from django.utils.translation import gettext

from documents.qr_codes import qr_modules


@dataclass(frozen=True)
class RecordCode:
    """The verification code of a complaint's record, the page that checks it, and that page's address with the code."""

    code: str
    check_url: str
    filled_url: str


def record_code_facts(record: RecordCode | None) -> dict:
    """Return the facts of the box. None: the document was not made from a complaint, and there is no box."""
    return {
        "code": record.code if record else "",
        "check_url": record.check_url if record else "",
        "qr": qr_modules(record.filled_url) if record else [],
    }


def record_code_labels() -> dict[str, str]:
    """Return the texts of the box in the active language."""
    return {
        "check": gettext("The portal's record of this complaint"),
        "check_words": gettext(
            "With the E-tag and this code, anyone can check that the record from which this document was made has not "
            "been changed since:"
        ),
        "check_proof": gettext(
            "A proof of each event listed here is attached to this PDF. The portal's page “The public log” explains "
            "how to check it without the portal."
        ),
        "check_qr": gettext("QR code: check the record of this complaint"),
    }
