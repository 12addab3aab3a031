"""What papers of a complaint page share: file name, code under the duress word, and whether lines have proofs."""

from urllib.parse import quote

from django.http import HttpRequest
from django.utils.translation import gettext

from citizen import visitor_session
from citizen.filing.receipt_page import needs_neutral_title
from complaints.models import Complaint, Event
from ledger import log_keys


def code_source_under_duress(request: HttpRequest, complaint: Complaint) -> bytes | None:
    """Return the link of the chain whose code a paper carries under the duress word; None otherwise.

    It is the registration of the real complaint, as on the receipt: the page's own events are in no public log, so
    *Check a receipt* would reveal that the page is not the real one. One query in both cases.
    """
    real_id = visitor_session.complaint_id_behind_harmless_page(request)
    mac = Event.objects.filter(complaint=real_id or complaint.pk, seq=1).values_list("mac", flat=True).get()
    return bytes(mac) if real_id else None


def carries_proofs(complaint: Complaint) -> bool:
    """Return whether the page offers proofs of its lines, and its papers carry them.

    Not with a secret word: the harmless page, which a duress word shows, has no lines in the log, so that proofs would
    tell it from the real one. Not without a signed log.
    """
    return not complaint.complainant.has_secret and log_keys.public_key() is not None


def paper_disposition(complaint: Complaint, name: str, *, ending: str = "pdf") -> str:
    """Return the header that saves the paper under its name, or a neutral one where the name would tell of it."""
    shown = gettext("document") if needs_neutral_title(complaint) else f"{name}-{complaint.etag}"
    return f"attachment; filename*=UTF-8''{quote(f'{shown}.{ending}')}"
