"""Every kind of paper in both languages, made once a run."""

import pytest

import documents
from tests.documents.samples import APPLICATION, CLEARANCE, DOSSIER, PETITION, RECEIPT, RECORD, REPORT

MAKERS = {
    "receipt": lambda language: documents.make_receipt(RECEIPT[language], language),
    "petition": lambda language: documents.make_petition(PETITION[language], language),
    "fir-application": lambda language: documents.make_fir_application(APPLICATION[language], language),
    "detention-petition": lambda language: documents.make_detention_petition(APPLICATION[language], language),
    "record": lambda language: documents.make_record(RECORD[language], language),
    "dossier": lambda language: documents.make_dossier(DOSSIER[language], language),
    "report": lambda language: documents.make_report(REPORT[language], language),
    "clearance": lambda language: documents.make_clearance(CLEARANCE[language], language),
    "poster": lambda language: documents.make_poster("https://complaints.example.org/", language),
}


@pytest.fixture(
    scope="session", params=[(kind, language) for kind in MAKERS for language in ("en", "ur")], ids="-".join
)
def every_paper(request):
    """Its bytes, kind and language."""
    kind, language = request.param
    return MAKERS[kind](language), kind, language
