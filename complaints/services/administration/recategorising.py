"""Change the category of a complaint, and with it the policy, the protection and the clocks."""

from datetime import datetime

from accounts.actors import Actor
from accounts.rules.office_tree import OfficeKind
from complaints.models import Category, Complaint, MissingChild, Policy, Statement
from complaints.rules.refusals import Refusal
from complaints.rules.special_categories import MISSING_CHILD
from complaints.rules.statuses import Ending, Status
from complaints.services.administration import category_texts_and_policies
from complaints.services.clock_changes import deadline_changes
from complaints.services.exclusion import exclusion_by_description
from complaints.services.internal_clocks import GROUNDS_TO_SETTLE, start_settling_clock
from ledger.service_exceptions import Refused


def change_category(complaint: Complaint, code: str, *, by: Actor, at: datetime) -> None:
    """Give the complaint another category, and the current policy of that category. The caller saves the complaint.

    Only an operator of the CPO may extend a deadline, end the protection of a conduct or confidential complaint (which
    would open it to the officers it is about), or choose a category without limits, which closes the complaint as
    feedback. No exclusion is removed. What becomes a conduct complaint gets the exclusions that it would have been
    registered with: its station, and its district after "I don't know". `exclusion_enforcement` then moves it. A
    complaint about a missing child gets an empty description, so that the desk shows what has to be asked. Raises
    Refused.
    """
    policy = _policy_of_new_category(complaint, code, at=at)
    category, is_central = policy.category, by.office_kind is OfficeKind.CENTRAL
    if not is_central:
        loses_limits = complaint.policy.has_limits and not policy.has_limits
        loses_protection = (complaint.about_police and not category.about_police) or (
            complaint.confidential and not (category.confidential or complaint.complainant.under_18)
        )
        if loses_limits or loses_protection:
            raise Refused(Refusal.CPO_CHANGES_THE_KIND)
    complaint.category, complaint.policy = category, policy
    complaint.about_police = category.about_police
    if complaint.about_police and complaint.exclusions.filter(ground__in=GROUNDS_TO_SETTLE).exists():
        place = exclusion_by_description.exclusions_of_place(complaint.place, about_police=True, at=at)
        exclusion_by_description.save_missing_exclusions(complaint, place)
    elif complaint.about_police:
        statement = Statement.objects.get(pk=complaint.pk)
        if exclusion_by_description.add_new_exclusions(complaint, statement, is_own_answer=False, at=at):
            start_settling_clock(complaint, at=at)
    complaint.confidential = category.confidential or complaint.complainant.under_18
    if category.code == MISSING_CHILD:
        MissingChild.objects.get_or_create(complaint=complaint)
    if not policy.has_limits:
        if complaint.status != Status.RECEIVED:
            raise Refused(Refusal.FEEDBACK_IS_MARKED)
        complaint.status, complaint.ending, complaint.closed_at = Status.CLOSED, Ending.FEEDBACK, at
    deadline_changes.apply_new_policy(complaint, at=at, may_extend=is_central)


def _policy_of_new_category(complaint: Complaint, code: str, *, at: datetime) -> Policy:
    """Return the policy of the category. Raises Refused if there is no such category, or if it is the present one."""
    try:
        policy = category_texts_and_policies.current_policy_of(code, at=at)
    except Category.DoesNotExist as error:
        raise Refused(Refusal.CATEGORY_MISSING) from error
    if policy.category_id == complaint.category_id:
        raise Refused(Refusal.CATEGORY_MISSING)
    return policy
