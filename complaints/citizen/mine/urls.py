"""One's own complaint."""

from django.urls import path

from complaints.citizen.mine import opened, petition

urlpatterns = [
    path("track/<str:etag>/mine/", opened.my_complaint, name="my_complaint"),
    path("track/<str:etag>/mine/end/", opened.end_visit, name="end_visit"),
    path("track/<str:etag>/mine/petition.pdf", petition.petition, name="petition"),
    path("track/<str:etag>/mine/<slug:move>/", opened.my_move, name="my_move"),
]
