"""URLs of the citizens' pages for matters that are not complaints."""

from django.urls import path

from enquiries.citizen import feedback_pages, school_visit_counts_page, verification_pages

urlpatterns = [
    path("verification/", verification_pages.show_verification_information, name="verification"),
    path("verification/new/", verification_pages.submit_request, name="verification_ask"),
    path("verification/standing/", verification_pages.show_request_status, name="verification_standing"),
    path("verification/asked/<str:number>/", verification_pages.show_request_number, name="verification_asked"),
    path("feedback/", feedback_pages.submit_feedback, name="feedback"),
    path("feedback/find/", feedback_pages.show_feedback_search, name="feedback_find"),
    path("feedback/answers/", feedback_pages.show_published_answers, name="said_and_done"),
    path("feedback/<str:number>/", feedback_pages.show_feedback_status, name="feedback_standing"),
    path("school-talks/", school_visit_counts_page.show_school_visits, name="talks"),
]
