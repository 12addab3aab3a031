"""Fills in a canned reply for one complaint and one officer, in the language of the reply."""

from collections.abc import Iterable
from itertools import groupby

from django.utils import translation

from accounts.models import Posting
from complaints.models import CannedReply, Complaint
from complaints.models.desk_tools.canned_reply import LANGUAGES
from desk.formatting import day, joined, moment, post_of
from desk.rules import reply_placeholders

LANGUAGE_NAMES = dict(LANGUAGES)


def fill_in_canned_reply(reply: CannedReply, complaint: Complaint, posting: Posting) -> str:
    """Return the text with its placeholders filled in, which the officer can still change. No query."""
    with translation.override(reply.language):
        return reply_placeholders.fill_placeholders(reply.text, placeholder_values(complaint, posting))


def placeholder_values(complaint: Complaint, posting: Posting) -> dict[str, str]:
    """Return the value of each placeholder in the active language."""
    return {
        "etag": complaint.spaced_etag,
        "category": complaint.category.name,
        "received": day(complaint.received_at),
        "office": posting.office.name,
        "officer": joined(posting.officer.title),
        "post": post_of(posting),
        "deadline": moment(complaint.report_due_at) if complaint.report_due_at else "",
    }


def reply_choices_by_language(offered: Iterable[CannedReply]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the replies as choices of a select, grouped by language. They must be sorted by language."""
    groups = groupby(offered, key=lambda reply: reply.language)
    return [(LANGUAGE_NAMES[language], [(str(row.pk), row.title) for row in rows]) for language, rows in groups]
