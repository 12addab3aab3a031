"""Lawyers' reviews of the legal forms, so that tests have forms that are offered."""

from datetime import date

from information.models import LegalFormReview
from information.rules.legal_forms import FORM_EDITIONS, LegalForm
from tests.world import World, clock


def review_forms(world: World, *forms: LegalForm) -> list[LegalFormReview]:
    """Record a review in force of these forms, or of all: entered by Omar and confirmed by another officer."""
    return [
        LegalFormReview.objects.create(
            form=form,
            edition=FORM_EDITIONS[form],
            lawyer="Sana Tariq, advocate",
            reviewed_on=date(2026, 11, 1),
            statute="Code of Criminal Procedure, 1898, as amended up to June 2026",
            asked_by=world.omar.officer,
            asked_at=clock("00:00"),
            decided_by=world.zara.officer,
            decided_at=clock("00:01"),
            confirmed=True,
        )
        for form in forms or LegalForm
    ]
