"""Puts the acting officer on the request."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Posting
from accounts.queries.postings import current_postings

SESSION_KEY = "posting"


class ActorMiddleware:
    """Sets `request.postings` (all that the officer holds now), `request.posting` and `request.actor`.

    A citizen has no session of an officer: for them the two are None and nothing is asked of the database.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.postings = postings_of(request)
        request.posting = chosen(request.postings, request)
        request.actor = Actor.of(request.posting) if request.posting else None
        return self.get_response(request)


def postings_of(request) -> list[Posting]:
    """What the signed-in officer holds at this moment, the default one first. One query; none for a citizen."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return []
    return current_postings(request.user, at=timezone.now())


def chosen(postings: Iterable[Posting], request) -> Posting | None:
    """The posting chosen in this session while it is still held, otherwise the default one."""
    postings = list(postings)
    if not postings:
        return None
    wanted = request.session.get(SESSION_KEY)
    return next((posting for posting in postings if posting.pk == wanted), postings[0])
