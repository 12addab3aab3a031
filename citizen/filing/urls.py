"""URLs for filing a complaint, and for its receipt."""

from django.urls import path

from citizen.filing import category_page, filing_pages, handed_over_page, kept_out_page, receipt_page

urlpatterns = [
    path("complain/", category_page.choose_category, name="complain"),
    path("complain/<uuid:draft>/", category_page.resume_draft, name="resume"),
    path("complain/<uuid:draft>/kind/", category_page.change_category, name="kind"),
    path("complain/<uuid:draft>/where/", filing_pages.district_page, name="where"),
    path("complain/<uuid:draft>/what/", filing_pages.statement_page, name="what"),
    path("complain/<uuid:draft>/whom/", kept_out_page.kept_out_page, name="whom"),
    path("complain/<uuid:draft>/reach/", filing_pages.contact_details_page, name="reach"),
    path("d/<uuid:draft>/", handed_over_page.continue_filing, name="continue_filing"),
    path("complaint/<uuid:draft>/receipt/", receipt_page.show_receipt, name="receipt"),
    path("complaint/<uuid:draft>/receipt.pdf", receipt_page.download_receipt, name="receipt_paper"),
]
