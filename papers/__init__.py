"""Papers: tagged PDFs (PDF/UA-1) and QR codes from plain facts. The lowest floor: it knows no model and no setting.

    papers.receipt(ReceiptFacts(…), "ur")     papers.petition(PetitionFacts(…), "en")     papers.poster(url, "ur")

Each answers bytes, in some hundredths of a second; `papers.codes.svg` draws a QR code for a page.
"""

from papers.compiling import NotMade, pdf
from papers.petitions import Applicant, Breach, Happening, Known, PetitionFacts, petition
from papers.posters import poster
from papers.receipts import ReceiptFacts, Step, receipt

__all__ = [
    "Applicant",
    "Breach",
    "Happening",
    "Known",
    "NotMade",
    "PetitionFacts",
    "ReceiptFacts",
    "Step",
    "pdf",
    "petition",
    "poster",
    "receipt",
]
