"""The legal forms that the portal fills in, and when they may be offered (docs/rules.md, *Special cases*)."""

from enum import StrEnum


class LegalForm(StrEnum):
    """A draft for a court or a police station, by the section of the Code of Criminal Procedure, 1898."""

    PETITION = "petition_22a"  # to the Justice of the Peace, for directions to the police
    FIR_APPLICATION = "application_154"  # to a police station, for an FIR
    DETENTION_PETITION = "petition_491"  # to the Sessions Judge, for a person who is held illegally


FORM_EDITIONS = {
    LegalForm.PETITION: 3,
    LegalForm.FIR_APPLICATION: 3,
    LegalForm.DETENTION_PETITION: 3,
}
"""The edition of each form's wording. A change of the wording needs a new edition, and with it a new review."""


def may_offer_form(*, is_reviewed: bool, is_demo: bool) -> bool:
    """Return whether a form is offered: after a lawyer's review, and in the demo, where it is marked as a sample."""
    return is_reviewed or is_demo
