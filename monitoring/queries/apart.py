"""What a reader's own figures leave out, and what they hold besides: few complaints, found by an index each."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.queries.written import ask
from accounts.rules.offices import Kind
from complaints.models import Complaint
from complaints.models.complaint import SCOPE_COLUMN


class Held(NamedTuple):
    """A complaint that somebody has in the place of a posting on leave, and that lies outside their own office."""

    pk: int
    office: int
    status: str


def hidden_from(actor: Actor, *, at: datetime) -> list[int]:
    """The ids of what the firewall hides from a posting, wherever it lies. One statement."""
    return [pk for (pk,) in ask(Hidden(actor), at=at)]


def held_elsewhere(actor: Actor, *, at: datetime) -> list[Held]:
    """What they have for others, outside of their own office. A statement only for who has somebody's place."""
    return [Held(*row) for row in ask(Elsewhere(actor), at=at)] if actor.covers else []


@dataclass(frozen=True)
class Hidden:
    """Writes the query of what is hidden."""

    actor: Actor

    def __call__(self, *, at: datetime, **given) -> QuerySet:
        return Complaint.objects.for_system().ids_hidden_from(self.actor, at=at)


@dataclass(frozen=True)
class Elsewhere:
    """Writes the query of what is held outside of the holder's own office."""

    actor: Actor

    def __call__(self, *, at: datetime, **given) -> QuerySet:
        held = Complaint.objects.visible_to(self.actor, at=at).filter(holder__in=self.actor.covers)
        if self.actor.office_kind == Kind.CENTRAL:
            return held.none()
        outside = held.exclude(**{SCOPE_COLUMN[self.actor.office_kind]: self.actor.office_id})
        return outside.order_by().values_list("pk", "office", "status")
