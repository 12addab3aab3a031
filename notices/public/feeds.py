"""Atom feeds of missing children and wanted persons. What has ended is named by its address alone, to be forgotten."""

from datetime import timedelta
from xml.sax.saxutils import XMLGenerator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.timezone import now
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from documents.identity import identity
from notices.public.cache_headers import vanishing
from notices.queries import public
from notices.queries.public import Published
from notices.rules.kinds import LISTS, PAGES, NoticeKind

TOMBSTONES = timedelta(days=30)
"""How long a feed names what is over (RFC 6721): a reader that asks once a month still learns of it."""


class ForgettingFeed(Atom1Feed):
    """An Atom feed with `at:deleted-entry` elements."""

    def root_attributes(self) -> dict:
        return super().root_attributes() | {"xmlns:at": "http://purl.org/atompub/tombstones/1.0"}

    def add_root_elements(self, handler: XMLGenerator) -> None:
        super().add_root_elements(handler)
        for address, moment in self.feed["gone"]:
            handler.addQuickElement("at:deleted-entry", "", {"ref": address, "when": rfc3339_date(moment)})


@require_safe
@vanishing
def feed(request: HttpRequest, kind: NoticeKind) -> HttpResponse:
    """Everything of a kind that is published now, the latest first. No photo travels with it: its page shows that."""
    at = now()
    found, gone = public.listed(kind, at=at), public.ended_since(kind, since=at - TOMBSTONES, at=at)
    latest = max([*(one.published_at for one in found), *(moment for _, moment in gone)], default=at)
    made = ForgettingFeed(
        title=_titles()[kind],
        link=settings.SITE_URL + reverse(LISTS[kind]),
        description="",
        language=get_language(),
        author_name=identity().author,
        feed_url=settings.SITE_URL + request.path,
        ttl="1",
        gone=[(_address(kind, code), moment) for code, moment in gone],
    )
    made.latest_post_date = lambda: latest
    for one in found:
        _add(made, one)
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _add(made: ForgettingFeed, one: Published) -> None:
    sample = gettext("SAMPLE: not a real person")
    made.add_item(
        title=f"{sample} · {one.name}" if one.is_sample else one.name,
        link=_address(one.kind, one.code),
        unique_id=_address(one.kind, one.code),
        description=f"{one.office.name}. {one.words}",
        pubdate=one.published_at,
        updateddate=one.published_at,
    )


def _address(kind: NoticeKind, code: str) -> str:
    return settings.SITE_URL + reverse(PAGES[kind], args=[code])


def _titles() -> dict[NoticeKind, str]:
    return {
        NoticeKind.ALERT: gettext("Missing children, Punjab (Zainab Alert)"),
        NoticeKind.WANTED: gettext("Wanted persons, Punjab"),
    }
