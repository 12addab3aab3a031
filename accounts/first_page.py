"""The first page of each role: after the sign-in, and at /desk/."""

from collections.abc import Iterable

from accounts.actors import Actor
from accounts.admin_base import is_administrator
from accounts.rules.roles import Role

QUEUE = "desk:queue"
FIRST_PAGES = {Role.AUDITOR: "desk:access_log", Role.DISCIPLINE_OFFICER: "reviews", Role.MONITOR: "board"}
"""URL names, because the pages belong to apps above this one. All other roles begin in the queue."""


def first_page_of_actor(actor: Actor | None) -> str:
    """Return the URL name of an actor's first page.

    Officers without a posting also go to the queue, which explains that they have none.
    """
    if is_administrator(actor):
        return "admin:index"
    return FIRST_PAGES.get(actor.role, QUEUE) if actor else QUEUE


def first_page_of_officer(actors: Iterable[Actor]) -> str:
    """Return the URL name of the first page for an officer with these postings: the queue if any of them uses it."""
    places = [first_page_of_actor(actor) for actor in actors]
    return QUEUE if QUEUE in places or not places else places[0]
