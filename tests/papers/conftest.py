"""Every kind of paper in both languages, made once a run."""

import pytest

import papers
from tests.papers.samples import DOSSIER, PETITION, RECEIPT, RECORD, REPORT

MAKERS = {
    "receipt": lambda language: papers.receipt(RECEIPT[language], language),
    "petition": lambda language: papers.petition(PETITION[language], language),
    "record": lambda language: papers.record(RECORD[language], language),
    "dossier": lambda language: papers.dossier(DOSSIER[language], language),
    "report": lambda language: papers.report(REPORT[language], language),
    "poster": lambda language: papers.poster("https://complaints.example.org/", language),
}


@pytest.fixture(
    scope="session", params=[(kind, language) for kind in MAKERS for language in ("en", "ur")], ids="-".join
)
def every_paper(request):
    """Its bytes, kind and language."""
    kind, language = request.param
    return MAKERS[kind](language), kind, language
