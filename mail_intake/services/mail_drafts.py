"""Turn an e-mail into a draft, when its sender opens the link of the answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from citizen.filing import browser_drafts
from complaints.models import Draft
from complaints.queries.uploaded_files import FileOwner, has_voice_note
from complaints.rules.statuses import Channel
from complaints.services import drafts
from mail_intake.models import Answer, IncomingMail
from mail_intake.rules.mail_limits import LINK_LIFETIME
from mail_intake.rules.mail_parsing import ParsedMail, parse_mail
from mail_intake.rules.quoted_history import cut_quoted_history
from mail_intake.services import mail_files
from mail_intake.services.mail_storage import read_raw_mail
from web.text_cleaning import LONGEST_TEXT, clean_text

MOST_REPLIES = 10
"""Replies that are read when the link is opened. The others stay stored as long as every e-mail."""
REPLY_PREFIXES = ("re:", "fw:", "fwd:", "aw:")


@dataclass(frozen=True)
class OpenedMail:
    """The draft of an e-mail. `refused_files`: names of files that were not taken. `is_cut`: the text was too long."""

    draft: Draft
    refused_files: list[str]
    is_cut: bool


def can_be_opened(mail: IncomingMail | None, *, at: datetime) -> bool:
    """Return whether the link of this e-mail's answer works: once, for seven days after the answer."""
    return (
        mail is not None
        and mail.answer == Answer.CONTINUE
        and mail.opened_at is None
        and mail.answered_at is not None
        and at < mail.answered_at + LINK_LIFETIME
    )


def find_mail_of_link(draft_id: UUID) -> IncomingMail | None:
    """Return the e-mail whose link contains this id. One query."""
    return IncomingMail.objects.filter(draft_id=draft_id).first()


@transaction.atomic
def open_mail(draft_id: UUID, *, at: datetime) -> OpenedMail | None:
    """Create the draft of an e-mail and of the replies that followed it; None if the link does not work any more.

    The draft opens only in the browser that used the link. Raises StorageUnavailable: the link then stays usable.
    """
    mail = IncomingMail.objects.select_for_update().filter(draft_id=draft_id).first()
    if not can_be_opened(mail, at=at):
        return None
    _, is_new = drafts.get_or_create_draft(key=draft_id, answers={}, channel=Channel.WEB, at=at)
    if not is_new:  # somebody else who read the mailbox began a draft with this id, and would read this one in it
        return None
    texts, refused = [], []
    for one in (mail, *mail.replies.order_by("pk")[:MOST_REPLIES]):
        parsed = parse_mail(read_raw_mail(one))
        texts.append(_statement_of(parsed, is_reply=one is not mail))
        refused += mail_files.store_files(one, parsed.files, owner=FileOwner(draft_id=draft_id), at=at)
    text = "\n\n".join(filter(None, texts))
    answers = {
        "text": text[:LONGEST_TEXT].strip(),
        "spoken": has_voice_note(draft_id),
        browser_drafts.HANDED_OVER_KEY: browser_drafts.OPENED,
    }
    drafts.add_answers(draft_id, step="mail", answers=answers)
    draft = drafts.store_rejected_input(draft_id, step="reach", typed={"reach": "email", "email": mail.address})
    mail.opened_at = at
    mail.save(update_fields=["opened_at"])
    return OpenedMail(draft, refused, len(text) > LONGEST_TEXT)


def _statement_of(parsed: ParsedMail, *, is_reply: bool) -> str:
    """Return the text of an e-mail. The subject comes first, because many people write everything there."""
    if is_reply:
        return clean_text(cut_quoted_history(parsed.text))
    subject = "" if parsed.subject.lower().startswith(REPLY_PREFIXES) else clean_text(parsed.subject)
    text = clean_text(parsed.text)
    return text if subject in text else f"{subject}\n\n{text}".strip()
