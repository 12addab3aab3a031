"""Standard form of the numbers of identity documents."""

import re

from web import identity_numbers
from web.identity_numbers import ImpossibleNumber

THIRTEEN_DIGITS = frozenset({"cnic", "b_form"})
NO_DOCUMENT = "none"
_OTHER = re.compile(r"[A-Z0-9][A-Z0-9/]{3,24}")
_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


def normalise_document_number(document: str, typed: str) -> str:
    """Return the number of a document in its standard form.

    That is thirteen digits for a CNIC, NICOP or B-Form, and letters and digits for other documents. `document`: a code
    of complaints.models.Document. Raises ImpossibleNumber if no document can have this number.
    """
    if document in THIRTEEN_DIGITS:
        return identity_numbers.normalise_cnic(typed)
    number = re.sub(r"[\s\-–—.]", "", typed.translate(_LATIN)).upper()
    if document == NO_DOCUMENT or not _OTHER.fullmatch(number):
        raise ImpossibleNumber(typed)
    return number
