"""The addresses of those who watch, under /desk/."""

from django.urls import path

from monitoring import views

urlpatterns = [
    path("board/", views.board, name="board"),
    path("reviews/", views.reviews, name="reviews"),
]
