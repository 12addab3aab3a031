"""The addresses of those who watch, under /desk/."""

from django.urls import path

from monitoring import escalations, holds, views

urlpatterns = [
    path("board/", views.board, name="board"),
    path("reviews/", views.reviews, name="reviews"),
    path("held/", holds.held, name="held"),
    path("escalations/", escalations.listed, name="escalations"),
    path("escalations/<int:complaint_id>/", escalations.answer, name="answer_escalation"),
]
