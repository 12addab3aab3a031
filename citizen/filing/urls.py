"""URLs for filing a complaint, and for its receipt."""

from django.urls import path

from citizen.filing import category_page, receipt, steps

urlpatterns = [
    path("complain/", category_page.complain, name="complain"),
    path("complain/<uuid:draft>/", category_page.resume, name="resume"),
    path("complain/<uuid:draft>/kind/", category_page.change_kind, name="kind"),
    path("complain/<uuid:draft>/where/", steps.where, name="where"),
    path("complain/<uuid:draft>/what/", steps.what, name="what"),
    path("complain/<uuid:draft>/reach/", steps.reach, name="reach"),
    path("complaint/<uuid:draft>/receipt/", receipt.receipt, name="receipt"),
    path("complaint/<uuid:draft>/receipt.pdf", receipt.paper, name="receipt_paper"),
]
