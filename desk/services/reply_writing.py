"""Canned replies, which a supervisor writes for their own office and all offices below it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.actors import Actor
from accounts.rules.roles import Role
from complaints.models import CannedReply
from complaints.models.desk_tools.canned_reply import CHAT_MOVE
from complaints.workflow.table import MOVES_WITH_REPLIES
from desk.rules import reply_placeholders
from ledger.service_exceptions import NotPermitted
from web import text_cleaning


class UnknownPlaceholders(ValueError):
    """Raised for unknown placeholders. `names`: as they were typed."""

    def __init__(self, names: list[str]):
        super().__init__(names)
        self.names = names


class TitleTaken(ValueError):
    """Raised if the office has a reply with this title for the same move, category and language."""


@dataclass(frozen=True)
class ReplyContent:
    """The content of a reply. `category_id`: None for any category."""

    move: str
    category_id: int | None
    language: str
    title: str
    text: str


def may_write_replies(by: Actor) -> bool:
    """Return whether this posting may write canned replies."""
    return by.role is Role.SUPERVISOR


def may_change_reply(by: Actor, reply: CannedReply) -> bool:
    """Return whether this posting may change the reply: one of its own office or of an office below. No query.

    The reply must be loaded with its office.
    """
    return may_write_replies(by) and by.is_at_or_above(reply.office.path)


@transaction.atomic
def save_reply(content: ReplyContent, *, by: Actor, at: datetime, reply: CannedReply | None = None) -> CannedReply:
    """Save a new reply of the actor's own office, or change an existing one.

    Raises NotPermitted, UnknownPlaceholders, TitleTaken, or text_cleaning.UnreadableText.
    """
    if not (may_change_reply(by, reply) if reply else may_write_replies(by)):
        raise NotPermitted("write this canned reply")
    if content.move not in {*MOVES_WITH_REPLIES, CHAT_MOVE}:
        raise NotPermitted("write this canned reply")
    row = reply or CannedReply(office_id=by.office_id)
    row.move, row.category_id, row.language = content.move, content.category_id, content.language
    row.title, row.text = text_cleaning.clean_text(content.title), text_cleaning.clean_text(content.text)
    if names := reply_placeholders.unknown_placeholders(row.text):
        raise UnknownPlaceholders(names)
    row.changed_by_id, row.changed_at = by.posting_id, at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as duplicate:
        raise TitleTaken from duplicate
    return row


def remove_reply(reply: CannedReply, *, by: Actor) -> None:
    """Delete a reply. Messages that were sent with it stay in the histories. Raises NotPermitted."""
    if not may_change_reply(by, reply):
        raise NotPermitted("remove this canned reply")
    reply.delete()
