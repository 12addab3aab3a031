"""Atom feeds of missing children and wanted persons. Ended notices appear as deleted entries, by their URL only."""

from datetime import timedelta
from xml.sax.saxutils import XMLGenerator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.timezone import now
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from documents.operator_identity import current_identity
from notices.public.brief_caching import cache_briefly
from notices.queries import published_notices
from notices.queries.published_notices import PublishedNotice
from notices.rules.notice_kinds import LIST_URL_NAMES, PAGE_URL_NAMES, NoticeKind

FEED_TITLES = {
    NoticeKind.ALERT: _("Missing children, Punjab (Zainab Alert)"),
    NoticeKind.WANTED: _("Wanted persons, Punjab"),
}
DELETIONS_LISTED_FOR = timedelta(days=30)
"""How long a feed lists ended notices (RFC 6721): long enough for readers that poll once a month."""


class FeedWithDeletions(Atom1Feed):
    """An Atom feed with `at:deleted-entry` elements."""

    def root_attributes(self) -> dict:
        return super().root_attributes() | {"xmlns:at": "http://purl.org/atompub/tombstones/1.0"}

    def add_root_elements(self, handler: XMLGenerator) -> None:
        super().add_root_elements(handler)
        for url, ended_at in self.feed["gone"]:
            handler.addQuickElement("at:deleted-entry", "", {"ref": url, "when": rfc3339_date(ended_at)})


@require_safe
@cache_briefly
def send_notice_feed(request: HttpRequest, kind: NoticeKind) -> HttpResponse:
    """Return the feed of the published notices of a kind, the latest first. Photos are only on the pages."""
    at = now()
    published, ended = (
        published_notices.list_published_notices(kind, at=at),
        published_notices.notices_ended_since(kind, since=at - DELETIONS_LISTED_FOR, at=at),
    )
    latest = max([*(notice.published_at for notice in published), *(moment for _code, moment in ended)], default=at)
    atom = FeedWithDeletions(
        title=FEED_TITLES[kind],
        link=settings.SITE_URL + reverse(LIST_URL_NAMES[kind]),
        description="",
        language=get_language(),
        author_name=current_identity().author,
        feed_url=settings.SITE_URL + request.path,
        ttl="1",
        gone=[(_notice_url(kind, code), moment) for code, moment in ended],
    )
    atom.latest_post_date = lambda: latest
    for notice in published:
        _add_entry(atom, notice)
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _add_entry(atom: FeedWithDeletions, notice: PublishedNotice) -> None:
    sample = gettext("SAMPLE: not a real person")
    atom.add_item(
        title=f"{sample} · {notice.name}" if notice.is_sample else notice.name,
        link=_notice_url(notice.kind, notice.code),
        unique_id=_notice_url(notice.kind, notice.code),
        description=f"{notice.office.name}. {notice.words}",
        pubdate=notice.published_at,
        updateddate=notice.published_at,
    )


def _notice_url(kind: NoticeKind, code: str) -> str:
    return settings.SITE_URL + reverse(PAGE_URL_NAMES[kind], args=[code])
