"""The verification code that a document carries for the record from which it was made."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from complaints.rules.log import receipt_verification_code
from documents import RecordCode


def record_code(mac: bytes, *, etag: str) -> RecordCode:
    """Return the code of the record up to an event, and the address of the check with E-tag and code filled in.

    `mac`: the event's link in the chain of the complaint. The address checks nothing by itself: the page has a button.
    """
    code = receipt_verification_code.verification_code_of(mac)
    page = settings.SITE_URL + reverse("check_receipt")
    return RecordCode(
        code=receipt_verification_code.format_verification_code(code),
        check_url=page,
        filled_url=f"{page}?{urlencode({'etag': etag, 'mark': code})}",
    )
