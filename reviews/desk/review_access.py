"""Access to the reviews' pages: every signed-in officer, also without a posting, because a review is about a person."""

from functools import wraps

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.views.decorators.cache import never_cache

from reviews.queries.review_visibility import reviews_visible_to
from reviews.rules.review_capacities import ReviewActor
from web.officer_access import officer_required


def review_actor(request: HttpRequest) -> ReviewActor:
    """Return the signed-in officer and the posting under which they act."""
    return ReviewActor(request.user.pk, request.actor)


def any_officer_required(view):
    """Decorate a view: require an officer, and forbid caching. Others are sent to the sign-in page."""
    return never_cache(officer_required(view))


def visible_review_required(view):
    """Decorate a view of one review: pass it the review, or answer 404 if the officer may not see it."""

    @wraps(view)
    def guarded(request, review: int, **kwargs):
        rows = reviews_visible_to(review_actor(request), at=timezone.now()).select_related("officer", "seat")
        visible_review = rows.filter(pk=review).first()
        if visible_review is None:
            raise Http404
        return view(request, visible_review, **kwargs)

    return any_officer_required(guarded)
