"""Papers: tagged PDFs (PDF/UA-1) and QR codes from plain facts. The lowest floor: it knows no model and no setting.

    documents.receipt(ReceiptFacts(…), "ur")
    documents.petition(PetitionFacts(…), "en")
    documents.poster(url, "ur")
    documents.record(RecordFacts(…), "en")                             documents.share(ShareFacts(…), "ur")
    documents.dossier(DossierFacts(…), "en")                           documents.report(ReportFacts(…), "ur")

Each answers bytes, in some hundredths of a second; `documents.codes.svg` draws a QR code for a page.
"""

from documents.compiling import NotMade, pdf
from documents.dossiers import DossierFacts, Line, dossier
from documents.petitions import Applicant, Breach, Happening, Known, PetitionFacts, petition
from documents.posters import poster
from documents.receipts import ReceiptFacts, Step, receipt
from documents.records import Entry, RecordFacts, record
from documents.reports import Bar, Figure, ReportFacts, report
from documents.shares import ShareFacts, share

__all__ = [
    "Applicant",
    "Bar",
    "Breach",
    "DossierFacts",
    "Entry",
    "Figure",
    "Happening",
    "Known",
    "Line",
    "NotMade",
    "PetitionFacts",
    "ReceiptFacts",
    "RecordFacts",
    "ReportFacts",
    "ShareFacts",
    "Step",
    "dossier",
    "pdf",
    "petition",
    "poster",
    "receipt",
    "record",
    "report",
    "share",
]
