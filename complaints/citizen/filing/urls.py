"""Making a complaint, and its receipt."""

from django.urls import path

from complaints.citizen.filing import kind, receipt, steps

urlpatterns = [
    path("complain/", kind.complain, name="complain"),
    path("complain/<uuid:draft>/", kind.resume, name="resume"),
    path("complain/<uuid:draft>/kind/", kind.change_kind, name="kind"),
    path("complain/<uuid:draft>/where/", steps.where, name="where"),
    path("complain/<uuid:draft>/what/", steps.what, name="what"),
    path("complain/<uuid:draft>/reach/", steps.reach, name="reach"),
    path("complaint/<uuid:draft>/receipt/", receipt.receipt, name="receipt"),
    path("complaint/<uuid:draft>/receipt.pdf", receipt.paper, name="receipt_paper"),
]
