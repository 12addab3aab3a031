"""The drafts that this browser may open, and the next step of each.

The address of a draft opens it for a day, so that a person whose connection broke can go on from any phone. The draft
of a confidential category opens only in the browser session that began it, and for half an hour without activity. So
does a draft that a chat handed over, in the browser that used its link first; and a draft that began with a sentence,
until its category is chosen, because the sentence may be about a confidential matter.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils.timezone import now

from complaints.models import Draft
from complaints.rules.special_categories import MISSING_CHILD, categories_replacing
from complaints.rules.statuses import Channel
from complaints.services import drafts as writing
from complaints.services.drafts import PROPOSAL_KEY

SESSION_KEY = "drafts"
CONFIDENTIAL_KEY = "_closed"
"""Key in a draft's answers: its category is confidential."""
HANDED_OVER_KEY, WAITING, OPENED = "_handed_over", "waiting", "opened"
"""Key in the answers of a draft that a chat handed over, and its values before and after the link was used."""
IDLE = timedelta(minutes=30)
JUST_NOW = timedelta(minutes=1)
STEPS = ("kind", "where", "what", "whom", "reach", "check")
SENTENCE_STEPS = ("what", "proposal", "where", "whom", "reach", "check")
"""The pages of a draft that began with a sentence or a voice note."""
CHILD_SENTENCE_STEPS = ("proposal", "where", "what", "whom", "reach", "check")
"""The same for a missing child. The page “what” comes a second time, for the child's facts."""
SENTENCE_FIRST_KEY = "_sentence_first"
"""Key in the answers of a draft that began with a sentence or a voice note."""
KEPT_OUT_DETAILS_KEY = "_whom"
"""Key in a draft's answers: the district for which the officers who must not see the complaint were described."""


def find_own_draft(
    request: HttpRequest, draft_id: UUID, *, at: datetime | None = None, lock: bool = False
) -> Draft | None:
    """Return the draft if this browser may open it now, also if it is a complaint already.

    `lock`: lock the draft until the caller's transaction ends. One query, two with a session.
    """
    at = at or now()
    try:
        draft = writing.lock_draft(draft_id) if lock else Draft.objects.get(pk=draft_id)
    except Draft.DoesNotExist:
        return None
    if draft.expires_at <= at or draft.operator_id or draft.channel == Channel.LETTER:
        return None  # an operator's draft belongs to the operator, a scanned letter to the complaint cell (desk.intake)
    if draft.complaint_id or not is_private(draft):
        return draft
    last_activity = request.session.get(SESSION_KEY, {}).get(str(draft_id))
    if last_activity is None or at.timestamp() - last_activity > IDLE.total_seconds():
        return None
    remember_draft(request, draft_id, at=at)
    return draft


def is_private(draft: Draft) -> bool:
    """Return whether the draft opens only in the browser session that began it, or used its link first."""
    is_sensitive = draft.answers.get(PROPOSAL_KEY, {}).get("is_sensitive")  # whatever category is chosen afterwards
    return bool(draft.answers.get(CONFIDENTIAL_KEY) or draft.answers.get(HANDED_OVER_KEY) or is_sensitive)


def is_waiting_to_be_opened(draft: Draft) -> bool:
    """Return whether a chat handed the draft over and its link was not used yet."""
    return draft.answers.get(HANDED_OVER_KEY) == WAITING


@transaction.atomic
def open_handed_over_draft(request: HttpRequest, draft_id: UUID, *, at: datetime) -> Draft | None:
    """Open a draft that a chat handed over in this browser; None if its link was used already or is too old."""
    try:
        draft = writing.lock_draft(draft_id)
    except Draft.DoesNotExist:
        return None
    if draft.complaint_id or draft.expires_at <= at or not is_waiting_to_be_opened(draft):
        return None
    remember_draft(request, draft_id, at=at)
    return writing.add_answers(draft_id, step="", answers={HANDED_OVER_KEY: OPENED})


def remember_draft(request: HttpRequest, draft_id: UUID, *, at: datetime) -> None:
    """Remember a confidential draft in this browser. The session ends with the browser."""
    request.session.set_expiry(0)
    request.session[SESSION_KEY] = request.session.get(SESSION_KEY, {}) | {str(draft_id): at.timestamp()}


def may_reopen_draft(request: HttpRequest, draft: Draft, *, at: datetime) -> bool:
    """Return whether the first page's key, sent again, opens this draft: it is this browser's, or has just begun.

    So a double tap begins one draft, and a confidential draft's key alone opens nothing that was entered since. Two
    queries at most.
    """
    if find_own_draft(request, draft.pk, at=at):
        return True
    has_no_answers = not any(
        answer
        for name, answer in draft.answers.items()
        if name not in {"category", CONFIDENTIAL_KEY, SENTENCE_FIRST_KEY}
    )
    return has_no_answers and at - draft.created_at < JUST_NOW and not draft.evidence.exists()


def first_unanswered_step(answers: dict) -> str:
    """Return the first question without an answer. A category that has been replaced does not count as an answer."""
    category, has_statement = answers.get("category", ""), bool(answers.get("text") or answers.get("spoken"))
    if not category and answers.get(SENTENCE_FIRST_KEY):
        return "proposal" if has_statement else "what"
    if not category or categories_replacing(category):
        return "kind"
    if not answers.get("district"):
        return "where"
    if category == MISSING_CHILD and "child_wearing" not in answers:
        return "what"
    if not has_statement:
        return "what"
    return "reach" if has_kept_out_answer(answers) else "whom"


def has_kept_out_answer(answers: dict) -> bool:
    """Return whether the person said who must not see the complaint. Another district needs another station."""
    if answers.get("keep_from") == "yes":
        return answers.get(KEPT_OUT_DETAILS_KEY) == answers.get("district")
    return bool(answers.get("keep_from"))


def every_step_of(answers: dict) -> tuple[str, ...]:
    """Return the pages in the order of this draft. The sentence about a missing child is completed with its facts."""
    if not answers.get(SENTENCE_FIRST_KEY):
        return STEPS
    return CHILD_SENTENCE_STEPS if answers.get("category") == MISSING_CHILD else SENTENCE_STEPS


def steps_of_draft(answers: dict) -> tuple[str, ...]:
    """Return the pages of this draft that are counted.

    The page of the category asks for the district too, so the district's own page is not counted: it appears only for
    those who left it open or change it. The page of a missing child asks who must not see it in one line.
    """
    asks_on_own_page = answers.get("keep_from") == "yes" or (
        "child_wearing" in answers and not answers.get("keep_from")
    )
    left_out = {"where"}
    if answers.get("category") == MISSING_CHILD and not asks_on_own_page:
        left_out.add("whom")
    return tuple(step for step in every_step_of(answers) if step not in left_out)


def step_number_and_total(step: str, answers: dict) -> tuple[int, int]:
    """Return the number of a page and how many there are. One that is not counted has the number of the page before."""
    every_step, shown = every_step_of(answers), steps_of_draft(answers)
    first_page = int(every_step is CHILD_SENTENCE_STEPS)  # the sentence itself, which is no step of such a draft
    total = first_page + len(shown)
    if step == "kind" and step not in every_step:
        step = "proposal"  # the list of categories instead of the proposal
    if step not in every_step:
        return total, total  # the wait for a voice note's check
    return first_page + sum(one in shown for one in every_step[: every_step.index(step) + 1]), total


def previous_step(step: str, answers: dict) -> str | None:
    """Return the step that the back link leads to."""
    shown = steps_of_draft(answers)
    steps = [one for one in every_step_of(answers) if one == step or one in shown]
    if step not in steps:  # the list of categories, reached from the proposal
        return "proposal"
    index = steps.index(step)
    return steps[index - 1] if index else None
