"""The image for sharing a notice, in both languages: drawn once, at the approval, and sealed like the photo in it."""

import logging
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

import documents
from complaints.evidence import sealed_storage
from notices.models import Edition, Notice
from notices.rules.notice_kinds import PAGE_URL_NAMES, NoticeKind
from notices.services import picture_inspection

logger = logging.getLogger(__name__)

SHARE_LANGUAGES = ("en", "ur")


def draw_share_images(notice: Notice) -> None:
    """Draw the image in both languages. A failure is only logged: the page works without it."""
    photo = picture_inspection.read_picture(notice.current.picture)
    for language in SHARE_LANGUAGES:
        try:
            jpeg = documents.make_notice_picture(_share_facts(notice, photo, language), language)
        except documents.CompilationFailed:
            logger.exception("The share image of notice %s was not drawn", notice.code)
        else:
            sealed_storage.save_sealed(
                _share_image_file_name(notice.current, language), [jpeg], purpose=_key_purpose(notice.current, language)
            )


def open_share_image(edition: Edition, language: str) -> sealed_storage.SealedFileReader:
    """Open the image of an edition. Raises sealed_storage.DamagedFile if there is none."""
    return sealed_storage.SealedFileReader(
        _share_image_file_name(edition, language), purpose=_key_purpose(edition, language)
    )


def remove_share_images_of(notice: Notice) -> None:
    """Erase the images of every edition when the transaction commits, because they show the child's face."""
    names = [
        _share_image_file_name(edition, language) for edition in notice.editions.all() for language in SHARE_LANGUAGES
    ]
    transaction.on_commit(lambda: sealed_storage.delete_files(*names))


def _share_facts(notice: Notice, photo: bytes | None, language: str) -> documents.NoticePictureFacts:
    with translation.override(language):
        return documents.NoticePictureFacts(
            label=_notice_heading(notice),
            name=notice.current.name,
            facts=tuple((label, value) for label, value in _detail_lines(notice.current) if value),
            numbers=tuple(line.spaced for line in notice.current.helplines.order_by("order")),
            url=settings.SITE_URL + reverse(PAGE_URL_NAMES[NoticeKind(notice.kind)], args=[notice.code]),
            picture=photo,
            is_of_a_person=notice.kind != NoticeKind.NOTICE,
            is_sample=notice.is_sample,
        )


def _notice_heading(notice: Notice) -> str:
    office = notice.office.name
    labels = {
        NoticeKind.ALERT: gettext("Missing child · %(office)s"),
        NoticeKind.WANTED: gettext("Wanted · %(office)s"),
        NoticeKind.NOTICE: gettext("Notice · %(office)s"),
    }
    return labels[NoticeKind(notice.kind)] % {"office": office}


def _detail_lines(edition: Edition) -> list[tuple[str, str]]:
    seen_at = date_format(localtime(edition.seen_at), "j F Y · H:i", use_l10n=False) if edition.seen_at else ""
    reward = gettext("%(rupees)s rupees") % {"rupees": f"{edition.reward:,}"} if edition.reward else ""
    lines = [
        (gettext("Age"), "" if edition.age is None else str(edition.age)),
        (gettext("Wearing"), edition.wearing),
        (gettext("Last seen"), gettext(", ").join(filter(None, [edition.seen_place, seen_at]))),
        (gettext("Also known as"), edition.aliases),
        (gettext("Reward"), reward),
    ]
    return lines if edition.notice.kind == NoticeKind.ALERT else [*lines, ("", edition.words[:160])]


def sealed_files() -> Iterator[tuple[str, str]]:
    """Yield the name of each edition's images, and the purpose to which the key is bound. Some files may not exist."""
    for edition in Edition.objects.order_by("pk").iterator():
        yield from (
            (_share_image_file_name(edition, language), _key_purpose(edition, language)) for language in SHARE_LANGUAGES
        )


def _share_image_file_name(edition: Edition, language: str) -> str:
    return f"notices/share/{edition.pk}-{language}"


def _key_purpose(edition: Edition, language: str) -> str:
    return f"notices.share.{edition.pk}.{language}"
