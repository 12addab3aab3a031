"""Process stored e-mails, each exactly once and each in a transaction of its own. A bad one never stops the others."""

import json
import logging
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F, Q

from mail_intake.models import Answer, IncomingMail
from mail_intake.rules.automatic_mail import (
    failed_authentication,
    is_written_by_program,
    returned_message_id,
    wants_no_answer,
)
from mail_intake.rules.mail_language import language_of_text
from mail_intake.rules.mail_limits import PROCESSED_AT_ONCE, TRIES
from mail_intake.rules.mail_parsing import ParsedMail, parse_mail, read_message
from mail_intake.rules.quoted_history import cut_quoted_history
from mail_intake.services import complaint_replies
from mail_intake.services.complaint_replies import ReplyNotAdded, ReplyPostponed
from mail_intake.services.mail_storage import read_raw_mail
from notifications.message_ids import parse_message_id
from notifications.reply_addresses import ReplyToken, is_own_address, parse_reply_address
from notifications.services.returned_messages import record_returned_message

logger = logging.getLogger(__name__)

Outcome = IncomingMail.Outcome
ATTEMPT_TIME = timedelta(minutes=6)
"""An attempt that did not end in this time was killed: a worker's time limit is five minutes."""
RESULT_FIELDS = (
    *("address", "message_id", "refused_files", "language", "state", "outcome"),
    *("thread", "complaint", "answer", "trouble", "not_before"),
)


def process_waiting_mail(*, at: datetime, most: int = PROCESSED_AT_ONCE) -> int:
    """Process up to `most` e-mails, in the order of arrival. Return their number. Any number of workers may do so."""
    for count in range(most):
        mail_id = _begin_attempt(at=at)
        if mail_id is None:
            return count
        with transaction.atomic(durable=True):
            waiting = IncomingMail.objects.filter(pk=mail_id, state="waiting")
            if mail := waiting.select_for_update(skip_locked=True, of=("self",)).first():
                _process_or_record_failure(mail, at=at)
    return most


@transaction.atomic(durable=True)
def _begin_attempt(*, at: datetime) -> int | None:
    """Return the id of the next e-mail; None if none waits.

    The attempt is counted and committed before the work, so that an e-mail that kills its worker is set aside too, and
    does not keep the others waiting meanwhile.
    """
    due = IncomingMail.objects.filter(Q(not_before=None) | Q(not_before__lte=at), state="waiting")
    due.filter(attempts__gte=TRIES).update(state=IncomingMail.State.ASIDE, trouble="killed")
    mail = due.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
    if mail is None:
        return None
    IncomingMail.objects.filter(pk=mail.pk).update(attempts=F("attempts") + 1, not_before=at + ATTEMPT_TIME)
    return mail.pk


def retry_mail(mail_id: int) -> bool:
    """Let an e-mail that was set aside wait again. Return whether it was set aside."""
    aside = IncomingMail.objects.filter(pk=mail_id, state="aside")
    return bool(aside.update(state="waiting", attempts=0, trouble="", not_before=None))


def _process_or_record_failure(mail: IncomingMail, *, at: datetime) -> None:
    try:
        with transaction.atomic():
            _process_mail(mail, at=at)
            mail.state, mail.trouble, mail.not_before = IncomingMail.State.DONE, "", None
            mail.save(update_fields=RESULT_FIELDS)
    except ReplyPostponed as postponed:
        IncomingMail.objects.filter(pk=mail.pk).update(attempts=F("attempts") - 1, not_before=postponed.until)
    except OperationalError:
        raise
    except Exception as trouble:
        logger.exception("E-mail %s could not be processed", mail.pk)
        state = IncomingMail.State.ASIDE if mail.attempts >= TRIES else IncomingMail.State.WAITING
        name = type(trouble).__name__
        IncomingMail.objects.filter(pk=mail.pk).update(not_before=None, trouble=name, state=state)


def _process_mail(mail: IncomingMail, *, at: datetime) -> None:
    """Decide what becomes of an e-mail, and set the fields of its row."""
    raw = read_raw_mail(mail)
    message, parsed = read_message(raw), parse_mail(raw)
    returned, status = returned_message_id(message)
    if message_id := parse_message_id(returned):
        record_returned_message(message_id, status=status, at=at)
        mail.outcome = Outcome.RETURNED
        return
    own = {parseaddr(one)[1].lower() for one in (settings.DEFAULT_FROM_EMAIL, settings.NEUTRAL_FROM_EMAIL)}
    if is_written_by_program(message) or parsed.sender in own or is_own_address(parsed.sender):  # or a loop
        mail.outcome = Outcome.AUTOMATIC
        return
    mail.address, mail.message_id = parsed.sender, parsed.message_id
    mail.language = language_of_text(f"{parsed.subject}\n{cut_quoted_history(parsed.text)}")
    is_forged = failed_authentication(message, settings.MAIL_INTAKE_AUTHSERV_ID)
    token = next(filter(None, map(parse_reply_address, parsed.recipients)), None)
    if mail.is_too_large:
        mail.outcome, mail.answer = Outcome.TOO_LARGE, Answer.TOO_LARGE
    elif token is None:
        mail.outcome, mail.answer = Outcome.OFFERED, Answer.CONTINUE
    elif is_forged:
        mail.outcome, mail.answer = Outcome.NOT_ADDED, Answer.NOT_ADDED
    else:
        _process_reply(mail, parsed, token, at=at)
    if is_forged or wants_no_answer(message, parsed.sender):
        mail.answer = ""


def _process_reply(mail: IncomingMail, parsed: ParsedMail, token: ReplyToken, *, at: datetime) -> None:
    kind, _, ref_id = token.recipient.partition(":")
    try:
        if kind == "complainant":
            complaint = complaint_replies.find_complaint(int(ref_id))
            _add_to_complaint(mail, parsed, complaint, token, at=at)
        else:
            _process_reply_to_answer(mail, parsed, int(ref_id), token, at=at)
    except ReplyNotAdded:
        mail.complaint = None
        if kind == "complainant":
            mail.outcome, mail.answer = Outcome.NOT_ADDED, Answer.NOT_ADDED
        else:  # as before the complaint was filed: a reader of the mailbox must not learn that it was
            mail.outcome, mail.answer = Outcome.OFFERED, Answer.CONTINUE


def _process_reply_to_answer(
    mail: IncomingMail, parsed: ParsedMail, first_id: int, token: ReplyToken, *, at: datetime
) -> None:
    """Process a reply to our answer to an earlier e-mail.

    Until the link of that answer is used, the reply belongs to the same draft. When the draft has become a complaint,
    it is a reply to the complaint. Between the two it begins a draft of its own. Raises ReplyNotAdded.
    """
    first = IncomingMail.objects.select_for_update().filter(pk=first_id, thread=None).first()
    if first is None or not token.is_valid_for(first.address) or parsed.sender != first.address:
        raise ReplyNotAdded
    if first.complaint_id:
        _add_to_complaint(mail, parsed, complaint_replies.find_complaint(first.complaint_id), None, at=at)
    elif first.opened_at is None and first.outcome == Outcome.OFFERED:
        mail.thread, mail.outcome = first, Outcome.ADDED
    else:
        mail.outcome, mail.answer = Outcome.OFFERED, Answer.CONTINUE


def _add_to_complaint(mail: IncomingMail, parsed: ParsedMail, complaint, token, *, at: datetime) -> None:
    refused = complaint_replies.add_reply(mail, parsed, complaint=complaint, token=token, at=at)
    mail.refused_files = json.dumps(refused, ensure_ascii=False) if refused else ""
    mail.outcome, mail.answer = Outcome.ADDED, Answer.FILES_REFUSED if refused else Answer.ADDED
