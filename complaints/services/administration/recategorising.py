"""Another category for a complaint: what it promises instead, and who may decide so."""

from datetime import datetime

from accounts.actors import Actor
from accounts.rules.offices import OfficeKind
from complaints.models import Category, Complaint, MissingChild, Policy
from complaints.rules.categories import MISSING_CHILD
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Ending, Status
from complaints.services import clocks
from complaints.services.administration import categories
from ledger.exceptions import Refused


def recategorise(complaint: Complaint, code: str, *, by: Actor, at: datetime) -> None:
    """Pin the new category's policy: an earlier deadline stands, a later one needs an operator of the CPO.

    So does taking a complaint out of the conduct or confidential ones, which would open it to those it is about, and
    ending its clocks: a category without limits closes it as feedback. A missing child gets an empty description
    at once, so that the desk shows what is still to be asked. Raises Refused.
    """
    policy = _policy(complaint, code, at=at)
    is_central = by.office_kind is OfficeKind.CENTRAL
    if not is_central and (_loses_protection(complaint, policy.category) or _loses_limits(complaint, policy)):
        raise Refused(Refusal.CPO_CHANGES_THE_KIND)
    complaint.category, complaint.policy = policy.category, policy
    complaint.about_police = policy.category.about_police
    complaint.confidential = policy.category.confidential or complaint.complainant.under_18
    if policy.category.code == MISSING_CHILD:
        MissingChild.objects.get_or_create(complaint=complaint)
    if not policy.has_limits:
        _close_as_feedback(complaint, at=at)
    clocks.rebase(complaint, at=at, may_extend=is_central)


def _policy(complaint: Complaint, code: str, *, at: datetime) -> Policy:
    try:
        policy = categories.offered(code, at=at)
    except Category.DoesNotExist as unknown:
        raise Refused(Refusal.CATEGORY_MISSING) from unknown
    if policy.category_id == complaint.category_id:
        raise Refused(Refusal.CATEGORY_MISSING)
    return policy


def _loses_protection(complaint: Complaint, category: Category) -> bool:
    return (complaint.about_police and not category.about_police) or (
        complaint.confidential and not (category.confidential or complaint.complainant.under_18)
    )


def _loses_limits(complaint: Complaint, policy: Policy) -> bool:
    return complaint.policy.has_limits and not policy.has_limits


def _close_as_feedback(complaint: Complaint, *, at: datetime) -> None:
    if complaint.status != Status.RECEIVED:
        raise Refused(Refusal.FEEDBACK_IS_MARKED)
    complaint.status, complaint.ending, complaint.closed_at = Status.CLOSED, Ending.FEEDBACK, at
