"""URLs for filing a complaint, and for its receipt."""

from django.urls import path, register_converter

from citizen.filing import (
    category_page,
    contact_page,
    filing_pages,
    handed_over_page,
    kept_out_page,
    proposal_page,
    receipt_page,
    sentence_page,
)
from citizen.filing.draft_addresses import DraftAddressConverter

register_converter(DraftAddressConverter, "draft")

urlpatterns = [
    path("complain/", sentence_page.begin_complaint, name="complain"),
    path("complain/list/", category_page.choose_category, name="category_list"),
    path("complain/<draft:draft>/", category_page.resume_draft, name="resume"),
    path("complain/<draft:draft>/kind/", category_page.change_category, name="kind"),
    path("complain/<draft:draft>/voice/", sentence_page.begin_with_voice_note, name="begin_voice"),
    path("complain/<draft:draft>/proposal/", proposal_page.proposal_page, name="proposal"),
    path("complain/<draft:draft>/where/", filing_pages.district_page, name="where"),
    path("complain/<draft:draft>/what/", filing_pages.statement_page, name="what"),
    path("complain/<draft:draft>/whom/", kept_out_page.kept_out_page, name="whom"),
    path("complain/<draft:draft>/reach/", contact_page.contact_details_page, name="reach"),
    path("d/<draft:draft>/", handed_over_page.continue_filing, name="continue_filing"),
    path("complaint/<draft:draft>/receipt/", receipt_page.show_receipt, name="receipt"),
    path("complaint/<draft:draft>/receipt.pdf", receipt_page.download_receipt, name="receipt_paper"),
    path("complaint/<draft:draft>/deadlines.ics", receipt_page.download_receipt_calendar, name="receipt_calendar"),
]
