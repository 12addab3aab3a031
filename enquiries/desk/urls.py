"""URLs of the registers, under /desk/."""

from django.urls import path, re_path

from enquiries.desk import feedback, school_visits, verifications

NUMBER = r"(?P<number>[0-9]{10})"

urlpatterns = [
    path("verifications/", verifications.listed, name="desk_verifications"),
    re_path(rf"^verifications/{NUMBER}/$", verifications.one, name="desk_verification"),
    re_path(rf"^verifications/{NUMBER}/photo/$", verifications.photo, name="desk_verification_photo"),
    re_path(rf"^verifications/{NUMBER}/(?P<name>[a-z_]+)/$", verifications.move, name="desk_move_verification"),
    path("feedback/", feedback.listed, name="desk_feedback"),
    re_path(rf"^feedback/{NUMBER}/$", feedback.one, name="desk_feedback_one"),
    path("talks/", school_visits.talks, name="desk_talks"),
    path("talks/enter/", school_visits.enter, name="desk_enter_talk"),
    path("talks/<int:talk_id>/strike/", school_visits.strike, name="desk_strike_talk"),
]
