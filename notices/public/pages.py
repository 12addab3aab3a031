"""The lists of what is published, and one notice of each."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from complaints.rules.categories import MISSING_CHILD
from notices.public.cache_headers import vanishing
from notices.queries import public
from notices.queries.public import Published
from notices.rules.kinds import LISTS, PAGES, NoticeKind

LIST_TEMPLATES = {
    NoticeKind.ALERT: "notices/alerts.html",
    NoticeKind.WANTED: "notices/wanted.html",
    NoticeKind.NOTICE: "notices/notices.html",
}


@require_safe
@vanishing
def listed(request: HttpRequest, kind: NoticeKind) -> HttpResponse:
    """Everything of a kind that is published now."""
    found = public.listed(kind, at=now())
    context = {
        "notices": found,
        "report_url": f"{reverse('complain')}?category={MISSING_CHILD}",
        "feed_url": feed_url(kind),
    }
    return render(request, LIST_TEMPLATES[kind], context)


@require_safe
@vanishing
def one(request: HttpRequest, kind: NoticeKind, code: str) -> HttpResponse:
    """One notice; 410 with nobody's name where it was published once and is so no more."""
    found = public.one(kind, code, at=now())
    if found is None:
        return over(request, kind, code)
    page = reverse(PAGES[kind], args=[code])
    context = {
        "notice": found,
        "page_url": settings.SITE_URL + page,
        "share_url": settings.SITE_URL + reverse(f"{PAGES[kind]}_share", args=[code]),
        "list_url": reverse(LISTS[kind]),
        "feed_url": feed_url(kind),
        **_of_the_picture(found),
    }
    return render(request, "notices/one.html", context)


def over(request: HttpRequest, kind: NoticeKind, code: str) -> HttpResponse:
    """The page of one that has ended. Raises Http404 for one that never was."""
    if not public.was_public(kind, code):
        raise Http404
    return render(request, "notices/over.html", {"kind": kind, "list_url": reverse(LISTS[kind])}, status=410)


def feed_url(kind: NoticeKind) -> str:
    """Where the feed of a kind stands; there is none of general notices."""
    return reverse(f"{LISTS[kind]}_feed") if kind is not NoticeKind.NOTICE else ""


def _of_the_picture(found: Published) -> dict[str, str]:
    if found.kind is NoticeKind.NOTICE:
        return {}
    return {"tip_url": reverse(f"{PAGES[found.kind]}_tip", args=[found.code])}
