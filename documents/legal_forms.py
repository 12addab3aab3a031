"""What the legal forms share: the applicant, the lawyer's review, the notices, and the code that verifies the record.

Each form is a draft for a lawyer to read, and says so on every page. It names the lawyer who reviewed its wording, or
says that nobody did (docs/rules.md, *Special cases*).
"""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from documents.common_layout_facts import common_facts
from documents.operator_identity import current_identity
from documents.record_codes import RecordCode, record_code_facts, record_code_labels


@dataclass(frozen=True)
class FormReview:
    """The lawyer who reviewed a form's wording (name and licence number), the day, and the version of the law."""

    lawyer: str
    day: date
    statute: str


@dataclass(frozen=True)
class Applicant:
    """The applicant's details, as given to the portal. An empty one becomes a line to fill in by hand."""

    name: str = ""
    parent: str = ""
    cnic: str = ""
    address: str = ""
    phone: str = ""


def shared_form_facts(review: FormReview | None, record: RecordCode | None) -> dict:
    """Return the facts that every legal form needs, as text in the active language.

    `review`: None if nobody reviewed the form. `record`: None for a form that was not filled from a complaint.
    """
    shared = common_facts()
    return {
        **shared,
        "labels": shared["labels"] | _notice_labels(review) | _closing_labels() | record_code_labels(),
        **record_code_facts(record),
    }


def applicant_rows(applicant: Applicant) -> list[dict[str, str]]:
    """Return the applicant's details as labelled values."""
    return labelled_rows(
        (gettext("Name"), applicant.name),
        (gettext("Son, daughter or wife of"), applicant.parent),
        (gettext("CNIC number"), applicant.cnic),
        (gettext("Address"), applicant.address),
        (gettext("Phone"), applicant.phone),
    )


def labelled_rows(*rows: tuple[str, str]) -> list[dict[str, str]]:
    """Return pairs of label and value for a layout. An empty value becomes a line to write on."""
    return [{"label": label, "given": given} for label, given in rows]


def _notice_labels(review: FormReview | None) -> dict[str, str]:
    """Return the notice of each page (`mark`), who reviewed the form, and what to do with it."""
    is_independent = current_identity().is_independent
    if review is None:
        mark = gettext("SAMPLE. No lawyer has reviewed this form yet. Do not file it.")
    elif is_independent:
        mark = gettext("Draft made by an independent complaint portal. Have a lawyer read it before you file it.")
    else:
        mark = gettext("Draft made by the complaint portal. Have a lawyer read it before you file it.")
    return {
        "mark": mark,
        "review": _review_text(review) if review else "",
        "mark_words": gettext(
            "Fill in the empty lines. Cross out anything that is not true. The police do not run this portal: its"
            " record is the applicant's document, and the police may hold other papers."
        )
        if is_independent
        else gettext("Fill in the empty lines. Cross out anything that is not true."),
    }


def _review_text(review: FormReview) -> str:
    return gettext("The wording of this form was reviewed by %(lawyer)s on %(day)s. Law: %(statute)s.") % {
        "lawyer": review.lawyer,
        "day": date_format(review.day, "j F Y"),
        "statute": review.statute,
    }


def _closing_labels() -> dict[str, str]:
    return {
        "court": gettext("In the court of"),
        "applicant": gettext("Applicant"),
        "versus": gettext("versus"),
        "respondents": gettext("Respondents"),
        "no_words": gettext("Write here what happened:"),
        "signature": gettext("Applicant's signature or thumb print"),
        "date": gettext("Date"),
        "counsel": gettext("Through counsel (name and licence number)"),
        "verification": gettext("Verification"),
        "place": pgettext("of signing", "Place"),
        "deponent": gettext("Signature of the person verifying"),
    }
