"""Take the two approvals and the day that the end of an exclusion needs."""

from datetime import timedelta

from accounts.rules.roles import Role
from complaints.models import Naming, NarrowingRequest
from complaints.rules.actors import Citizen
from complaints.services.exclusion import narrowing, officer_naming
from tests.factories import OfficerFactory, PostingFactory
from tests.world import Person, World, clock


def tahira(world: World) -> Person:
    """Return the second operator of the Central Police Office, beside Nadia."""
    if "tahira" not in world.people:
        officer = OfficerFactory(name_en="Tahira")
        posting = PostingFactory(officer=officer, office=world.office("punjab"), role=Role.COMPLAINT_OPERATOR)
        world.people["tahira"] = Person("tahira", posting)
    return world.people["tahira"]


def approve_twice(world: World, request: NarrowingRequest, *, at: str) -> NarrowingRequest:
    """Let both operators of the Central Police Office approve, as far as they have not."""
    for person in (world.nadia, tahira(world)):
        if request.first_approver_id != person.posting.pk:
            request = narrowing.approve_narrowing(request_id=request.pk, by=person.actor, at=clock(at))
    return request


def withdraw_name(world: World, naming: Naming, *, by: Person, at: str, why: str = "A namesake.") -> None:
    """Withdraw a name as the portal does: a request, two approvals, and 24 hours without an objection.

    A complainant who gets no messages reads of it at once.
    """
    request = officer_naming.withdraw_naming(naming_id=naming.pk, why=why, by=by.actor, at=clock(at))
    approve_twice(world, request, at=at)
    narrowing.record_narrowing_read(complaint_id=naming.complaint_id, by=Citizen(), at=clock(at))
    narrowing.end_narrowed_exclusions(at=clock(at) + timedelta(days=1))
