"""The portal's public data for the chat, cached for one minute in each process."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Lock

from django.conf import settings
from django.db.models import Model
from django.utils.translation import override

from accounts.models import Office
from complaints.models import Category
from complaints.queries.understanding.active_phrases import phrase_index
from documents.operator_identity import current_identity
from information.models import Centre, Helpline, Link, Service, Step
from web.text_cleaning import urdu_sort_key
from whatsapp.models import ChatSentence
from whatsapp.rules import public_directory
from whatsapp.rules.public_directory import Directory, Translations
from whatsapp.rules.sentence_checks import usable_sentences

CACHED_FOR = timedelta(minutes=1)
LANGUAGES = ("en", "ur", "roman")
FACTS = ("documents", "fee", "time", "notes")
FACTS_WITH_CERTAINTY = ("documents", "fee", "time")


class _DirectoryCache:
    """The last directory that this process read."""

    def __init__(self):
        self.lock, self.read_at, self.directory = Lock(), None, Directory()

    def fresh(self, at: datetime) -> Directory:
        with self.lock:
            if self.read_at is None or not timedelta(0) <= at - self.read_at < CACHED_FOR:
                self.directory, self.read_at = read_directory(), at
            return self.directory

    def forget(self) -> None:
        with self.lock:
            self.read_at = None


_cache = _DirectoryCache()
clear_cache = _cache.forget
"""Forget the cached data: for tests, and after loading other rows."""


def current_directory(*, at: datetime) -> Directory:
    """Return the directory, at most one minute old."""
    return _cache.fresh(at)


def read_directory() -> Directory:
    """Return the directory. Nine queries."""
    return Directory(
        site=settings.SITE_URL,
        operator=_operator_names(),
        kinds=tuple(_read_complaint_kinds()),
        offices=tuple(
            _office_entry(row, kind=row.kind, path=row.path, is_sample=row.is_invented)
            for row in sorted(Office.objects.all(), key=lambda office: urdu_sort_key(office.name_en))
        ),
        services=tuple(_read_services()),
        helplines=tuple(
            public_directory.HelplineEntry(
                row.number,
                _texts_by_language(row, "name"),
                _texts_by_language(row, "hours"),
                _texts_by_language(row, "note"),
                row.certainty,
            )
            for row in Helpline.objects.advertised()
        ),
        links=tuple(
            public_directory.LinkEntry(
                row.kind, _texts_by_language(row, "name"), row.address, _texts_by_language(row, "note"), row.certainty
            )
            for row in Link.objects.order_by("kind", "order", "pk")
        ),
        steps=tuple(
            public_directory.GuideStep(row.guide, _texts_by_language(row, "title"), _texts_by_language(row, "words"))
            for row in Step.objects.order_by("guide", "order")
        ),
        centres=tuple(
            _office_entry(
                row,
                kind="centre",
                path=f"{row.district.path}{row.code}/",
                is_sample=row.is_sample,
                hours=_texts_by_language(row, "hours"),
                certainty=row.certainty,
            )
            for row in Centre.objects.select_related("district").order_by("district__name_en", "name_en")
        ),
        phrases=phrase_index(),
        sentences=usable_sentences({row.key: row.texts for row in ChatSentence.objects.exclude(edited_at=None)}),
    )


def _operator_names() -> Translations:
    """Return the operator's name by language; {} for an independent installation. Roman Urdu uses the English name."""
    names = {}
    for language in ("en", "ur"):
        with override(language):
            operator = current_identity()
        if not operator.is_independent:
            names[language] = operator.name
    return names


def _read_complaint_kinds() -> Iterable[public_directory.ComplaintKind]:
    for row in Category.objects.filter(is_active=True).order_by("order", "code"):
        yield public_directory.ComplaintKind(
            code=row.code,
            group=row.group,
            names=_texts_by_language(row, "name"),
            search_words=row.search_words,
            about_police=row.about_police,
            confidential=row.confidential,
        )


def _office_entry(row: Office | Centre, **more) -> public_directory.OfficeEntry:
    return public_directory.OfficeEntry(
        code=row.code,
        names=_texts_by_language(row, "name"),
        point=None if row.latitude is None else (row.latitude, row.longitude),
        phone=row.telephone,
        address=_texts_by_language(row, "address"),
        **more,
    )


def _read_services() -> Iterable[public_directory.ServiceEntry]:
    for row in Service.objects.order_by("kind", "order"):
        yield public_directory.ServiceEntry(
            kind=row.kind,
            code=row.code,
            order=row.order,
            names=_texts_by_language(row, "name"),
            titles=_texts_by_language(row, "wa_title"),
            descriptions=_texts_by_language(row, "wa_desc"),
            facts={fact: _texts_by_language(row, fact) for fact in FACTS},
            url=row.url,
            certainties={fact: getattr(row, f"{fact}_certainty") for fact in FACTS_WITH_CERTAINTY},
            as_of=str(row.as_of or ""),
        )


def _texts_by_language(row: Model, field: str) -> Translations:
    """Return the texts of a field by language, as far as the row has them."""
    return {language: text for language in LANGUAGES if (text := getattr(row, f"{field}_{language}", ""))}
