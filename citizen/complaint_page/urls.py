"""URLs of the complainant's page, its moves and the petition."""

from django.urls import path

from citizen.complaint_page import petition_view, views

urlpatterns = [
    path("track/<str:etag>/mine/", views.my_complaint, name="my_complaint"),
    path("track/<str:etag>/mine/end/", views.end_visit, name="end_visit"),
    path("track/<str:etag>/mine/petition.pdf", petition_view.petition, name="petition"),
    path("track/<str:etag>/mine/<slug:move>/", views.my_move, name="my_move"),
]
