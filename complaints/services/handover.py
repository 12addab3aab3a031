"""All that a posting has goes to another one in one act, when its officer is transferred.

What the new one may not have (rank, firewall) stays; when the posting ends it passes to the head (services.vacated).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.roles import Role
from complaints.models import Complaint
from complaints.queries.conflict_exclusion import wall_of, walls_of
from complaints.rules.assignment import WORKING_ROLES
from complaints.rules.exclusion.conflict_exclusion import OPEN_GROUND
from complaints.rules.refusals import Refusal
from complaints.services import announcements, custody, history, routing
from complaints.services.moves import lock
from complaints.signals import event_recorded
from ledger.exceptions import NotPermitted, Refused
from notifications.services import enqueue

RELATED = ("policy", "office", "place__parent")


@dataclass(frozen=True)
class Preview:
    """How many would go, and how many stay, by what is in the way."""

    going: int
    staying: Counter[Refusal]


def may_hand_over(by: Actor, posting: Posting, to: Posting) -> bool:
    """Whether this actor heads an office at or above both, and the one may have what the other has."""
    works = Role(to.role) in WORKING_ROLES and to.pk != posting.pk
    return works and by.is_head and by.has_within(posting.office.path) and by.has_within(to.office.path)


def preview(*, posting: Posting, to: Posting, by: Actor, at: datetime) -> Preview:
    """What a hand-over would do now. Two statements, whatever the number. Raises NotPermitted."""
    _require(by, posting, to, at=at)
    answers = [refusal for _, refusal in _answers(posting, to, by=by, at=at)]
    return Preview(answers.count(None), Counter(refusal for refusal in answers if refusal))


@transaction.atomic
def hand_over(*, posting: Posting, to: Posting, by: Actor, at: datetime, words: str = "") -> Preview:
    """Pass on what `to` may have: each with an event of its own; the status stays, and its clocks. One message to `to`.

    Complaints that the actor may not see are not theirs to pass on; they stay too. Raises NotPermitted.
    """
    to = Posting.objects.select_for_update(of=("self",), no_key=True).with_people().get(pk=to.pk)  # it may end now
    _require(by, posting, to, at=at)
    answers = list(_answers(posting, to, by=by, at=at))
    staying = Counter(refusal for _, refusal in answers if refusal)
    passed = 0
    for pk in [pk for pk, refusal in answers if refusal is None]:
        try:
            passed += _pass_on(pk, posting, to, by=by, at=at, words=words)
        except Refused as stays:
            staying[stays.reason] += 1
    if passed:
        context = {"count": passed, "path": "/desk/"}
        enqueue(recipient=f"posting:{to.pk}", template="handed_to_you", context=context, at=at)
    return Preview(passed, staying)


def _require(by: Actor, posting: Posting, to: Posting, *, at: datetime) -> None:
    if not (may_hand_over(by, posting, to) and to.is_current(at)):
        raise NotPermitted("hand over")


def _answers(posting: Posting, to: Posting, *, by: Actor, at: datetime) -> Iterator[tuple[int, Refusal | None]]:
    """Each open complaint of the posting that the actor sees, in the order in which writers lock them, and why not."""
    held = Complaint.objects.visible_to(by, at=at).open().held_by(posting.pk).select_related(*RELATED).order_by("pk")
    complaints = list(held)
    walls = walls_of([complaint.pk for complaint in complaints], at=at)
    for complaint in complaints:
        wall = walls.get(complaint.pk, OPEN_GROUND)
        yield complaint.pk, routing.refuse(to, complaint, within=by.office_path, wall=wall)


def _pass_on(complaint_id: int, posting: Posting, to: Posting, *, by: Actor, at: datetime, words: str) -> bool:
    """False where somebody moved it on while this transaction waited for it.

    Raises Refused where `to` may not have it any more: an officer may be named, or its category be another one, since.
    """
    head, complaint = lock(complaint_id)
    if complaint.holder_id != posting.pk or not complaint.is_open:
        return False
    at = max(at, head.at or at)
    wall = wall_of(complaint, at=at)
    if reason := routing.refuse(to, complaint, within=by.office_path, wall=wall):
        raise Refused(reason)
    custody.pass_on(complaint, office=to.office, posting_id=to.pk, at=at)
    complaint.save()
    facts = {"state": history.state_of(complaint), "from": posting.pk}
    entry = history.Entry("handed_over", complaint.cycle, facts, words, for_citizen=False)
    event = history.append(head, entry, by=by, at=at)
    announcements.announce(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
    return True
