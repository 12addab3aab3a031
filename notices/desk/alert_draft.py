"""Draft an alert from a complaint about a missing child. It only fills in the form; two officers still decide."""

import re
from datetime import datetime

from django.utils.translation import gettext, override

from accounts.actors import Actor
from complaints.evidence.shown_copy import open_copy
from complaints.models import Complaint, Evidence, MissingChild
from complaints.queries.evidence import handed_in
from complaints.rules import etag
from complaints.rules.categories import MISSING_CHILD
from complaints.rules.files import FileKind
from notices.rules.kinds import NoticeKind
from notices.services.pictures import Handed

LANGUAGES = ("en", "ur")
URDU_LETTER = re.compile(r"[\u0600-\u06ff]")


def of_complaint(typed: str, kind: NoticeKind, *, by: Actor, at: datetime) -> Complaint | None:
    """Return the complaint about a missing child with this E-tag; None if there is none that the actor may see."""
    if kind is not NoticeKind.ALERT:
        return None
    try:
        number = etag.parse(typed)
    except etag.Mistyped:
        return None
    visible = Complaint.objects.visible_to(by, at=at).filter(etag=number, category__code=MISSING_CHILD)
    return visible.select_related("missing_child", "statement", "office", "category").first()


def filled_in(complaint: Complaint) -> dict:
    """Return the initial values of the form. The statement is not copied, because it may reveal family matters."""
    child = getattr(complaint, "missing_child", None) or MissingChild()  # a recategorised complaint has none
    texts = {"name": child.name, "wearing": child.wearing, "seen_place": complaint.statement.landmark}
    words = {f"{part}_{_language_of(text)}": text for part, text in texts.items() if text}
    for language in LANGUAGES:
        with override(language):
            words[f"words_{language}"] = gettext("This child is missing. If you have seen the child, please call.")
    return {"complaint": complaint.spaced_etag, "age": child.age, "sex": child.sex, **words}


def _language_of(text: str) -> str:
    """Return the language of a text by its letters. The officer adds the other language."""
    return "ur" if URDU_LETTER.search(text) else "en"


def photos(complaint: Complaint) -> list[Evidence]:
    """Return the photos of the complaint that may be shown, in their order."""
    return [row for row in handed_in(complaint.pk) if row.kind == FileKind.PHOTO and row.is_open]


def handed(row: Evidence) -> Handed:
    """Return the copy of a photo like an upload of the officer: it is inspected again and made smaller."""
    with open_copy(row) as copy:
        content = copy.read()
    return Handed(f"{row.pk}.jpg", row.shown_type, len(content), [content])
