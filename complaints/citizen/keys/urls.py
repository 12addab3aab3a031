"""Tracking by number, and the keys."""

from django.urls import path

from complaints.citizen.keys import leaving, tapping, tracking

urlpatterns = [
    path("a/<str:token>/", tapping.tap, name="one_tap"),
    path("leave/", leaving.leave, name="leave"),
    path("track/", tracking.track, name="track"),
    path("track/<str:etag>/", tracking.status, name="status"),
    path("track/<str:etag>/code/ask/", tracking.ask_code, name="ask_code"),
    path("track/<str:etag>/code/", tracking.enter_code, name="enter_code"),
]
