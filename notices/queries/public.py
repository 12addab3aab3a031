"""What everybody may see now: for the pages, the feeds and the chat. Each function asks for this very moment."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language_bidi

from accounts.models import Office
from information.models import Helpline
from information.rules.languages import Language, said
from notices.models import Edition, Notice, Picture
from notices.rules.kinds import NoticeKind

MOST = 200
"""More than that at once would be no list that anybody reads; the latest come first."""


@dataclass(frozen=True)
class Published:
    """A notice as it is published, in one language. Empty is what was not said; `picture`: None where there is none."""

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


def current_alerts(*, at: datetime, language: str = "") -> list[Published]:
    """The missing children of this moment. `language`: "en", "ur" or "roman"; else the active one. Two queries."""
    return listed(NoticeKind.ALERT, at=at, language=language)


def wanted(*, at: datetime, language: str = "") -> list[Published]:
    """The wanted persons of this moment. Two queries."""
    return listed(NoticeKind.WANTED, at=at, language=language)


def listed(kind: NoticeKind, *, at: datetime, language: str = "") -> list[Published]:
    """Those of one kind, the latest first. Two queries, however many they are."""
    rows = _shown(Notice.objects.public(at)).filter(kind=kind).order_by("-current__decided_at", "-pk")[:MOST]
    return [_published(row, language) for row in rows]


def one(kind: NoticeKind, code: str, *, at: datetime, language: str = "") -> Published | None:
    """One of them; None where it is not public (any more). Two queries."""
    row = _shown(Notice.objects.public(at)).filter(kind=kind, code=code).first()
    return _published(row, language) if row else None


def was_public(kind: NoticeKind, code: str) -> bool:
    """Whether there was such a notice once: its address then says that it is over, and not that it never was."""
    return Notice.objects.filter(kind=kind, code=code, current__isnull=False).exists()


def picture(kind: NoticeKind, code: str, *, at: datetime) -> Picture | None:
    """The picture of a notice that is public now. One query."""
    edition = edition_of(kind, code, at=at)
    return edition.picture if edition else None


def edition_of(kind: NoticeKind, code: str, *, at: datetime) -> Edition | None:
    """What is published of it now. One query."""
    row = Notice.objects.public(at).filter(kind=kind, code=code).select_related("current__picture").first()
    return row.current if row else None


def ended_since(kind: NoticeKind, *, since: datetime, at: datetime) -> list[tuple[str, datetime]]:
    """Codes of those that were public and are so no more, and since when: so that readers of a feed forget them too."""
    gone = Notice.objects.filter(kind=kind, current__isnull=False).exclude(
        pk__in=Notice.objects.public(at).values("pk")
    )
    rows = gone.values_list("code", "ended_at", "current__expires_at").order_by("-pk")[:MOST]
    return [(code, moment) for code, ended, expired in rows if (moment := min(ended or expired, at)) >= since]


def _shown(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    lines = Helpline.objects.filter(standing="active").order_by("order")
    return rows.select_related("office", "current__picture").prefetch_related(Prefetch("current__helplines", lines))


def _published(row: Notice, language: str) -> Published:
    edition = row.current
    language = Language(language) if language else _of_the_page()
    spoken = {
        name: said(edition, name, language) for name in ("name", "words", "wearing", "seen_place", "aliases", "fir")
    }
    return Published(
        code=row.code,
        kind=NoticeKind(row.kind),
        language=language,
        office=row.office,
        age=edition.age,
        sex=edition.sex_in_words(row.kind),
        seen_at=edition.seen_at,
        reward=edition.reward,
        helplines=list(edition.helplines.all()),
        picture=edition.picture if edition.picture and edition.picture.is_open else None,
        published_at=edition.decided_at,
        expires_at=edition.expires_at,
        is_sample=row.is_sample,
        notice=row,
        **spoken,
    )


def _of_the_page() -> Language:
    return Language.URDU if get_language_bidi() else Language.ENGLISH
