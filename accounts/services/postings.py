"""Postings begin and end."""

from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Leave, Office, Officer, Posting
from accounts.rules.roles import HEAD_ROLE, Role, excluding
from accounts.services.refusals import AlreadyHeld, HeadshipTaken, PostingOver, Refused
from accounts.signals import posting_ended, posting_started


@transaction.atomic
def post(
    *,
    officer: Officer,
    office: Office,
    role: Role,
    by: Actor | None,
    at: datetime,
    is_head: bool = False,
    acting: bool = False,
) -> Posting:
    """Start a posting at a moment. It ends no other one: somebody may hold several at once.

    Whoever receives `posting_started` moves what the officer may not stand over, in this transaction.

    Raises HeadshipTaken, AlreadyHeld, or Refused: an inactive officer, a head who is not a supervisor, or a role that
    one person may not hold beside another one (require_compatible).
    """
    if is_head and role != HEAD_ROLE:
        raise Refused(_("The head of an office is its supervisor."))
    require_compatible(officer=officer, role=role, at=at)
    with _refusals_said():
        posting = Posting.objects.create(
            officer=officer,
            office=office,
            role=role,
            is_head=is_head,
            acting=acting,
            starts_at=at,
            started_by_id=by and by.officer_id,
        )
    posting_started.send(Posting, posting=posting, by=by, at=at)
    return posting


def require_compatible(*, officer: Officer, role: Role, at: datetime) -> None:
    """Raise Refused where the officer may hold nothing, or not this role beside what they hold then or later.

    Their row is locked until the transaction ends, so that of two incompatible roles given at once one is refused.
    """
    officer = Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    if not officer.is_active:
        raise Refused(_("This officer may not sign in any more, so they can hold no posting."))
    held = Posting.objects.of(officer).filter(Q(ends_at=None) | Q(ends_at__gt=at), role__in=excluding(role))
    if not held.exists():
        return
    if role == Role.ADMINISTRATOR:
        raise Refused(_("This officer holds a post that reads complaints; an administrator reads none. End it first."))
    raise Refused(_("This officer is an administrator, and an administrator reads no complaints. End that post first."))


@transaction.atomic
def end_posting(*, posting: Posting, by: Actor | None, at: datetime) -> Posting:
    """End a posting; whoever receives `posting_ended` moves what it held, in this transaction. Raises PostingOver."""
    posting = Posting.objects.select_for_update(of=("self",), no_key=True).with_people().get(pk=posting.pk)
    if not posting.is_current(at) or posting.starts_at == at:
        raise PostingOver(_("This posting is not held at that time, so it cannot be ended then."))
    posting.ends_at, posting.ended_by_id = at, by and by.officer_id
    posting.save(update_fields=["ends_at", "ended_by"])
    _end_leaves(posting, by=by, at=at)
    posting_ended.send(Posting, posting=posting, by=by, at=at)
    return posting


def _end_leaves(posting: Posting, *, by: Actor | None, at: datetime) -> None:
    """Nobody acts for a posting that is over, nor by one: its leaves end with it, and those that it covers."""
    over = Leave.objects.filter(Q(posting=posting) | Q(cover=posting), ends_at__gt=at)
    over.update(ends_at=Greatest(F("starts_at"), Value(at)), ended_by_id=by and by.officer_id)


@transaction.atomic
def transfer(
    *,
    posting: Posting,
    to: Office,
    by: Actor | None,
    at: datetime,
    role: Role | None = None,
    is_head: bool | None = None,
    acting: bool = False,
) -> Posting:
    """End a posting and start another at the same second; role and headship go along unless they are given."""
    ended = end_posting(posting=posting, by=by, at=at)
    return post(
        officer=ended.officer,
        office=to,
        role=role or Role(ended.role),
        by=by,
        at=at,
        is_head=ended.is_head if is_head is None else is_head,
        acting=acting,
    )


@contextmanager
def _refusals_said():
    """Turn what the database refuses into what a person can act upon; anything else passes through."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        constraint = error.__cause__.diag.constraint_name
        if constraint == "posting_one_head_at_a_time":
            raise HeadshipTaken(_("Somebody else heads this office at that time. End that posting first.")) from error
        if constraint == "posting_not_held_twice_by_one_officer":
            raise AlreadyHeld(_("This officer already holds that role at this office at that time.")) from error
        raise
