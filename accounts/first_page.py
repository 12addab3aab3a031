"""The first page of each role after the sign-in."""

from collections.abc import Iterable

from accounts.actors import Actor
from accounts.admin_base import is_administrator
from accounts.rules.roles import Role

TODAY = "desk:today"
FIRST_PAGES = {Role.AUDITOR: "desk:access_log", Role.DISCIPLINE_OFFICER: "reviews", Role.MONITOR: "board"}
"""URL names, because the pages belong to apps above this one. All other roles begin with *Today*."""


def first_page_of_actor(actor: Actor | None) -> str:
    """Return the URL name of an actor's first page.

    Officers without a posting also go to *Today*, which explains that they have none.
    """
    if is_administrator(actor):
        return "admin:index"
    return FIRST_PAGES.get(actor.role, TODAY) if actor else TODAY


def first_page_of_officer(actors: Iterable[Actor]) -> str:
    """Return the URL name of the first page for an officer with these postings: *Today* if any of them begins there."""
    places = [first_page_of_actor(actor) for actor in actors]
    return TODAY if TODAY in places or not places else places[0]
