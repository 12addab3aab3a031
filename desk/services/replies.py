"""Replies written beforehand: a supervisor writes them for their own office and all below it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.actors import Actor
from accounts.rules.roles import Role
from complaints.models import CannedReply
from complaints.workflow.table import WITH_REPLIES
from desk.rules import replies
from ledger.exceptions import NotPermitted
from web import text


class UnknownPlaces(ValueError):
    """Names in braces that nothing fills in: `names` as they were typed."""

    def __init__(self, names: list[str]):
        super().__init__(names)
        self.names = names


class TitleTaken(ValueError):
    """The same office has one with this title for this step, category and language."""


@dataclass(frozen=True)
class Written:
    """What a supervisor writes: `category_id` None for any category."""

    move: str
    category_id: int | None
    language: str
    title: str
    text: str


def may_write(by: Actor) -> bool:
    """Whether this posting manages replies at all."""
    return by.role is Role.SUPERVISOR


def may_change(by: Actor, reply: CannedReply) -> bool:
    """Those of their own office and of the offices below it; the reply fetched with its office. No query."""
    return may_write(by) and by.has_within(reply.office.path)


@transaction.atomic
def write(given: Written, *, by: Actor, at: datetime, reply: CannedReply | None = None) -> CannedReply:
    """A new reply of the actor's own office, or another wording of one that is there.

    Raises NotPermitted, UnknownPlaces, TitleTaken, or text.Unreadable.
    """
    if not (may_change(by, reply) if reply else may_write(by)) or given.move not in WITH_REPLIES:
        raise NotPermitted("reply")
    row = reply or CannedReply(office_id=by.office_id)
    row.move, row.category_id, row.language = given.move, given.category_id, given.language
    row.title, row.text = text.clean(given.title), text.clean(given.text)
    if names := replies.unknown(row.text):
        raise UnknownPlaces(names)
    row.changed_by_id, row.changed_at = by.posting_id, at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise TitleTaken from taken
    return row


def remove(reply: CannedReply, *, by: Actor) -> None:
    """It is offered no more; what was sent with it stays in the histories. Raises NotPermitted."""
    if not may_change(by, reply):
        raise NotPermitted("reply")
    reply.delete()
