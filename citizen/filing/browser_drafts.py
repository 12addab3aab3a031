"""Which drafts this browser may open, and where the filing stands.

A draft's address is the key to it for a day: somebody whose line broke goes on from any phone. Of a confidential
category it is no key: that draft opens only in the browser session that began it, and for half an hour without a touch.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import now

from complaints.models import Draft
from complaints.rules.categories import MISSING_CHILD, successors
from complaints.services import drafts as writing

SESSION = "drafts"
CLOSED = "_closed"
"""In a draft's answers: it is of a confidential category."""
IDLE = timedelta(minutes=30)
JUST_NOW = timedelta(minutes=1)
STEPS = ("kind", "where", "what", "reach")


def mine(request: HttpRequest, draft_id: UUID, *, at: datetime | None = None, alone: bool = False) -> Draft | None:
    """The draft, if this browser may open it now; also one that is a complaint now. One query, two with a session.

    `alone`: nobody else changes it until the caller's transaction ends.
    """
    at = at or now()
    try:
        draft = writing.locked(draft_id) if alone else Draft.objects.get(pk=draft_id)
    except Draft.DoesNotExist:
        return None
    if draft.expires_at <= at or draft.operator_id:  # one that an operator takes down is theirs alone (desk.intake)
        return None
    if draft.complaint_id or not draft.answers.get(CLOSED):
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


def may_begin(request: HttpRequest, draft: Draft, *, at: datetime) -> bool:
    """Whether the first page's key, sent again, opens this draft: it is this browser's, or was begun just now.

    So a double tap begins one draft, and a confidential draft's key alone opens nothing that was told since. Two
    queries at most.
    """
    if mine(request, draft.pk, at=at):
        return True
    is_bare = not any(told for name, told in draft.answers.items() if name not in {"category", CLOSED})
    return is_bare and at - draft.created_at < JUST_NOW and not draft.evidence.exists()


def next_step(answers: dict) -> str:
    """The first question that has no answer yet. A category that was replaced since is no answer."""
    category = answers.get("category", "")
    if not category or successors(category):
        return "kind"
    if not answers.get("district"):
        return "where"
    if category == MISSING_CHILD and "child_wearing" not in answers:
        return "what"
    return "reach" if answers.get("text") or answers.get("spoken") else "what"


def before(step: str) -> str | None:
    """The step that a back link leads to."""
    place = STEPS.index(step)
    return STEPS[place - 1] if place else None
