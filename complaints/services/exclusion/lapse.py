"""Confirm the names of officers that were added later, or let them lapse after 72 hours.

An exclusion of the whole police that an officer added lapses in the same way, and nobody can confirm it.
"""

from datetime import datetime
from itertools import groupby
from operator import itemgetter

from django.db import transaction

from accounts.actors import Actor
from complaints.models import Exclusion
from complaints.queries.police_heads import heads_the_police
from complaints.rules.actors import SYSTEM
from complaints.rules.exclusion import settling as rule
from complaints.rules.refusals import Refusal
from complaints.services import facts
from complaints.services.exclusion import exclusion_enforcement
from complaints.services.exclusion.exclusion_by_description import LAPSED_WHY
from complaints.services.exclusion.exclusion_events import record_exclusion_event
from complaints.services.moves import lock_complaint
from ledger.service_exceptions import NotPermitted, Refused


def may_confirm_name(by: Actor, capacities: frozenset) -> bool:
    """Return whether this officer may confirm a name: an operator of the CPO's cell outside the line."""
    return rule.may_settle(capacities) and rule.is_central_operator(role=by.role, office_kind=by.office_kind)


@transaction.atomic
def confirm_name(*, exclusion_id: int, by: Actor, at: datetime) -> Exclusion:
    """Confirm a name that was added later, so that it does not lapse. A name that has lapsed counts again at once.

    Raises Exclusion.DoesNotExist; NotPermitted; Refused if it was confirmed or withdrawn before, and for the name of
    the police's head: otherwise an operator could bury the complaint once the name has lapsed.
    """
    complaint_id = Exclusion.objects.values_list("complaint_id", flat=True).get(pk=exclusion_id)
    head, complaint = lock_complaint(complaint_id)
    at = max(at, head.at or at)
    if not may_confirm_name(by, facts.capacities_of(by, complaint, at=at)):
        raise NotPermitted("confirm a name")
    exclusion = Exclusion.objects.select_for_update().get(pk=exclusion_id)
    if not is_unconfirmed_name(exclusion, at=at):
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


def is_unconfirmed_name(exclusion: Exclusion, *, at: datetime) -> bool:
    """Return whether a name can be confirmed: it lapses, or has lapsed and was neither withdrawn nor named again.

    The name of the police's head cannot.
    """
    if exclusion.naming_id is None or exclusion.lapses_at is None or exclusion.confirmed_at is not None:
        return False
    if heads_the_police(exclusion.officer_id, at=at):
        return False
    if exclusion.ended_at is None:
        return True
    again = Exclusion.objects.current().filter(complaint=exclusion.complaint_id, naming=exclusion.naming_id)
    return exclusion.ended_why == LAPSED_WHY and exclusion.naming.taken_back_at is None and not again.exists()


def end_lapsed_names(*, at: datetime) -> int:
    """End the exclusions that nobody confirmed in time; return their number.

    Safe to run again: each exclusion ends once. Those of a complaint that end together have one event. The complaint
    becomes visible only to officers whom no other exclusion covers, because each exclusion is a row of its own.
    """
    lapsed = Exclusion.objects.current().filter(lapses_at__lte=at, confirmed_at=None)
    rows = lapsed.order_by("complaint", "pk").values_list("complaint", "pk")
    return sum(
        _end_lapsed(complaint_id, [pk for _complaint, pk in group], at=at)
        for complaint_id, group in groupby(rows, key=itemgetter(0))
    )


@transaction.atomic
def _end_lapsed(complaint_id: int, exclusion_ids: list[int], *, at: datetime) -> int:
    """End these exclusions of a complaint; return how many.

    Fewer if names were confirmed meanwhile, or another worker was faster. If it was out of everybody's reach, the
    complaint is with the cell of the Central Police Office, and unmarked ones are marked from there automatically.
    """
    head, complaint = lock_complaint(complaint_id)
    at = max(at, head.at or at)
    standing = Exclusion.objects.current().filter(pk__in=exclusion_ids, confirmed_at=None, lapses_at__lte=at)
    ended = sorted(standing.select_for_update().values_list("pk", flat=True))
    if not ended:
        return 0
    standing.update(ended_at=at, ended_why=LAPSED_WHY)
    record_exclusion_event("name_lapsed", complaint, head, by=SYSTEM, at=at, exclusions=ended)
    return len(ended)
