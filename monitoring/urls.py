"""The addresses of those who watch, under /desk/."""

from django.urls import path

from monitoring import escalations, holds, views
from monitoring.desk import listing

urlpatterns = [
    path("board/", views.board, name="board"),
    path("reviews/", listing.reviews, name="reviews"),
    path("held/", holds.held, name="held"),
    path("escalations/", escalations.listed, name="escalations"),
    path("escalations/<int:complaint_id>/", escalations.answer, name="answer_escalation"),
]
