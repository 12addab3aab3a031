"""Which legal forms a complainant is offered for their complaint, and why not, as text."""

from dataclasses import dataclass

from django.utils.translation import gettext

from citizen.queries.own_complaint import OpenedComplaint
from citizen.queries.petition_record import may_request_petition
from complaints.models import Complaint
from complaints.queries.cognizable_offences import Cognizable, cognizable_categories
from complaints.rules.special_categories import ILLEGAL_DETENTION
from information.queries.legal_forms import FormOffer, load_form_offers
from information.rules.legal_forms import LegalForm


@dataclass(frozen=True)
class ComplaintForms:
    """The forms that are offered for a complaint. `petition_reason`: why the petition is not offered yet, or "".

    `fir_sentence`: whether the police have to register an FIR in this kind of matter.
    """

    fir: FormOffer | None
    fir_sentence: str
    detention: FormOffer | None
    petition: FormOffer | None
    petition_reason: str


def complaint_forms(complaint: Complaint) -> tuple[FormOffer | None, FormOffer | None]:
    """Return the application for an FIR and the petition for a person who is held, where they fit.

    One query, or none if neither fits.
    """
    wants_fir, wants_release = may_need_fir(complaint), complaint.category.code == ILLEGAL_DETENTION
    offers = load_form_offers() if wants_fir or wants_release else {}
    return (
        offers.get(LegalForm.FIR_APPLICATION) if wants_fir else None,
        offers.get(LegalForm.DETENTION_PETITION) if wants_release else None,
    )


def forms_of_opened_complaint(opened: OpenedComplaint) -> ComplaintForms:
    """Return the forms on the complaint's own page. One query."""
    complaint, offers = opened.complaint, load_form_offers()
    petition = offers.get(LegalForm.PETITION)
    return ComplaintForms(
        fir=offers.get(LegalForm.FIR_APPLICATION) if may_need_fir(complaint) else None,
        fir_sentence=fir_sentence(complaint),
        detention=offers.get(LegalForm.DETENTION_PETITION) if complaint.category.code == ILLEGAL_DETENTION else None,
        petition=petition,
        petition_reason=petition_refusal_text(opened, petition),
    )


def may_need_fir(complaint: Complaint) -> bool:
    """Return whether the matter may be a cognizable offence for which no FIR is known.

    Wider than `Category.is_crime`: violence at home or harassment may be one too.
    """
    return complaint.category.code in cognizable_categories() and not complaint.fir_number


def fir_sentence(complaint: Complaint) -> str:
    """Return whether the police have to register an FIR in this kind of matter."""
    if cognizable_categories().get(complaint.category.code) is Cognizable.YES:
        return gettext("For a crime of this kind the police have to register an FIR (section 154 CrPC).")
    return gettext(
        "For some crimes of this kind the police have to register an FIR (section 154 CrPC). For others they enter the "
        "report in their book and send you to a Magistrate (section 155)."
    )


def petition_refusal_text(opened: OpenedComplaint, offer: FormOffer | None) -> str:
    """Return why the application to the Justice of the Peace is not offered now; an empty string if it is."""
    if offer is None:
        return gettext("This form is not available now.")
    if may_request_petition(opened):
        return ""
    return gettext(
        "If a deadline passes or the complaint is not accepted, an application to the Justice of the Peace "
        "(section 22-A CrPC) will be filled in for you here, with the record of this complaint."
    )
