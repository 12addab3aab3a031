"""Draft an alert from a complaint about a missing child. It only fills in the form; two officers still decide."""

import re
from datetime import datetime

from django.utils.translation import gettext, override

from accounts.actors import Actor
from complaints.evidence.shown_copy import open_shown_copy
from complaints.models import Complaint, Evidence, MissingChild
from complaints.queries.uploaded_files import list_uploaded_files
from complaints.rules import etag
from complaints.rules.accepted_files import FileKind
from complaints.rules.special_categories import MISSING_CHILD
from notices.rules.notice_kinds import NoticeKind
from notices.services.picture_inspection import SubmittedPhoto

DRAFT_LANGUAGES = ("en", "ur")
URDU_LETTER = re.compile(r"[\u0600-\u06ff]")


def find_missing_child_complaint(typed: str, kind: NoticeKind, *, by: Actor, at: datetime) -> Complaint | None:
    """Return the complaint about a missing child with this E-tag; None if there is none that the actor may see."""
    if kind is not NoticeKind.ALERT:
        return None
    try:
        number = etag.parse_etag(typed)
    except etag.MistypedEtag:
        return None
    visible = Complaint.objects.visible_to(by, at=at).filter(etag=number, category__code=MISSING_CHILD)
    return visible.select_related("missing_child", "statement", "office", "category").first()


def initial_form_values(complaint: Complaint) -> dict:
    """Return the initial values of the form. The statement is not copied, because it may reveal family matters."""
    child = getattr(complaint, "missing_child", None) or MissingChild()  # a recategorised complaint has none
    texts = {"name": child.name, "wearing": child.wearing, "seen_place": complaint.statement.landmark}
    # The letters show in which language a text is. The officer adds the other language.
    words = {f"{part}_{'ur' if URDU_LETTER.search(text) else 'en'}": text for part, text in texts.items() if text}
    for language in DRAFT_LANGUAGES:
        with override(language):
            words[f"words_{language}"] = gettext("This child is missing. If you have seen the child, please call.")
    return {"complaint": complaint.spaced_etag, "age": child.age, "sex": child.sex, **words}


def photos_of_complaint(complaint: Complaint) -> list[Evidence]:
    """Return the photos of the complaint that may be shown, in their order."""
    return [row for row in list_uploaded_files(complaint.pk) if row.kind == FileKind.PHOTO and row.is_open]


def photo_as_submission(row: Evidence) -> SubmittedPhoto:
    """Return the copy of a photo like an upload of the officer: it is inspected again and made smaller."""
    with open_shown_copy(row) as copy:
        content = copy.read()
    return SubmittedPhoto(f"{row.pk}.jpg", row.shown_type, len(content), [content])
