"""Making a complaint, and its receipt."""

from django.urls import path

from complaints.citizen.filing import complain, receipt

urlpatterns = [
    path("complain/", complain.complain, name="complain"),
    path("complaint/<uuid:draft>/receipt/", receipt.receipt, name="receipt"),
    path("complaint/<uuid:draft>/receipt.pdf", receipt.paper, name="receipt_paper"),
]
