"""Prepare notices and editions for the desk's pages."""

from datetime import datetime

from django.utils.translation import gettext

from accounts.rules.form_input import is_row_id
from desk.formatting import moment
from notices.desk.notice_fields import NAME_LABELS, NOTICE_LANGUAGES, PART_LABELS, TEXT_LABELS
from notices.models import Edition, Notice
from notices.models.edition import TEXT_PARTS
from notices.rules.notice_kinds import NoticeKind


def parse_row_id(typed: str) -> int | None:
    """Return the id in a query parameter; None if it is not one."""
    return int(typed) if is_row_id(typed) else None


def state_badge(notice: Notice, *, at: datetime) -> dict[str, str]:
    """Return the state of a notice, as the text and the colour of a badge."""
    if notice.ended_at:
        return {"words": notice.get_ending_display(), "tone": "paused"}
    if notice.current is None:
        return {"words": gettext("Not published yet"), "tone": "soon"}
    if notice.current.expires_at <= at:
        return {"words": gettext("Expired"), "tone": "paused"}
    return {"words": gettext("Published until %(when)s") % {"when": moment(notice.current.expires_at)}, "tone": "good"}


def notice_row(notice: Notice, *, at: datetime) -> dict:
    """Return a row of the list. Only published notices have a name here, so that the list is no index of children."""
    return {
        "notice": notice,
        "name": notice.current.name if notice.current else "",
        "standing": state_badge(notice, at=at),
    }


def edition_details(edition: Edition, notice: Notice) -> dict:
    """Return an edition with all its texts in each language."""
    kind = NoticeKind(notice.kind)
    labels = {"name": NAME_LABELS[kind], "words": TEXT_LABELS[kind], **PART_LABELS}
    texts = [
        {
            "label": labels[part],
            "translations": [
                {
                    "language": language_name,
                    "lang": "ur" if language == "ur" else "en",
                    "text": getattr(edition, f"{part}_{language}"),
                }
                for language, language_name in NOTICE_LANGUAGES
            ],
        }
        for part in TEXT_PARTS
        if getattr(edition, f"{part}_en")
    ]
    return {
        "edition": edition,
        "texts": texts,
        "sex": edition.sex_label(kind),
        "seen_at": moment(edition.seen_at) if edition.seen_at else "",
        "until": moment(edition.expires_at),
        "is_current": edition.pk == notice.current_id,
        "waits": edition.decided_at is None,
        "numbers": [line.spaced for line in edition.helplines.all()],
    }
