"""The public lists of notices, and the page of one notice."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from complaints.rules.special_categories import MISSING_CHILD
from notices.public.brief_caching import cache_briefly
from notices.queries import published_notices
from notices.rules.notice_kinds import LIST_URL_NAMES, PAGE_URL_NAMES, NoticeKind

LIST_TEMPLATES = {
    NoticeKind.ALERT: "notices/alerts.html",
    NoticeKind.WANTED: "notices/wanted.html",
    NoticeKind.NOTICE: "notices/notices.html",
}


@require_safe
@cache_briefly
def show_public_list(request: HttpRequest, kind: NoticeKind) -> HttpResponse:
    """Show the published notices of a kind."""
    published = published_notices.list_published_notices(kind, at=now())
    context = {
        "notices": published,
        "report_url": f"{reverse('complain')}?category={MISSING_CHILD}",
        "feed_url": feed_url(kind),
    }
    return render(request, LIST_TEMPLATES[kind], context)


@require_safe
@cache_briefly
def show_public_notice(request: HttpRequest, kind: NoticeKind, code: str) -> HttpResponse:
    """Show a notice; 410 without any name if it was published and has ended."""
    notice = published_notices.find_published_notice(kind, code, at=now())
    if notice is None:
        return render_ended_notice(request, kind, code)
    page = reverse(PAGE_URL_NAMES[kind], args=[code])
    context = {
        "notice": notice,
        "page_url": settings.SITE_URL + page,
        "share_url": settings.SITE_URL + reverse(f"{PAGE_URL_NAMES[kind]}_share", args=[code]),
        "list_url": reverse(LIST_URL_NAMES[kind]),
        "feed_url": feed_url(kind),
    }
    if kind is not NoticeKind.NOTICE:
        context["tip_url"] = reverse(f"{PAGE_URL_NAMES[kind]}_tip", args=[code])
    return render(request, "notices/one.html", context)


def render_ended_notice(request: HttpRequest, kind: NoticeKind, code: str) -> HttpResponse:
    """Show that a notice has ended (410). Raises Http404 if there never was one."""
    if not published_notices.was_ever_published(kind, code):
        raise Http404
    return render(request, "notices/over.html", {"kind": kind, "list_url": reverse(LIST_URL_NAMES[kind])}, status=410)


def feed_url(kind: NoticeKind) -> str:
    """Return the URL of the feed of a kind; general notices have none."""
    return reverse(f"{LIST_URL_NAMES[kind]}_feed") if kind is not NoticeKind.NOTICE else ""
