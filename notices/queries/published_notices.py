"""The published notices, for the pages, the feeds and the chat. Each call checks what is public at that moment."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language_bidi

from accounts.models import Office
from information.models import Helpline
from information.rules.text_languages import Language, text_in_language
from notices.models import Edition, Notice, Picture
from notices.rules.notice_kinds import NoticeKind

LONGEST_LIST = 200
"""The longest list: nobody reads more. The latest notices come first."""


@dataclass(frozen=True)
class PublishedNotice:
    """A published notice in one language. Texts that were not given are empty."""

    code: str
    kind: NoticeKind
    language: Language
    office: Office
    name: str
    words: str
    age: int | None
    sex: str
    wearing: str
    seen_place: str
    seen_at: datetime | None
    aliases: str
    fir: str
    reward: int | None
    helplines: list[Helpline]
    picture: Picture | None
    published_at: datetime
    expires_at: datetime
    is_sample: bool
    notice: Notice


def current_alerts(*, at: datetime, language: str = "") -> list[PublishedNotice]:
    """Return the published alerts. `language`: "en", "ur" or "roman"; by default the active one. Two queries."""
    return list_published_notices(NoticeKind.ALERT, at=at, language=language)


def current_wanted_persons(*, at: datetime, language: str = "") -> list[PublishedNotice]:
    """Return the published notices about wanted persons. Two queries."""
    return list_published_notices(NoticeKind.WANTED, at=at, language=language)


def list_published_notices(kind: NoticeKind, *, at: datetime, language: str = "") -> list[PublishedNotice]:
    """Return the published notices of a kind, the latest first. Two queries."""
    rows = (
        _with_related_rows(Notice.objects.public(at))
        .filter(kind=kind)
        .order_by("-current__decided_at", "-pk")[:LONGEST_LIST]
    )
    return [_to_published(row, language) for row in rows]


def find_published_notice(kind: NoticeKind, code: str, *, at: datetime, language: str = "") -> PublishedNotice | None:
    """Return a published notice; None if it is not public (any more). Two queries."""
    row = _with_related_rows(Notice.objects.public(at)).filter(kind=kind, code=code).first()
    return _to_published(row, language) if row else None


def was_ever_published(kind: NoticeKind, code: str) -> bool:
    """Return whether there ever was such a public notice: its URL then shows that it has ended, instead of 404."""
    return Notice.objects.filter(kind=kind, code=code, current__isnull=False).exists()


def published_picture(kind: NoticeKind, code: str, *, at: datetime) -> Picture | None:
    """Return the picture of a notice that is public now. One query."""
    edition = published_edition(kind, code, at=at)
    return edition.picture if edition else None


def published_edition(kind: NoticeKind, code: str, *, at: datetime) -> Edition | None:
    """Return the published edition of a notice; None if it is not public. One query."""
    row = Notice.objects.public(at).filter(kind=kind, code=code).select_related("current__picture").first()
    return row.current if row else None


def notices_ended_since(kind: NoticeKind, *, since: datetime, at: datetime) -> list[tuple[str, datetime]]:
    """Return the codes of notices that are not public any more, and when they ended, for the deletions in a feed."""
    ended_notices = Notice.objects.filter(kind=kind, current__isnull=False).exclude(
        pk__in=Notice.objects.public(at).values("pk")
    )
    rows = ended_notices.values_list("code", "ended_at", "current__expires_at").order_by("-pk")[:LONGEST_LIST]
    return [(code, ended_at) for code, ended, expired in rows if (ended_at := min(ended or expired, at)) >= since]


def _with_related_rows(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    lines = Helpline.objects.filter(standing="active").order_by("order")
    return rows.select_related("office", "current__picture").prefetch_related(Prefetch("current__helplines", lines))


def _to_published(row: Notice, language: str) -> PublishedNotice:
    edition = row.current
    page_language = Language.URDU if get_language_bidi() else Language.ENGLISH
    language = Language(language) if language else page_language
    texts = {
        name: text_in_language(edition, name, language)
        for name in ("name", "words", "wearing", "seen_place", "aliases", "fir")
    }
    return PublishedNotice(
        code=row.code,
        kind=NoticeKind(row.kind),
        language=language,
        office=row.office,
        age=edition.age,
        sex=edition.sex_label(row.kind),
        seen_at=edition.seen_at,
        reward=edition.reward,
        helplines=list(edition.helplines.all()),
        picture=edition.picture if edition.picture and edition.picture.is_open else None,
        published_at=edition.decided_at,
        expires_at=edition.expires_at,
        is_sample=row.is_sample,
        notice=row,
        **texts,
    )
