"""Make documents from plain facts: tagged PDFs (PDF/UA-1), pictures, tables and QR codes.

This package uses no models and imports no other app of the project.

    documents.receipt(ReceiptFacts(…), "ur")
    documents.petition(PetitionFacts(…), "en")
    documents.poster(url, "ur")
    documents.record(RecordFacts(…), "en")                             documents.share(ShareFacts(…), "ur")
    documents.dossier(DossierFacts(…), "en")                           documents.report(ReportFacts(…), "ur")

Each function returns bytes within a few hundredths of a second. `documents.codes.svg` makes a QR code for a page.
"""

from documents.compiling import NotMade, pdf
from documents.dossiers import DossierFacts, DossierLine, dossier
from documents.petitions import Applicant, Breach, Known, PetitionEntry, PetitionFacts, petition
from documents.posters import poster
from documents.receipts import ReceiptFacts, ReceiptStep, receipt
from documents.records import RecordEntry, RecordFacts, record
from documents.reports import Bar, ReportFacts, ReportFigure, report
from documents.shares import ShareFacts, share

__all__ = [
    "Applicant",
    "Bar",
    "Breach",
    "DossierFacts",
    "DossierLine",
    "Known",
    "NotMade",
    "PetitionEntry",
    "PetitionFacts",
    "ReceiptFacts",
    "ReceiptStep",
    "RecordEntry",
    "RecordFacts",
    "ReportFacts",
    "ReportFigure",
    "ShareFacts",
    "dossier",
    "pdf",
    "petition",
    "poster",
    "receipt",
    "record",
    "report",
    "share",
]
