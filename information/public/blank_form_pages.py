"""Blank legal forms as PDFs, for people who have not filed a complaint."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

import documents
from documents import FormReview, LegalApplicationFacts
from information.queries.legal_forms import load_form_offers
from information.rules.legal_forms import LegalForm

MAKERS: dict[LegalForm, Callable[[LegalApplicationFacts, str], bytes]] = {
    LegalForm.FIR_APPLICATION: documents.make_fir_application,
    LegalForm.DETENTION_PETITION: documents.make_detention_petition,
}


@require_safe
def download_blank_fir_application(request: HttpRequest) -> HttpResponse:
    """Return a blank application for an FIR in the language of the address; 404 while it is not offered."""
    return _blank_form_response(LegalForm.FIR_APPLICATION, name=gettext("fir-application"))


@require_safe
def download_blank_detention_petition(request: HttpRequest) -> HttpResponse:
    """Return a blank petition for a person who is held in the language of the address; 404 while it is not offered."""
    return _blank_form_response(LegalForm.DETENTION_PETITION, name=gettext("petition-491"))


def _blank_form_response(form: LegalForm, *, name: str) -> HttpResponse:
    offer = load_form_offers().get(form)
    if offer is None:
        raise Http404
    response = HttpResponse(_make_blank_form(form, offer.review, get_language()), content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.pdf"
    return response


@lru_cache(maxsize=8)
def _make_blank_form(form: LegalForm, review: FormReview | None, language: str) -> bytes:
    """Return the PDF. It is the same for everybody, so it is compiled once, and nobody can wear out the server."""
    return MAKERS[form](LegalApplicationFacts(review=review), language)
