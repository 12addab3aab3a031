"""The citizen's addresses."""

from django.urls import path

from complaints.citizen import filing, opened, tracking

urlpatterns = [
    path("complain/", filing.complain, name="complain"),
    path("complaint/<uuid:draft>/receipt/", filing.receipt, name="receipt"),
    path("track/", tracking.track, name="track"),
    path("track/<str:etag>/", tracking.status, name="status"),
    path("track/<str:etag>/code/ask/", tracking.ask_code, name="ask_code"),
    path("track/<str:etag>/code/", tracking.enter_code, name="enter_code"),
    path("track/<str:etag>/mine/", opened.my_complaint, name="my_complaint"),
    path("track/<str:etag>/mine/end/", opened.end_visit, name="end_visit"),
    path("track/<str:etag>/mine/<slug:move>/", opened.my_move, name="my_move"),
]
