"""URLs of the registers, under /desk/."""

from django.urls import path, re_path

from enquiries.desk import feedback_desk, register_files, school_visits_desk, verifications_desk

NUMBER = r"(?P<number>[0-9]{10})"

urlpatterns = [
    path("verifications/", verifications_desk.list_verifications, name="desk_verifications"),
    path("verifications/table.<file_kind:kind>", register_files.export_verifications, name="verifications_file"),
    re_path(rf"^verifications/{NUMBER}/$", verifications_desk.show_verification, name="desk_verification"),
    re_path(rf"^verifications/{NUMBER}/photo/$", verifications_desk.send_worker_photo, name="desk_verification_photo"),
    re_path(
        rf"^verifications/{NUMBER}/(?P<name>[a-z_]+)/$",
        verifications_desk.submit_verification_move,
        name="desk_move_verification",
    ),
    path("feedback/", feedback_desk.list_feedback, name="desk_feedback"),
    re_path(rf"^feedback/{NUMBER}/$", feedback_desk.answer_feedback, name="desk_feedback_one"),
    path("talks/", school_visits_desk.show_register, name="desk_talks"),
    path("talks/table.<file_kind:kind>", register_files.export_school_visits, name="school_visits_file"),
    path("talks/enter/", school_visits_desk.submit_visit, name="desk_enter_talk"),
    path("talks/<int:talk_id>/strike/", school_visits_desk.strike_out_entry, name="desk_strike_talk"),
]
