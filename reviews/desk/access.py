"""Who enters the reviews' pages: whoever is signed in, with or without a post, for their own case is the person's."""

from functools import wraps

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.views.decorators.cache import never_cache

from reviews.queries.visibility import visible_to
from reviews.rules.capacities import Doer
from web.access import officer_required


def doer(request: HttpRequest) -> Doer:
    """The person at the desk, and the posting that they act under."""
    return Doer(request.user.pk, request.actor)


def reviews_page(view):
    """Nobody's browser keeps it; a stranger goes to the sign-in."""
    return never_cache(officer_required(view))


def one_review(view):
    """The same for a page of one review, which is fetched for its reader: 404 where it does not exist for them."""

    @wraps(view)
    def guarded(request, review: int, **kwargs):
        found = visible_to(doer(request), at=timezone.now()).select_related("officer", "seat").filter(pk=review).first()
        if found is None:
            raise Http404
        return view(request, found, **kwargs)

    return reviews_page(guarded)
