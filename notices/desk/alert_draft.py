"""The draft of an alert, from the complaint about a missing child: what was told is filled in, two officers decide."""

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
    """The complaint about a missing child of which an alert is drafted; None where it does not exist for them."""
    if kind is not NoticeKind.ALERT:
        return None
    try:
        number = etag.parse(typed)
    except etag.Mistyped:
        return None
    seen = Complaint.objects.visible_to(by, at=at).filter(etag=number, category__code=MISSING_CHILD)
    return seen.select_related("missing_child", "statement", "office", "category").first()


def filled_in(complaint: Complaint) -> dict:
    """The fields of the form. What happened stays in the complaint: it may tell of the family."""
    child = getattr(complaint, "missing_child", None) or MissingChild()  # none, of a complaint that was recategorised
    told = {"name": child.name, "wearing": child.wearing, "seen_place": complaint.statement.landmark}
    words = {f"{part}_{_language_of(said)}": said for part, said in told.items() if said}
    for language in LANGUAGES:
        with override(language):
            words[f"words_{language}"] = gettext("This child is missing. If you have seen the child, please call.")
    return {"complaint": complaint.spaced_etag, "age": child.age, "sex": child.sex, **words}


def _language_of(said: str) -> str:
    """By its letters: the other language is the officer's to write."""
    return "ur" if URDU_LETTER.search(said) else "en"


def photos(complaint: Complaint) -> list[Evidence]:
    """The photos of the complaint that can be shown, in their order."""
    return [row for row in handed_in(complaint.pk) if row.kind == FileKind.PHOTO and row.is_open]


def handed(row: Evidence) -> Handed:
    """The copy of a photo, as if the officer had chosen it: it is looked at again and made smaller."""
    with open_copy(row) as copy:
        content = copy.read()
    return Handed(f"{row.pk}.jpg", row.shown_type, len(content), [content])
