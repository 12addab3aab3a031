"""Which drafts this browser may open, and where the filing stands.

A draft's address is the key to it for a day: somebody whose line broke goes on from any phone. Of a confidential
category it is no key: that draft opens only in the browser session that began it, and for half an hour without a touch.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import now

from complaints.models import Draft
from complaints.services.drafts import told

SESSION = "drafts"
CLOSED = "_closed"
"""In a draft's answers: it is of a confidential category."""
IDLE = timedelta(minutes=30)
STEPS = ("kind", "where", "what", "reach")


def mine(request: HttpRequest, draft_id: UUID, *, at: datetime | None = None) -> Draft | None:
    """The draft, if this browser may open it now; also one that is a complaint now. One query, two with a session."""
    at = at or now()
    draft = Draft.objects.filter(pk=draft_id, expires_at__gt=at).first()
    if draft is None or draft.complaint_id or not draft.answers.get(CLOSED):
        return draft
    touched = request.session.get(SESSION, {}).get(str(draft_id))
    if touched is None or at.timestamp() - touched > IDLE.total_seconds():
        return None
    remember(request, draft_id, at=at)
    return draft


def remember(request: HttpRequest, draft_id: UUID, *, at: datetime) -> None:
    """This browser has a confidential draft; the session ends with the browser."""
    request.session.set_expiry(0)
    request.session[SESSION] = request.session.get(SESSION, {}) | {str(draft_id): at.timestamp()}


def has_only_its_kind(draft: Draft) -> bool:
    """Whether nothing has been told to it but what it is about."""
    return told(draft).keys() <= {"category"}


def next_step(answers: dict) -> str:
    """The first question that has no answer yet."""
    if not answers.get("category"):
        return "kind"
    if not answers.get("district"):
        return "where"
    return "reach" if answers.get("text") or answers.get("spoken") else "what"


def before(step: str) -> str | None:
    """The step that a back link leads to."""
    place = STEPS.index(step)
    return STEPS[place - 1] if place else None
