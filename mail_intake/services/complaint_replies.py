"""Add a reply to a complaint. It may add and answer; it never confirms, withdraws or closes (docs/decisions/0019)."""

from datetime import datetime, timedelta

from django.db import transaction

from citizen import rate_limits
from complaints.complainant_addresses import takes_email_replies
from complaints.models import Complaint
from complaints.queries.uploaded_files import FileOwner
from complaints.rules.access_proofs import OpenedBy, Trust
from complaints.rules.actors import Citizen
from complaints.rules.statuses import Status
from complaints.services.facts import trust_of_actor
from complaints.services.moves import make_move
from complaints.workflow.table import MOVES
from ledger.service_exceptions import NotPermitted, Overtaken, Refused
from mail_intake.models import IncomingMail
from mail_intake.rules.mail_parsing import ParsedMail
from mail_intake.rules.quoted_history import cut_quoted_history
from mail_intake.services import mail_files
from notifications.reply_addresses import ReplyToken
from web.text_cleaning import LONGEST_TEXT


class ReplyNotAdded(Exception):
    """The reply cannot be added to the complaint."""


class ReplyPostponed(Exception):
    """The complaint has had many additions lately. `until`: when to try again."""

    def __init__(self, until: datetime):
        super().__init__(until)
        self.until = until


LONGEST_REPLY = 3 * LONGEST_TEXT
"""Characters of a reply that are added. The e-mail itself is kept whole for its thirty days."""


def add_reply(
    mail: IncomingMail, parsed: ParsedMail, *, complaint: Complaint | None, token: ReplyToken | None, at: datetime
) -> list[str]:
    """Add text and files of a reply to a complaint. Return the names of files that were not taken.

    `token`: must have been sent to the complainant's present address; None if the caller has checked the sender. The
    sender must have this address too. Raises ReplyNotAdded or ReplyPostponed; nothing was added then.
    """
    if complaint is None or not takes_email_replies(complaint):
        raise ReplyNotAdded
    email = complaint.complainant.email.lower()
    if parsed.sender != email or (token is not None and not token.is_valid_for(email)):
        raise ReplyNotAdded
    text = cut_quoted_history(parsed.text)[:LONGEST_REPLY]
    move = "resume" if complaint.status == Status.AWAITING_CITIZEN and text else "add"
    if complaint.status not in MOVES[move].sources | MOVES["add"].sources or not (text or parsed.files):
        raise ReplyNotAdded
    if wait := rate_limits.take_token(rate_limits.MOVES_PER_ETAG, complaint.etag, at=at):
        raise ReplyPostponed(at + timedelta(seconds=wait))
    citizen = Citizen(complaint.complainant_id, OpenedBy.MESSAGE)
    owner = FileOwner(
        complaint_id=complaint.pk, by_officers_key=trust_of_actor(citizen, complaint) is Trust.OFFICERS_KEY
    )
    mail.complaint = complaint
    try:
        with transaction.atomic():
            for position in range(0, len(text), LONGEST_TEXT):
                words = text[position : position + LONGEST_TEXT]
                name = move if position == 0 else "add"
                make_move(complaint_id=complaint.pk, name=name, by=citizen, at=at, words=words)
    except (NotPermitted, Overtaken, Refused) as error:
        raise ReplyNotAdded from error
    return mail_files.store_files(mail, parsed.files, owner=owner, at=at)


def find_complaint(complainant_id: int) -> Complaint | None:
    """Return the complaint of a complainant. One query."""
    complaints = Complaint.objects.unscoped("the sender's address is checked next").select_related("complainant")
    return complaints.filter(complainant=complainant_id).first()
