"""Make documents from plain facts: tagged PDFs (PDF/UA-1), pictures, tables and QR codes.

This package uses no models and imports no other app of the project.

documents.make_receipt(ReceiptFacts(…), "ur") documents.make_petition(PetitionFacts(…), "en") documents.make_poster(url,
"ur") documents.make_record(RecordFacts(…), "en")
documents.make_notice_picture(NoticePictureFacts(…), "ur") documents.make_dossier(DossierFacts(…), "en")
documents.make_report(ReportFacts(…), "ur") documents.make_clearance(ClearanceFacts(…), "ur")
documents.make_fir_application(LegalApplicationFacts(…), "ur")
documents.make_detention_petition(LegalApplicationFacts(…), "en")
documents.make_cover_sheets([CoverSheetFacts(…)], "en")

Each function returns bytes within a few hundredths of a second. `documents.qr_codes.qr_svg` makes a QR code for a page.
"""

from documents.clearances import ClearanceFacts, make_clearance
from documents.complaint_records import RecordEntry, RecordFacts, make_record
from documents.cover_sheets import CoverSheetFacts, make_cover_sheets
from documents.dossiers import DossierFacts, DossierLine, make_dossier
from documents.legal_applications import LegalApplicationFacts, make_detention_petition, make_fir_application
from documents.legal_forms import Applicant, FormReview
from documents.notice_pictures import NoticePictureFacts, make_notice_picture
from documents.office_reports import ChartBar, ReportFacts, ReportFigure, make_report
from documents.petitions import FactSource, PetitionBreach, PetitionEntry, PetitionFacts, make_petition
from documents.posters import make_poster
from documents.receipts import LegalStep, ReceiptFacts, ReceiptStep, make_receipt
from documents.record_codes import RecordCode
from documents.typst_compiler import CompilationFailed, compile_pdf

__all__ = [
    "Applicant",
    "ChartBar",
    "ClearanceFacts",
    "CompilationFailed",
    "CoverSheetFacts",
    "DossierFacts",
    "DossierLine",
    "FactSource",
    "FormReview",
    "LegalApplicationFacts",
    "LegalStep",
    "NoticePictureFacts",
    "PetitionBreach",
    "PetitionEntry",
    "PetitionFacts",
    "ReceiptFacts",
    "ReceiptStep",
    "RecordCode",
    "RecordEntry",
    "RecordFacts",
    "ReportFacts",
    "ReportFigure",
    "compile_pdf",
    "make_clearance",
    "make_cover_sheets",
    "make_detention_petition",
    "make_dossier",
    "make_fir_application",
    "make_notice_picture",
    "make_petition",
    "make_poster",
    "make_receipt",
    "make_record",
    "make_report",
]
