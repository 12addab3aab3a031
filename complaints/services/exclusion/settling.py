"""Confirm whom a complaint is against, and pass complaints on that nobody settled in time (docs/rules.md, settling)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Office, Officer, Posting
from accounts.queries.office_heads import head_postings_of_paths
from accounts.rules.office_tree import is_within, paths_from_root
from accounts.rules.ranks import Rank
from complaints.models import ChainHead, Complaint, Exclusion, Naming, RunningClock, Statement
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.rules.actors import SYSTEM
from complaints.rules.clock import Clock
from complaints.rules.exclusion import settling as rule
from complaints.rules.exclusion.stated_posts import StatedOfficer, StatedPost, YesNoUnknown
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import OPEN, Status
from complaints.services import automatic_moves, facts, internal_clocks, required_text, routing
from complaints.services.exclusion import exclusion_by_description, exclusion_enforcement, narrowing, officer_naming
from complaints.services.exclusion.exclusion_events import record_exclusion_event
from complaints.services.moves import lock_complaint, make_move
from ledger.service_exceptions import NotPermitted, Refused


@dataclass(frozen=True)
class Correction:
    """The place, rank and post of the accused as the operator found them."""

    place: Office
    rank: Rank | None = None
    post: StatedPost | None = None


@transaction.atomic
def settle(
    *,
    complaint_id: int,
    why: str,
    by: Actor,
    at: datetime,
    officer_ids: Collection[int] = (),
    correction: Correction | None = None,
) -> None:
    """Confirm whom a complaint is against: the description as it is, or a correction, and officers by name.

    why: how the operator knows; the complainant does not read it.
    officer_ids: officers to name.
    correction: the description, if it differs. Wider exclusions act at once; what would be narrower becomes a request
    that two operators of the Central Police Office approve (`services.exclusion.narrowing`). What keeps the whole
    police from the complaint lapses after 72 hours unless the complainant stated it (`services.exclusion.lapse`).

    Raises NotPermitted; Refused without a reason, if it was settled meanwhile or time ran out, for an unknown officer,
    and if a correction is narrower while another request waits; text_cleaning.UnreadableText.
    """
    why = required_text.require_text(why)
    head, complaint = lock_complaint(complaint_id)
    at = max(at, head.at or at)
    capacities = facts.capacities_of(by, complaint, at=at)
    if not rule.may_settle(capacities):
        raise NotPermitted("settle")
    if not RunningClock.objects.filter(complaint=complaint, clock=Clock.SETTLING).exists():
        raise Refused(Refusal.ALREADY_DONE)
    officers = Officer.objects.in_bulk(officer_ids)
    if len(officers) != len(set(officer_ids)):
        raise Refused(Refusal.NO_SUCH_OFFICER)
    too_wide = _apply_correction(complaint, correction, at=at) if correction else []
    confirmed = _described(complaint).exclude(pk__in=too_wide).filter(confirmed_at=None, lapses_at=None)
    confirmed.update(confirmed_by_id=by.posting_id, confirmed_at=at)
    internal_clocks.stop_internal_clock(complaint, Clock.SETTLING, at=at)
    record_exclusion_event("settled", complaint, head, words=why, by=by, at=at, is_corrected=correction is not None)
    _name_officers(head, complaint, officers.values(), why=why, by=by, at=at)
    if too_wide:
        narrowing.request_locked_narrowing(head, complaint, capacities, exclusion_ids=too_wide, why=why, by=by, at=at)
    exclusion_enforcement.enforce_exclusion(complaint.pk, at=at)


def _described(complaint: Complaint):
    """Return the current exclusions that follow from the description of the accused."""
    return Exclusion.objects.current().filter(complaint=complaint, ground__in=internal_clocks.GROUNDS_TO_SETTLE)


def _apply_correction(complaint: Complaint, correction: Correction, *, at: datetime) -> list[int]:
    """Add the exclusions that follow from a correction; return the present ones that do not follow from it."""
    statement = Statement.objects.get(pk=complaint.pk)
    stated = StatedOfficer(
        keep_from=YesNoUnknown.YES,
        is_conduct=complaint.about_police,
        rank=correction.rank,
        posts=frozenset({correction.post} if correction.post else ()),
        senior_possible=statement.senior_possible,
    )
    wanted = exclusion_by_description.derive_exclusions(
        list(Office.objects.line_of(correction.place)), "", stated, happened_on=statement.happened_on, at=at
    )
    described = list(_described(complaint).select_related("office"))
    exclusion_by_description.save_officers_exclusions(complaint, wanted, at=at)
    offices = [exclusion.office.path for exclusion in wanted if exclusion.office_id]
    if all(any(is_within(row.office.path, path) for path in offices) for row in described if row.office_id):
        return []  # the correction is as wide or wider
    keys = {(exclusion.office_id, exclusion.officer_id) for exclusion in wanted}
    return sorted(row.pk for row in described if (row.office_id, row.officer_id) not in keys)


def _name_officers(
    head: ChainHead, complaint: Complaint, officers: Sequence[Officer], *, why: str, by: Actor, at: datetime
) -> None:
    """Name officers who are not named yet. The caller then enforces the exclusion."""
    named = set(Naming.objects.standing().filter(complaint=complaint).values_list("officer", flat=True))
    for officer in sorted(officers, key=lambda officer: officer.pk):
        if officer.pk not in named:
            officer_naming.record_naming(head, complaint, officer, source=Naming.Source.CITIZEN, why=why, by=by, at=at)


def pass_up_unsettled(*, at: datetime) -> int:
    """Give complaints that nobody settled in time to the first eligible superior; return their number.

    The exclusion stays. A complaint that was marked meanwhile keeps its holder, who is outside the exclusion. Without
    an eligible superior the clock keeps running, late, where the board shows it. Safe to run again.
    """
    due = RunningClock.objects.filter(clock=str(Clock.SETTLING), due_at__lte=at)
    complaints = (
        Complaint.objects.unscoped("a job acts on every complaint")
        .filter(pk__in=due.values("complaint"), status__in=[str(status) for status in OPEN])
        .select_related("office", "place", "policy", "category")
        .order_by("pk")
    )
    return automatic_moves.act_on_each(
        complaints[: automatic_moves.BATCH_SIZE], lambda complaint: _pass_up(complaint, at=at)
    )


def _pass_up(complaint: Complaint, *, at: datetime) -> bool:
    if complaint.status != Status.RECEIVED:
        make_move(complaint_id=complaint.pk, name="leave_unsettled", by=SYSTEM, at=at)
        return True
    superior = first_eligible_superior(complaint, at=at)
    if superior is None:
        return False
    make_move(complaint_id=complaint.pk, name="pass_up_unsettled", by=SYSTEM, at=at, destination_id=superior.pk)
    return True


def first_eligible_superior(complaint: Complaint, *, at: datetime) -> Posting | None:
    """Return the head of the office that has the complaint, or the next above, whom policy and exclusion allow."""
    exclusion = conflict_exclusion_of(complaint, at=at)
    heads = head_postings_of_paths(paths_from_root(complaint.office.path), at=at)
    allowed = (
        head
        for head in heads
        if routing.refusal_of_posting(head, complaint, below_path=routing.ANY_OFFICE_PATH, exclusion=exclusion) is None
    )
    return next(allowed, None)
