"""URLs of the citizens' pages for matters that are not complaints."""

from django.urls import path

from enquiries.citizen import feedback, school_visits, verification

urlpatterns = [
    path("verification/", verification.about, name="verification"),
    path("verification/new/", verification.ask, name="verification_ask"),
    path("verification/standing/", verification.standing, name="verification_standing"),
    path("verification/asked/<str:number>/", verification.asked, name="verification_asked"),
    path("feedback/", feedback.give, name="feedback"),
    path("feedback/find/", feedback.find, name="feedback_find"),
    path("feedback/answers/", feedback.answers, name="said_and_done"),
    path("feedback/<str:number>/", feedback.standing, name="feedback_standing"),
    path("school-talks/", school_visits.talks, name="talks"),
]
