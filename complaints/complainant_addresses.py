"""Resolvers for recipient references of notifications, such as "complainant:12" and "outside:1".

"outside" are the organisations that keep the published hourly heads of the log. "authority" is an
OutsideTransfer: the authority outside the police that gets one complaint.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef

from complaints.models import Complaint, OutsideTransfer
from complaints.rules.access_proofs import Proof
from complaints.rules.clock import NIGHT_BEGINS, NIGHT_ENDS
from notifications.recipient_address import Address
from notifications.rules.delivery_hours import DailyHours
from web.countries import PAKISTAN

FLOOD_SIZE, FLOOD_WINDOW = 3, timedelta(hours=1)
"""After this many complaints with one unproved address within the window, that address gets no message about a further
complaint. The complaint itself is accepted. This keeps strangers from flooding somebody else's phone with messages."""


def complainant_address(
    ref_id: int, at: datetime, *, whatsapp: str = "", agreed_in_chat: bool = False
) -> Address | None:
    """Return a complainant's addresses and wishes, or None if they gave no address or are anonymous.

    Phone and e-mail are decrypted at the moment of sending and never stored. `whatsapp`: the chat in which they agreed
    to get messages. `agreed_in_chat`: they agreed in a chat, even if they stopped that later. In a quiet complaint that
    allows messages in the chat only, unless they chose another channel on their complaint's page. The name is
    included only if the phone was verified, so that a stranger with a mistyped number does not learn it.
    """
    complaints = (
        Complaint.objects.unscoped("a job addresses messages").select_related("complainant").filter(complainant=ref_id)
    )
    complaint = complaints.annotate(
        flooded=_flooded_condition("phone_index") | _flooded_condition("email_index")
    ).first()
    if complaint is None:
        return None
    person = complaint.complainant
    if person.anonymous or not (person.phone or person.email or whatsapp):
        return None
    is_unwanted = complaint.is_quiet and not person.messages_wanted
    is_chat_only = complaint.is_quiet and agreed_in_chat and not person.prefers
    zone = ZoneInfo(person.time_zone)
    return Address(
        language=person.language,
        phone=person.phone,
        email=person.email,
        whatsapp="" if is_unwanted else whatsapp,
        name=person.name if person.phone_verified_at else "",
        prefers=person.prefers,
        neutral=person.neutral,
        quiet=is_unwanted or is_chat_only,
        time_zone="" if person.time_zone == PAKISTAN else person.time_zone,
        flooded=complaint.flooded and person.phone_verified_at is None,
        hours=None if person.safe_from is None else DailyHours(person.safe_from, person.safe_until, zone),
        awake=DailyHours(NIGHT_ENDS.hour, NIGHT_BEGINS.hour, zone),
        takes_replies=takes_email_replies(complaint),
    )


def takes_email_replies(complaint: Complaint) -> bool:
    """Return whether a reply to an e-mail is added to the complaint (docs/decisions/0019).

    Only from an address that a code has proved, and never where somebody else may read the mailbox: in confidential
    complaints, with a secret word, for children, and where messages must not show what they are about.
    """
    person = complaint.complainant
    return person.proofs.email is Proof.PROVED and not complaint.is_quiet and not person.neutral


def head_recipient_address(ref_id: int, at: datetime) -> Address | None:
    """Return the address with this number in HEADS_RECIPIENTS, counted from one."""
    addresses = settings.HEADS_RECIPIENTS
    return Address(email=addresses[ref_id - 1]) if ref_id <= len(addresses) else None


def outside_authority_address(ref_id: int, at: datetime) -> Address | None:
    """Return the address of the authority to which the transfer with this id was written."""
    transfer = OutsideTransfer.objects.select_related("authority").defer("content").filter(pk=ref_id).first()
    return Address(email=transfer.authority.email, name=transfer.authority.name_en) if transfer else None


def _flooded_condition(index: str) -> Exists:
    """Return whether FLOOD_SIZE complaints with the same phone or e-mail address came shortly before a complaint."""
    same_address = {f"complainant__{index}": OuterRef(f"complainant__{index}")}
    in_window = {"received_at__lte": OuterRef("received_at"), "received_at__gt": OuterRef("received_at") - FLOOD_WINDOW}
    earlier = Complaint.objects.unscoped("a job addresses messages").filter(
        pk__lt=OuterRef("pk"), **same_address, **in_window
    )
    return Exists(earlier.exclude(**{f"complainant__{index}": b""})[FLOOD_SIZE - 1 : FLOOD_SIZE])
