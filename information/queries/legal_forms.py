"""Which legal forms are offered, and by whom each was reviewed."""

from dataclasses import dataclass

from django.conf import settings

from documents import FormReview
from information.models import LegalFormReview
from information.rules.legal_forms import FORM_EDITIONS, LegalForm, may_offer_form


@dataclass(frozen=True)
class FormOffer:
    """A form that is offered. `review` is None only in the demo; the form then says that nobody reviewed it."""

    form: LegalForm
    review: FormReview | None

    @property
    def is_reviewed(self) -> bool:
        return self.review is not None


def load_form_offers() -> dict[str, FormOffer]:
    """Return the forms that are offered now, by form. One query."""
    reviews = {
        row.form: FormReview(lawyer=row.lawyer, day=row.reviewed_on, statute=row.statute)
        for row in LegalFormReview.objects.in_force().order_by("pk")
        if row.edition == FORM_EDITIONS.get(row.form)
    }
    return {
        form: FormOffer(form, reviews.get(form))
        for form in LegalForm
        if may_offer_form(is_reviewed=form in reviews, is_demo=settings.DEMO)
    }
