"""URLs for tracking, for opening a complaint with a key, and for My complaints."""

from django.urls import path

from citizen.access import challenge, key_views, my_complaints, one_tap_page, quick_exit, tracking

urlpatterns = [
    path("a/<str:token>/", one_tap_page.tap, name="one_tap"),
    path("leave/", quick_exit.leave, name="leave"),
    path("mine/", my_complaints.mine, name="my_list"),
    path("mine/code/", my_complaints.enter_code, name="my_list_code"),
    path("mine/end/", my_complaints.end, name="my_list_end"),
    path("mine/open/<str:etag>/", my_complaints.open_one, name="my_list_open"),
    path("track/", tracking.track, name="track"),
    path("track/prove/", challenge.prove, name="prove"),
    path("track/<str:etag>/", tracking.status, name="status"),
    path("track/<str:etag>/code/ask/", key_views.ask_code, name="ask_code"),
    path("track/<str:etag>/code/", key_views.enter_code, name="enter_code"),
    path("track/<str:etag>/key/", key_views.enter_key, name="enter_key"),
]
