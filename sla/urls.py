"""Addresses of escalations and held sweeps, under /desk/."""

from django.urls import path

from sla import escalations, holds

urlpatterns = [
    path("held/", holds.held, name="held"),
    path("escalations/", escalations.listed, name="escalations"),
    path("escalations/<int:complaint_id>/", escalations.answer, name="answer_escalation"),
]
