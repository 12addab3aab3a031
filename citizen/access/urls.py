"""URLs for tracking, for opening a complaint with a key, and for My complaints."""

from django.urls import path

from citizen.access import (
    guess_challenge,
    key_pages,
    my_complaints_page,
    one_tap_page,
    outside_file_page,
    quick_exit,
    tracking_page,
    web_link_page,
)

urlpatterns = [
    path("a/<str:token>/", one_tap_page.answer_one_tap_link, name="one_tap"),
    path("c/<str:token>/", web_link_page.open_web_link, name="web_link"),
    path("o/<str:token>/", outside_file_page.fetch_outside_file, name="outside_file"),
    path("leave/", quick_exit.leave_site, name="leave"),
    path("mine/", my_complaints_page.list_my_complaints, name="my_list"),
    path("mine/code/", my_complaints_page.enter_list_code, name="my_list_code"),
    path("mine/end/", my_complaints_page.close_list, name="my_list_end"),
    path("mine/open/<str:etag>/", my_complaints_page.open_listed_complaint, name="my_list_open"),
    path("track/", tracking_page.ask_for_etag, name="track"),
    path("track/prove/", guess_challenge.answer_challenge, name="prove"),
    path("track/<str:etag>/", tracking_page.show_complaint_status, name="status"),
    path("track/<str:etag>/code/ask/", key_pages.request_code, name="ask_code"),
    path("track/<str:etag>/code/", key_pages.enter_code, name="enter_code"),
    path("track/<str:etag>/key/", key_pages.enter_key, name="enter_key"),
]
