"""Postings begin and end."""

from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Leave, Office, Officer, Posting
from accounts.models.staff_act import StaffActKind
from accounts.rules.roles import HEAD_ROLE, Role, excluding, sits_at, takes_two
from accounts.services.refusals import AlreadyHeld, HeadshipTaken, PostingOver, StaffChangeRefused
from accounts.services.staff_acts import note, tell_who_watched, words_of
from accounts.signals import posting_ended, posting_started


@transaction.atomic
def post(
    *,
    officer: Officer,
    office: Office,
    role: Role,
    by: Actor | None,
    at: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    is_head: bool = False,
    acting: bool = False,
    decided: bool = False,
) -> Posting:
    """Give a posting, from now (`at`) or from a later moment. It ends no other posting.

    `ends_at`: its end, where it is known beforehand. `decided`: two administrators have decided (services.grants).
    Receivers of `posting_started` move what the officer may not stand over, in this transaction.

    Raises HeadshipTaken, AlreadyHeld or Refused.
    """
    starts_at = starts_at or at
    _require_duration(starts_at, ends_at)
    _require_given(officer, office, role, by=by, decided=decided)
    _require_fitting(office, role, is_head=is_head)
    require_compatible(officer=officer, role=role, at=starts_at, until=ends_at)
    held = {"role": role, "is_head": is_head, "acting": acting}
    term = {"starts_at": starts_at, "ends_at": ends_at, "started_by_id": by and by.officer_id}
    with _refusals_said():
        posting = Posting.objects.create(officer=officer, office=office, **held, **term)
    _note_start(posting, by=by, at=at, decided=decided)
    posting_started.send(Posting, posting=posting, by=by, at=at)
    return posting


def _note_start(posting: Posting, *, by: Actor | None, at: datetime, decided: bool) -> None:
    """Log it, and tell the auditors, unless a command did it, or two administrators, of whom they know already."""
    tell = by is not None and not decided
    words = words_of(posting, at=at)
    note(StaffActKind.POSTED, officer=posting.officer, by=by, at=at, words=words, tell_auditors=tell)


def _require_duration(starts_at: datetime, ends_at: datetime | None) -> None:
    if ends_at is not None and ends_at <= starts_at:
        raise StaffChangeRefused(_("A posting must end after it begins."))


def _require_given(officer: Officer, office: Office, role: Role, *, by: Actor | None, decided: bool) -> None:
    """Raise Refused where `by` may not give this post: to themselves, or alone what takes two. A command may."""
    if by is None:
        return
    if by.officer_id == officer.pk:
        raise StaffChangeRefused(_("You cannot post yourself. Another administrator must do it."))
    if not decided and takes_two(role, office.kind):
        raise StaffChangeRefused(
            _("This role needs two administrators. Request it under “Roles awaiting a second administrator”.")
        )


def _require_fitting(office: Office, role: Role, *, is_head: bool) -> None:
    """Raise Refused where there is no such post at such an office."""
    if is_head and role != HEAD_ROLE:
        raise StaffChangeRefused(_("The head of an office must have the role of supervisor."))
    if not sits_at(role, office.kind):
        raise StaffChangeRefused(_("Offices of this kind do not have this role."))


def require_compatible(*, officer: Officer, role: Role, at: datetime, until: datetime | None = None) -> None:
    """Raise Refused where the officer may hold nothing, or not this role beside what they hold from then on.

    `until`: what begins later than that does not matter.

    Their row is locked until the transaction ends, so that of two incompatible roles given at once one is refused.
    """
    officer = Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    if not officer.is_active:
        raise StaffChangeRefused(_("This officer can no longer sign in, so they cannot hold a posting."))
    held = Posting.objects.of(officer).not_over(at).filter(role__in=excluding(role))
    if until is not None:
        held = held.filter(starts_at__lt=until)
    if not held.exists():
        return
    if role == Role.ADMINISTRATOR:
        raise StaffChangeRefused(
            _(
                "This officer holds a posting that gives access to complaints, and administrators cannot read "
                "complaints. End that posting first."
            )
        )
    raise StaffChangeRefused(
        _("This officer is an administrator, and administrators cannot read complaints. End that posting first.")
    )


@transaction.atomic
def end_posting(*, posting: Posting, by: Actor | None, at: datetime) -> Posting:
    """End a posting; whoever receives `posting_ended` moves what it held, in this transaction. Raises PostingOver.

    One that has not begun is called off: it was held in no second, so nothing moves.
    """
    posting = Posting.objects.select_for_update(of=("self",), no_key=True).with_people().get(pk=posting.pk)
    if posting.is_to_begin(at):
        _end(posting, StaffActKind.CALLED_OFF, ends_at=posting.starts_at, by=by, at=at)
        return posting
    if not posting.is_current(at) or posting.starts_at == at:
        raise PostingOver(_("This posting is not active at that time, so it cannot end then."))
    _end(posting, StaffActKind.ENDED, ends_at=at, by=by, at=at)
    _end_leaves(posting, by=by, at=at)
    posting_ended.send(Posting, posting=posting, by=by, at=at)
    return posting


@transaction.atomic
def schedule_end(*, posting: Posting, ends_at: datetime | None, by: Actor | None, at: datetime) -> Posting:
    """Let a posting end at a later moment, or, with None, at none that is known. Until then nothing changes; what it
    holds then, the clock hands over.

    Longer than it was is as good as given anew: not by oneself, and not by one administrator alone where it takes two.
    Raises PostingOver, and whatever `post` refuses.
    """
    posting = Posting.objects.select_for_update(of=("self",), no_key=True).with_people().get(pk=posting.pk)
    if not (posting.is_current(at) or posting.is_to_begin(at)):
        raise PostingOver(_("This posting is not active at that time, so it cannot end then."))
    if ends_at == posting.ends_at:
        return posting
    if ends_at is not None and ends_at <= max(at, posting.starts_at):
        raise StaffChangeRefused(
            _("A posting must end after it begins, at a time to come. To end it now, choose “End it now”.")
        )
    role, until = Role(posting.role), posting.ends_at
    if until is not None and (ends_at is None or ends_at > until):
        _require_given(posting.officer, posting.office, role, by=by, decided=False)
        require_compatible(officer=posting.officer, role=role, at=max(at, posting.starts_at), until=ends_at)
    with _refusals_said():
        _end(posting, StaffActKind.END_SET, ends_at=ends_at, by=by, at=at)
    return posting


def _end(posting: Posting, kind: StaffActKind, *, ends_at: datetime | None, by: Actor | None, at: datetime) -> None:
    """Write the end down, and tell the auditors, an auditor whom it sends away among them."""
    words = words_of(posting, at=at)
    posting.ends_at, posting.ended_by_id = ends_at, by and by.officer_id
    posting.save(update_fields=["ends_at", "ended_by"])
    if kind is StaffActKind.END_SET:
        words = words_of(posting, at=at) + ("" if ends_at else " – …")
    act = note(kind, officer=posting.officer, by=by, at=at, words=words, tell_auditors=by is not None)
    if by is not None and posting.role == Role.AUDITOR:
        tell_who_watched(act)


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
    """End a posting and start another at the same second; role and headship go along unless they are given.

    Raises PostingOver also for one that has not begun, and whatever `post` refuses, so also a post that takes two.
    """
    if posting.is_to_begin(at):
        raise PostingOver(_("This posting has not begun. Cancel it and create another."))
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
