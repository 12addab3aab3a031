"""Where a role's own work begins: after the sign-in, and at /desk/."""

from collections.abc import Iterable

from accounts.actors import Actor
from accounts.administration import administers
from accounts.rules.roles import Role

QUEUE = "desk:queue"
PLACES = {Role.AUDITOR: "desk:access_log", Role.DISCIPLINE_OFFICER: "reviews", Role.MONITOR: "board"}
"""By the names of their routes: the pages belong to apps above this one. Whoever is not here works in the queue."""


def landing_of(actor: Actor | None) -> str:
    """The name of the route; the queue also for somebody without a posting, who is told there that they have none."""
    if administers(actor):
        return "admin:index"
    return PLACES.get(actor.role, QUEUE) if actor else QUEUE


def first_page_of(actors: Iterable[Actor]) -> str:
    """The name of the route at which somebody with these postings begins: the queue, where any of them works in it."""
    places = [landing_of(actor) for actor in actors]
    return QUEUE if QUEUE in places or not places else places[0]
