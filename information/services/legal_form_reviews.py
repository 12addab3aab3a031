"""Enter, confirm and end a lawyer's review of a legal form. The auditors get a message about each step."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models.staff_act import StaffActKind
from accounts.services.admin_log import log_staff_act
from accounts.services.approval_decisions import lock_for_decision
from accounts.services.staff_refusals import StaffChangeRefused
from information.models import LegalFormReview
from information.rules.legal_forms import FORM_EDITIONS, LegalForm


@transaction.atomic
def enter_review(
    *, form: LegalForm, lawyer: str, reviewed_on: date, statute: str, by: Actor, at: datetime
) -> LegalFormReview:
    """Enter a review of the form's present edition. It counts when another administrator has confirmed it.

    Raises StaffChangeRefused if the day is in the future.
    """
    if reviewed_on > localdate(at):
        raise StaffChangeRefused(_("The day of the review is in the future."))
    form = LegalForm(form)
    review = LegalFormReview.objects.create(
        form=form,
        edition=FORM_EDITIONS[form],
        lawyer=lawyer,
        reviewed_on=reviewed_on,
        statute=statute,
        asked_by_id=by.officer_id,
        asked_at=at,
    )
    _log_for_auditors(f"? {review}", by=by, at=at)
    return review


@transaction.atomic
def confirm_review(*, change: LegalFormReview, by: Actor, at: datetime) -> LegalFormReview:
    """Confirm a review. From now on the form is offered. An earlier review of the form ends.

    Raises StaffChangeRefused if this administrator may not decide it, or if the form has another edition by now.
    """
    review = lock_for_decision(change, "asked_by", by=by, at=at)
    if review.edition != FORM_EDITIONS[LegalForm(review.form)]:
        raise StaffChangeRefused(_("The form's wording has changed since this review. It needs a new review."))
    for earlier in LegalFormReview.objects.in_force().filter(form=review.form).select_for_update():
        _end(earlier, by=by, at=at)
    review.confirmed = True
    review.save()
    _log_for_auditors(str(review), by=by, at=at)
    return review


@transaction.atomic
def refuse_review(*, change: LegalFormReview, by: Actor, at: datetime) -> LegalFormReview:
    """Refuse a review. Raises StaffChangeRefused if this administrator may not decide it."""
    review = lock_for_decision(change, "asked_by", by=by, at=at)
    review.confirmed = False
    review.save()
    _log_for_auditors(f"– {review}", by=by, at=at)
    return review


@transaction.atomic
def end_review(*, review: LegalFormReview, by: Actor, at: datetime) -> LegalFormReview:
    """End a review at once, for example because the law has changed. One administrator is enough to take a form away.

    Raises StaffChangeRefused if the review is not in force.
    """
    review = LegalFormReview.objects.select_for_update().get(pk=review.pk)
    if not review.confirmed or review.ended_at:
        raise StaffChangeRefused(_("This review is not in force."))
    _end(review, by=by, at=at)
    _log_for_auditors(f"× {review}", by=by, at=at)
    return review


def _end(review: LegalFormReview, *, by: Actor, at: datetime) -> None:
    review.ended_by_id, review.ended_at = by.officer_id, at
    review.save()


def _log_for_auditors(words: str, *, by: Actor, at: datetime) -> None:
    log_staff_act(StaffActKind.LEGAL_FORM, officer=None, by=by, at=at, words=words, tell_auditors=True)
