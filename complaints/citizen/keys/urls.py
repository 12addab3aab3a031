"""Tracking by number, and the keys."""

from django.urls import path

from complaints.citizen.keys import leaving, my_list, opening, proving, tapping, tracking

urlpatterns = [
    path("a/<str:token>/", tapping.tap, name="one_tap"),
    path("leave/", leaving.leave, name="leave"),
    path("mine/", my_list.mine, name="my_list"),
    path("mine/code/", my_list.enter_code, name="my_list_code"),
    path("mine/end/", my_list.end, name="my_list_end"),
    path("mine/open/<str:etag>/", my_list.open_one, name="my_list_open"),
    path("track/", tracking.track, name="track"),
    path("track/prove/", proving.prove, name="prove"),
    path("track/<str:etag>/", tracking.status, name="status"),
    path("track/<str:etag>/code/ask/", opening.ask_code, name="ask_code"),
    path("track/<str:etag>/code/", opening.enter_code, name="enter_code"),
    path("track/<str:etag>/key/", opening.enter_key, name="enter_key"),
]
