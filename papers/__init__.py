"""Papers: tagged PDFs (PDF/UA-1) and QR codes from plain facts. The lowest floor: it knows no model and no setting.

    papers.receipt(ReceiptFacts(…), "ur")     papers.petition(PetitionFacts(…), "en")     papers.poster(url, "ur")
    papers.record(RecordFacts(…), "en")                             papers.share(ShareFacts(…), "ur")
    papers.dossier(DossierFacts(…), "en")                           papers.report(ReportFacts(…), "ur")

Each answers bytes, in some hundredths of a second; `papers.codes.svg` draws a QR code for a page.
"""

from papers.compiling import NotMade, pdf
from papers.dossiers import DossierFacts, Line, dossier
from papers.petitions import Applicant, Breach, Happening, Known, PetitionFacts, petition
from papers.posters import poster
from papers.receipts import ReceiptFacts, Step, receipt
from papers.records import Entry, RecordFacts, record
from papers.reports import Bar, Figure, ReportFacts, report
from papers.shares import ShareFacts, share

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
