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


def kept_out(actor: Actor, *, at: datetime) -> list[int]:
    """Return the ids of what sums of any offices leave out for a posting. Two statements at most."""
    return [*hidden_from(actor, at=at), *beyond_sight(actor, at=at)]


def beyond_sight(actor: Actor, *, at: datetime) -> list[int]:
    """Return the ids of what their office answers for though it lies outside of it now, so that they cannot see it.

    An objection can move a complaint above the office that reported. Whoever may see both offices counts it there.
    One statement; none for the Central Police Office, which sees everything.
    """
    return [pk for (pk,) in ask(Beyond(actor), at=at)] if actor.office_kind != Kind.CENTRAL else []


@dataclass(frozen=True)
class Beyond:
    """Writes the query of what an office answers for and cannot see."""

    actor: Actor

    def __call__(self, *, at: datetime, **given) -> QuerySet:
        charged = Complaint.objects.for_system().filter(reopened_line__contains=[self.actor.office_id])
        outside = charged.exclude(**{SCOPE_COLUMN[Kind(self.actor.office_kind)]: self.actor.office_id})
        if self.actor.covers:
            outside = outside.exclude(holder__in=self.actor.covers)
        return outside.order_by().values_list("pk")


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
