"""Name the officers whom a complaint is against, and ask to withdraw a wrong name.

The conflict exclusion of the complaint follows from the names.
"""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Officer
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models import ChainHead, Complaint, Exclusion, Naming, NarrowingRequest, Statement
from complaints.queries.exclusion.settling_candidates import is_within_place_and_post
from complaints.queries.police_heads import heads_the_police
from complaints.rules.capacities import Capacity
from complaints.rules.exclusion.naming_permissions import may_name_officer, may_withdraw_naming
from complaints.rules.exclusion.settling import name_lapse_time
from complaints.rules.refusals import Refusal
from complaints.services import facts, required_text
from complaints.services.exclusion import exclusion_enforcement, narrowing
from complaints.services.exclusion.exclusion_events import record_exclusion_event
from complaints.services.moves import lock_complaint
from ledger.service_exceptions import NotPermitted, Refused

NAME = Exclusion.Ground.NAME


@transaction.atomic
def name_officer(
    *, complaint_id: int, officer_id: int, why: str, by: Actor, at: datetime, from_description: bool = False
) -> Naming:
    """Record that the complaint is against this officer, and move it away from them and from everybody below them.

    why: how it is known; stored with the name.
    from_description: the complaint cell matched the officer to the complainant's description.

    The history records that an officer was named but not which one, because excluded officers may read it. Any account
    can be named. If it is the head of the Central Police Office, nobody in the police sees the complaint any more
    (`is_sealed_from_police`) until the name lapses after 72 hours. Raises NotPermitted; Refused without a reason or if
    the officer is already named; text_cleaning.UnreadableText.
    """
    why = required_text.require_text(why)
    head, complaint = lock_complaint(complaint_id)
    at = max(at, head.at or at)
    capacities = facts.capacities_of(by, complaint, at=at)
    if not may_name_officer(capacities):
        raise NotPermitted("name an officer")
    officer = Officer.objects.filter(pk=officer_id).first()
    if officer is None:
        raise Refused(Refusal.NO_SUCH_OFFICER)
    if Naming.objects.standing().filter(complaint=complaint, officer=officer).exists():
        raise Refused(Refusal.ALREADY_DONE)
    source = Naming.Source.HOLDER if Capacity.HOLDER in capacities else Naming.Source.CELL
    if from_description:
        source = Naming.Source.CITIZEN
    naming = record_naming(head, complaint, officer, source=source, why=why, by=by, at=at)
    exclusion_enforcement.enforce_exclusion(complaint.pk, at=at)
    return naming


def record_naming(
    head: ChainHead, complaint: Complaint, officer: Officer, *, source: Naming.Source, why: str, by: Actor, at: datetime
) -> Naming:
    """Record that a locked complaint is against an officer, and exclude them. The caller enforces the exclusion.

    A name beyond the place and post that the complainant stated lapses after 72 hours unless an operator of the Central
    Police Office confirms it (`services.exclusion.lapse`). The name of the police's head always lapses.
    """
    happened_on = Statement.objects.values_list("happened_on", flat=True).get(pk=complaint.pk)
    is_central = by.office_kind is OfficeKind.CENTRAL and by.role in {Role.COMPLAINT_OPERATOR, Role.MONITOR}
    lapses_at = name_lapse_time(
        is_within_place_and_post=not is_central
        and is_within_place_and_post(officer.pk, complaint, happened_on=happened_on, at=at),
        is_by_central_cell=is_central,
        heads_the_police=heads_the_police(officer.pk, at=at),
        at=at,
    )
    naming = Naming.objects.create(
        complaint=complaint, officer=officer, source=source, named_at=at, by_id=by.posting_id, why=why
    )
    Exclusion.objects.create(
        complaint=complaint, officer=officer, ground=NAME, naming=naming, since=at, lapses_at=lapses_at
    )
    record_exclusion_event("officer_named", complaint, head, by=by, at=at, naming=naming.pk)
    return naming


@transaction.atomic
def withdraw_naming(*, naming_id: int, why: str, by: Actor, at: datetime) -> NarrowingRequest:
    """Ask to withdraw a wrong name. Two operators of the CPO approve it, and the complainant may object.

    why: the reason, which the complainant reads. It must name nobody.

    Raises NotPermitted; Refused without a reason, if the name was already withdrawn, or while another request waits;
    text_cleaning.UnreadableText.
    """
    why = required_text.require_text(why)
    complaint_id = Naming.objects.values_list("complaint_id", flat=True).get(pk=naming_id)
    head, complaint = lock_complaint(complaint_id)
    at = max(at, head.at or at)
    naming = Naming.objects.get(pk=naming_id)
    capacities = facts.capacities_of(by, complaint, at=at)
    if not may_withdraw_naming(capacities):
        raise NotPermitted("withdraw a name")
    if naming.taken_back_at is not None:
        raise Refused(Refusal.ALREADY_DONE)
    excluded = Exclusion.objects.current().filter(complaint=complaint, naming=naming)
    return narrowing.request_locked_narrowing(
        head,
        complaint,
        capacities,
        exclusion_ids=list(excluded.values_list("pk", flat=True)),
        why=why,
        by=by,
        at=at,
        naming=naming,
    )
