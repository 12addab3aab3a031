"""Addresses of escalations and held sweeps, under /desk/."""

from django.urls import path

from sla import escalation_pages, held_sweep_page

urlpatterns = [
    path("held/", held_sweep_page.show_held_sweep, name="held"),
    path("escalations/", escalation_pages.list_escalations, name="escalations"),
    path("escalations/<int:complaint_id>/", escalation_pages.answer_escalation, name="answer_escalation"),
]
