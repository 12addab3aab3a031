"""Create, end and transfer postings."""

from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Leave, Office, Officer, Posting
from accounts.models.staff_act import StaffActKind
from accounts.rules.roles import HEAD_ROLE, Role, excluded_roles, needs_two_administrators, role_exists_at
from accounts.services.admin_log import describe_posting, log_staff_act, notify_removed_auditor
from accounts.services.staff_refusals import AlreadyHeld, HeadshipTaken, PostingOver, StaffChangeRefused
from accounts.signals import posting_ended, posting_started


@transaction.atomic
def create_posting(
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
    is_approved: bool = False,
) -> Posting:
    """Create a posting that begins now (`at`) or later. Other postings of the officer continue.

    `ends_at`: its end, if known in advance. `is_approved`: two administrators have approved it (role_requests).
    Receivers of `posting_started` move complaints from which the officer is excluded, in this transaction.

    Raises HeadshipTaken, AlreadyHeld or StaffChangeRefused.
    """
    starts_at = starts_at or at
    if ends_at is not None and ends_at <= starts_at:
        raise StaffChangeRefused(_("A posting must end after it begins."))
    _require_permission(officer, office, role, is_head=is_head, by=by, is_approved=is_approved)
    if is_head and role != HEAD_ROLE:
        raise StaffChangeRefused(_("The head of an office must have the role of supervisor."))
    if not role_exists_at(role, office.kind):
        raise StaffChangeRefused(_("Offices of this kind do not have this role."))
    require_compatible_roles(officer=officer, role=role, at=starts_at, until=ends_at)
    post_fields = {"role": role, "is_head": is_head, "acting": acting}
    term = {"starts_at": starts_at, "ends_at": ends_at, "started_by_id": by and by.officer_id}
    with _translate_constraint_errors():
        posting = Posting.objects.create(officer=officer, office=office, **post_fields, **term)
    # A command notifies nobody, and the auditors know of an approved request already.
    tell_auditors = by is not None and not is_approved
    words = describe_posting(posting, at=at)
    log_staff_act(StaffActKind.POSTED, officer=officer, by=by, at=at, words=words, tell_auditors=tell_auditors)
    posting_started.send(Posting, posting=posting, by=by, at=at)
    return posting


def _require_permission(
    officer: Officer, office: Office, role: Role, *, is_head: bool, by: Actor | None, is_approved: bool
) -> None:
    """Raise StaffChangeRefused if `by` may not give this post. Management commands (None) may give any.

    Administrators may not post themselves, or give a role alone that needs two administrators.
    """
    if by is None:
        return
    if by.officer_id == officer.pk:
        raise StaffChangeRefused(_("You cannot post yourself. Another administrator must do it."))
    if not is_approved and needs_two_administrators(role, office.kind, is_head=is_head):
        raise StaffChangeRefused(
            _("This role needs two administrators. Request it under “Roles awaiting a second administrator”.")
        )


def require_compatible_roles(*, officer: Officer, role: Role, at: datetime, until: datetime | None = None) -> None:
    """Raise StaffChangeRefused if the officer is blocked, or holds a role from `at` on that excludes this one.

    `until`: ignore postings that begin at or after this time.

    The officer's row stays locked until the transaction ends, so that two incompatible roles cannot be given at the
    same time.
    """
    officer = Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    if not officer.is_active:
        raise StaffChangeRefused(_("This officer can no longer sign in, so they cannot hold a posting."))
    incompatible = Posting.objects.held_by(officer).not_over(at).filter(role__in=excluded_roles(role))
    if until is not None:
        incompatible = incompatible.filter(starts_at__lt=until)
    if not incompatible.exists():
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
    """End a posting. Receivers of `posting_ended` move what it held, in this transaction. Raises PostingOver.

    A posting that has not begun is cancelled. It held nothing, so nothing moves.
    """
    posting = Posting.objects.select_for_update(of=("self",), no_key=True).with_people().get(pk=posting.pk)
    if posting.begins_after(at):
        _save_and_log_end(posting, StaffActKind.CALLED_OFF, ends_at=posting.starts_at, by=by, at=at)
        return posting
    if not posting.is_current(at) or posting.starts_at == at:
        raise PostingOver(_("This posting is not active at that time, so it cannot end then."))
    _save_and_log_end(posting, StaffActKind.ENDED, ends_at=at, by=by, at=at)
    _shorten_leaves(posting, by=by)
    posting_ended.send(Posting, posting=posting, by=by, at=at)
    return posting


@transaction.atomic
def schedule_end(*, posting: Posting, ends_at: datetime | None, by: Actor | None, at: datetime) -> Posting:
    """Set the end of a posting to a later time, or remove it with None.

    Nothing changes until then. At the end, an automatic move hands over what the posting holds. Leaves that would last
    longer end with the posting, as in `end_posting`; they stay so if the posting is lengthened again.

    To lengthen a posting is like creating it: administrators may not do it for themselves, or alone for a role that
    needs two. Raises PostingOver and the exceptions of `create_posting`.
    """
    posting = Posting.objects.select_for_update(of=("self",), no_key=True).with_people().get(pk=posting.pk)
    if not (posting.is_current(at) or posting.begins_after(at)):
        raise PostingOver(_("This posting is not active at that time, so it cannot end then."))
    if ends_at == posting.ends_at:
        return posting
    if ends_at is not None and ends_at <= max(at, posting.starts_at):
        raise StaffChangeRefused(
            _("A posting must end after it begins, at a time to come. To end it now, choose “End it now”.")
        )
    role, until = Role(posting.role), posting.ends_at
    if until is not None and (ends_at is None or ends_at > until):
        post = {"office": posting.office, "role": role, "is_head": posting.is_head}
        _require_permission(posting.officer, **post, by=by, is_approved=False)
        require_compatible_roles(officer=posting.officer, role=role, at=max(at, posting.starts_at), until=ends_at)
    with _translate_constraint_errors():
        _save_and_log_end(posting, StaffActKind.END_SET, ends_at=ends_at, by=by, at=at)
    if ends_at is not None:
        _shorten_leaves(posting, by=by)
    return posting


def _shorten_leaves(posting: Posting, *, by: Actor | None) -> None:
    """End the leaves of a posting, and those during which it acts for another one, when the posting ends.

    Otherwise nobody would act for the officer on leave, who would not get the work back either.
    """
    leaves = Leave.objects.filter(Q(posting=posting) | Q(cover=posting), ends_at__gt=posting.ends_at)
    leaves.update(ends_at=Greatest(F("starts_at"), Value(posting.ends_at)), ended_by_id=by and by.officer_id)


def _save_and_log_end(
    posting: Posting, kind: StaffActKind, *, ends_at: datetime | None, by: Actor | None, at: datetime
) -> None:
    """Save and log the end of a posting, and notify the auditors, including an auditor whose own posting ends."""
    words = describe_posting(posting, at=at)
    posting.ends_at, posting.ended_by_id = ends_at, by and by.officer_id
    posting.save(update_fields=["ends_at", "ended_by"])
    if kind is StaffActKind.END_SET:
        words = describe_posting(posting, at=at) + ("" if ends_at else " – …")
    act = log_staff_act(kind, officer=posting.officer, by=by, at=at, words=words, tell_auditors=by is not None)
    if by is not None and posting.role == Role.AUDITOR:
        notify_removed_auditor(act)


@transaction.atomic
def transfer_officer(
    *,
    posting: Posting,
    to: Office,
    by: Actor | None,
    at: datetime,
    starts_at: datetime | None = None,
    role: Role | None = None,
    is_head: bool | None = None,
    acting: bool = False,
) -> Posting:
    """End a posting and start another at the same moment. Role and headship stay the same unless they are given.

    `starts_at`: the moment, if it is to come; until then nothing changes. Raises PostingOver, also if the posting has
    not begun, and the exceptions of `create_posting`, for example for a role that needs two administrators.
    """
    if posting.begins_after(at):
        raise PostingOver(_("This posting has not begun. Cancel it and create another."))
    if starts_at is None:
        ended = end_posting(posting=posting, by=by, at=at)
    else:
        ended = schedule_end(posting=posting, ends_at=starts_at, by=by, at=at)
    return create_posting(
        officer=ended.officer,
        office=to,
        role=role or Role(ended.role),
        by=by,
        at=at,
        starts_at=starts_at,
        is_head=ended.is_head if is_head is None else is_head,
        acting=acting,
    )


@transaction.atomic
def cancel_scheduled_change(*, posting: Posting, starts: bool, ends: bool, by: Actor | None, at: datetime) -> None:
    """Cancel the scheduled start or end of a posting; with both, those of a transfer to this posting.

    `starts`: the posting never begins. `ends`: it loses its end or, if it is cancelled too, the posting of the same
    officer that ends in the second of its start does. To remove an end is to lengthen a posting (`schedule_end`).

    Raises PostingOver if the change has happened meanwhile, and the exceptions of `create_posting`.
    """
    if not starts:
        schedule_end(posting=posting, ends_at=None, by=by, at=at)
        return
    if not posting.begins_after(at):
        raise PostingOver(_("This posting has already begun. End it instead."))
    end_posting(posting=posting, by=by, at=at)
    if ends:
        before = Posting.objects.held_by(posting.officer).current(at).filter(ends_at=posting.starts_at)
        for old in before.with_people().order_by("pk")[:1]:  # the list of changes pairs the first one too
            schedule_end(posting=old, ends_at=None, by=by, at=at)


@contextmanager
def _translate_constraint_errors():
    """Replace violations of the postings' constraints by a refusal that an administrator understands."""
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
