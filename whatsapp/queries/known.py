"""What the chat knows: kinds of complaint, offices, services, helplines. Read anew once a minute in each process."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Lock

from django.conf import settings
from django.db.models import Model
from django.utils.translation import override

from accounts.models import Office
from complaints.models import Category
from complaints.rules.text import alphabetical
from information.models import Centre, Helpline, Link, Service, Step
from papers.identity import identity
from whatsapp.rules import known
from whatsapp.rules.known import Known, Words

FRESH = timedelta(minutes=1)
LANGUAGES = ("en", "ur", "roman")
FACTS = ("documents", "fee", "time", "notes")


class _Kept:
    """The last reading of this process."""

    def __init__(self):
        self.lock, self.read_at, self.what = Lock(), None, Known()

    def fresh(self, at: datetime) -> Known:
        with self.lock:
            if self.read_at is None or not timedelta(0) <= at - self.read_at < FRESH:
                self.what, self.read_at = read(), at
            return self.what

    def forget(self) -> None:
        with self.lock:
            self.read_at = None


_kept = _Kept()
forget = _kept.forget
"""For tests, and whoever has just loaded other rows."""


def now_known(*, at: datetime) -> Known:
    """What is known, at most a minute old."""
    return _kept.fresh(at)


def read() -> Known:
    """Everything. Eight queries."""
    return Known(
        site=settings.SITE_URL,
        operator=_operator(),
        kinds=tuple(_kinds()),
        places=tuple(_places()),
        services=tuple(_services()),
        lines=tuple(_lines()),
        links=tuple(_links()),
        steps=tuple(_steps()),
        centres=tuple(_centres()),
    )


def _operator() -> Words:
    """Nothing for an independent installation. Roman Urdu says the English name."""
    names = {}
    for language in ("en", "ur"):
        with override(language):
            who = identity()
        if not who.is_independent:
            names[language] = who.name
    return names


def _kinds() -> Iterable[known.Kind]:
    for row in Category.objects.filter(is_active=True).order_by("order", "code"):
        yield known.Kind(
            code=row.code,
            group=row.group,
            names=_words(row, "name"),
            search_words=row.search_words,
            about_police=row.about_police,
            confidential=row.confidential,
        )


def _places() -> Iterable[known.Place]:
    for row in sorted(Office.objects.all(), key=lambda office: alphabetical(office.name_en)):
        yield _place(row, kind=row.kind, path=row.path, is_sample=row.is_invented)


def _centres() -> Iterable[known.Place]:
    for row in Centre.objects.select_related("district").order_by("district__name_en", "name_en"):
        yield _place(row, kind="centre", path=f"{row.district.path}{row.code}/", is_sample=row.is_sample)


def _place(row: Office | Centre, **more) -> known.Place:
    return known.Place(
        code=row.code,
        names=_words(row, "name"),
        point=None if row.latitude is None else (row.latitude, row.longitude),
        phone=row.telephone,
        address=_words(row, "address"),
        **more,
    )


def _links() -> Iterable[known.Link]:
    for row in Link.objects.order_by("kind", "order", "pk"):
        yield known.Link(row.kind, _words(row, "name"), row.address, _words(row, "note"))


def _steps() -> Iterable[known.GuideStep]:
    for row in Step.objects.order_by("guide", "order"):
        yield known.GuideStep(row.guide, _words(row, "title"), _words(row, "words"))


def _services() -> Iterable[known.Service]:
    for row in Service.objects.order_by("kind", "order"):
        yield known.Service(
            kind=row.kind,
            code=row.code,
            order=row.order,
            names=_words(row, "name"),
            titles=_words(row, "wa_title"),
            lines=_words(row, "wa_desc"),
            facts={fact: _words(row, fact) for fact in FACTS},
            url=row.url,
        )


def _lines() -> Iterable[known.Line]:
    for row in Helpline.objects.advertised():
        yield known.Line(row.number, _words(row, "name"), _words(row, "hours"), _words(row, "note"))


def _words(row: Model, field: str) -> Words:
    """A text's columns, as far as the row has them."""
    return {language: text for language in LANGUAGES if (text := getattr(row, f"{field}_{language}", ""))}
