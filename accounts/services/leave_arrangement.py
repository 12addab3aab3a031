"""Arrange and end leave, during which another posting acts for the officer's."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Leave, Posting
from accounts.rules import acting_officers
from accounts.rules.office_tree import OfficeKind
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.staff_refusals import StaffChangeRefused
from accounts.signals import leave_arranged, leave_begun
from notifications.services import enqueue_many
from notifications.services.outbox import NewMessage

LONGEST = timedelta(days=366)


def may_arrange_leave(by: Actor, posting: Posting) -> bool:
    """Return whether this actor heads an office at or above the posting's office. Nobody arranges their own leave.

    An acting head can arrange neither their own leave nor that of the head for whom they act.
    """
    return by.is_head and posting.officer_id not in by.officers and by.is_at_or_above(posting.office.path)


@transaction.atomic
def arrange_leave(
    *, posting: Posting, cover: Posting, starts_at: datetime, ends_at: datetime, by: Actor | None, at: datetime
) -> Leave:
    """Let `cover` act for `posting` from `starts_at` to `ends_at`, and notify the acting officer.

    `by` is None for a management command. If the leave begins now, receivers of `leave_begun` move the complaints that
    the acting officer may not have, in this transaction.

    Raises StaffChangeRefused if the actor may not arrange it, if it is in the past, too long or overlapping, if
    `posting` acts for somebody on these days, or if `cover` may not act for this posting or ends before the leave does.
    """
    posting, cover = _lock_postings(posting, cover)
    if reason := _leave_refusal_text(posting, cover, starts_at, ends_at, by=by, at=at):
        raise StaffChangeRefused(reason)
    try:
        with transaction.atomic():
            leave = Leave.objects.create(
                posting=posting,
                cover=cover,
                starts_at=starts_at,
                ends_at=ends_at,
                set_at=at,
                set_by_id=by and by.officer_id,
            )
    except IntegrityError as error:
        raise StaffChangeRefused(
            _("Another leave of this posting overlaps with these days. End that one first.")
        ) from error
    # The acting officer's queue shows for whom they act.
    context = {"starts_at": starts_at, "ends_at": ends_at, "heads": posting.is_head}
    enqueue_many([NewMessage(f"posting:{cover.pk}", "leave_to_cover", context)], at=at)
    leave_arranged.send(Leave, leave=leave, at=at)
    if leave.starts_at <= at:
        leave_begun.send(Leave, leave=leave, at=at)
    return leave


@transaction.atomic
def end_leave(*, leave: Leave, by: Actor | None, at: datetime) -> Leave:
    """End a leave now, or cancel one that has not begun. Raises StaffChangeRefused."""
    leave = Leave.objects.select_for_update(of=("self",)).with_people().get(pk=leave.pk)
    if by is not None and not may_arrange_leave(by, leave.posting) and by.posting_id != leave.posting_id:
        raise StaffChangeRefused(_("You cannot end this leave."))
    if leave.ends_at <= at:
        raise StaffChangeRefused(_("This leave has already ended."))
    leave.ends_at, leave.ended_by_id = max(at, leave.starts_at), by and by.officer_id
    leave.save(update_fields=["ends_at", "ended_by"])
    return leave


def _lock_postings(*postings: Posting) -> list[Posting]:
    """Lock postings, so that they cannot end meanwhile. The order by id prevents deadlocks between two leaves."""
    rows = Posting.objects.select_for_update(of=("self",), no_key=True).with_people()
    locked = {
        posting.pk: posting for posting in rows.filter(pk__in=[posting.pk for posting in postings]).order_by("pk")
    }
    return [locked[posting.pk] for posting in postings]


def _leave_refusal_text(
    posting: Posting, cover: Posting, starts_at: datetime, ends_at: datetime, *, by: Actor | None, at: datetime
) -> str | None:
    if by is not None and not (may_arrange_leave(by, posting) and by.is_at_or_above(cover.office.path)):
        return _("Both officers must be posted at your office or below it. You cannot arrange your own leave.")
    if posting.officer_id == cover.officer_id:
        return _("An officer cannot cover their own leave.")
    if not (posting.is_current(at) and cover.is_current(at)):
        return _("One of the two postings is over.")
    if cover.ends_at is not None and cover.ends_at < ends_at:
        return _(
            "The acting officer's posting ends on %(day)s. End the leave before that day, or choose another officer."
        ) % {"day": date_format(localtime(cover.ends_at), "j F Y")}
    if starts_at < at:
        return _("Leave cannot start in the past. Earlier work stays with the officer who held it.")
    if not starts_at < ends_at <= starts_at + LONGEST:
        return _("The leave must end after it begins and within a year.")
    if not _may_cover(posting, cover):
        return _("This officer's role or rank does not allow them to hold the complaints that can come to this post.")
    if posting.is_head and posting.office.kind == OfficeKind.CENTRAL and cover.office.kind != OfficeKind.CENTRAL:
        return _(
            "Only an officer posted at the Central Police Office can act for its head, so that complaints "
            "kept away from districts stay that way."
        )
    leaves = Leave.objects.with_people().not_over(starts_at).filter(starts_at__lt=ends_at)
    if leaves.filter(posting=cover).exists():
        return _("This officer is on leave at that time.")
    # An acting officer passes nothing on to the officer who acts for them, so nobody would act for the colleague.
    covered = leaves.filter(cover=posting).first()
    return _covers_colleague_text(covered) if covered else None


def _covers_colleague_text(leave: Leave) -> str:
    last_day = localtime(leave.ends_at - timedelta.resolution)
    return _(
        "%(officer)s acts for %(colleague)s from %(first_day)s to %(last_day)s. First end that leave and enter it "
        "again with another acting officer, or choose other days."
    ) % {
        "officer": leave.cover.officer.title,
        "colleague": leave.posting.officer.title,
        "first_day": date_format(localtime(leave.starts_at), "j F Y"),
        "last_day": date_format(last_day, "j F Y"),
    }


def _may_cover(posting: Posting, cover: Posting) -> bool:
    holder_floor, floor = _highest_minimum_rank_met(posting), _highest_minimum_rank_met(cover)
    return acting_officers.may_cover(Role(cover.role), floor, holder_role=Role(posting.role), holder_floor=holder_floor)


def _highest_minimum_rank_met(posting: Posting) -> Rank | None:
    rank = Rank(posting.officer.rank) if posting.officer.rank else None
    kind = OfficeKind(posting.office.kind)
    sdpo = acting_officers.counts_as_sdpo(is_head=posting.is_head, acting=posting.acting, kind=kind)
    return acting_officers.highest_minimum_rank_met(rank, acts_as_sdpo=sdpo)


def eligible_covers(posting: Posting, candidates: list[Posting]) -> list[Posting]:
    """Return the candidates (loaded `with_people`) that may act for this posting."""
    return [
        candidate
        for candidate in candidates
        if candidate.officer_id != posting.officer_id and _may_cover(posting, candidate)
    ]
