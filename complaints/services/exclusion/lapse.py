"""Confirm the names of officers that were added later, or let them lapse after 72 hours."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from complaints.models import Exclusion
from complaints.rules.actors import SYSTEM
from complaints.rules.exclusion import settling as rule
from complaints.rules.refusals import Refusal
from complaints.services import facts
from complaints.services.exclusion import exclusion_enforcement
from complaints.services.exclusion.exclusion_events import record_exclusion_event
from complaints.services.moves import lock_complaint
from ledger.service_exceptions import NotPermitted, Refused

LAPSED_WHY = "lapsed"


def may_confirm_name(by: Actor, capacities: frozenset) -> bool:
    """Return whether this officer may confirm a name: an operator of the CPO's cell outside the line."""
    return rule.may_settle(capacities) and rule.is_central_operator(role=by.role, office_kind=by.office_kind)


@transaction.atomic
def confirm_name(*, exclusion_id: int, by: Actor, at: datetime) -> Exclusion:
    """Confirm a name that was added later, so that it does not lapse. A name that has lapsed counts again at once.

    Raises Exclusion.DoesNotExist; NotPermitted; Refused if it was confirmed or withdrawn before.
    """
    complaint_id = Exclusion.objects.values_list("complaint_id", flat=True).get(pk=exclusion_id)
    head, complaint = lock_complaint(complaint_id)
    at = max(at, head.at or at)
    if not may_confirm_name(by, facts.capacities_of(by, complaint, at=at)):
        raise NotPermitted("confirm a name")
    exclusion = Exclusion.objects.select_for_update().get(pk=exclusion_id)
    if not is_unconfirmed_name(exclusion):
        raise Refused(Refusal.ALREADY_DONE)
    confirmed = {"confirmed_by_id": by.posting_id, "confirmed_at": at}
    if exclusion.ended_at is None:
        Exclusion.objects.filter(pk=exclusion.pk).update(**confirmed)
    else:
        same = {"complaint": complaint, "officer_id": exclusion.officer_id, "naming_id": exclusion.naming_id}
        exclusion = Exclusion.objects.create(**same, ground=exclusion.ground, since=at, **confirmed)
    record_exclusion_event("name_confirmed", complaint, head, by=by, at=at, exclusions=[exclusion.pk])
    exclusion_enforcement.enforce_exclusion(complaint.pk, at=at)
    return exclusion


def is_unconfirmed_name(exclusion: Exclusion) -> bool:
    """Return whether a name can be confirmed: it lapses, or has lapsed and was neither withdrawn nor named again."""
    if exclusion.lapses_at is None or exclusion.confirmed_at is not None:
        return False
    if exclusion.ended_at is None:
        return True
    again = Exclusion.objects.current().filter(complaint=exclusion.complaint_id, naming=exclusion.naming_id)
    return exclusion.ended_why == LAPSED_WHY and exclusion.naming.taken_back_at is None and not again.exists()


def end_lapsed_names(*, at: datetime) -> int:
    """End the exclusions of names that nobody confirmed in time; return their number.

    Safe to run again: each exclusion ends once, with one event. The complaint becomes visible only to officers whom no
    other exclusion covers, because each exclusion is a row of its own.
    """
    lapsed = Exclusion.objects.current().filter(lapses_at__lte=at, confirmed_at=None)
    ids = list(lapsed.order_by("lapses_at", "pk").values_list("pk", flat=True))
    return sum(_end_if_lapsed(exclusion_id, at=at) for exclusion_id in ids)


@transaction.atomic
def _end_if_lapsed(exclusion_id: int, *, at: datetime) -> bool:
    """Return False if the name was confirmed meanwhile, or another worker was faster."""
    complaint_id = Exclusion.objects.values_list("complaint_id", flat=True).get(pk=exclusion_id)
    head, complaint = lock_complaint(complaint_id)
    exclusion = Exclusion.objects.select_for_update().get(pk=exclusion_id)
    is_due = rule.has_lapsed(exclusion.lapses_at, confirmed_at=exclusion.confirmed_at, at=at)
    if exclusion.ended_at is not None or not is_due:
        return False
    at = max(at, head.at or at)
    exclusion.ended_at, exclusion.ended_why = at, LAPSED_WHY
    exclusion.save(update_fields=["ended_at", "ended_why"])
    record_exclusion_event("name_lapsed", complaint, head, by=SYSTEM, at=at, exclusions=[exclusion.pk])
    return True
