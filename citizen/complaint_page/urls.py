"""URLs of the complainant's page, its moves and the petition."""

from django.urls import path

from citizen.complaint_page import (
    complaint_calendar,
    complaint_views,
    legal_form_views,
    narrowing_objection,
    outside_identity,
    petition_view,
    record_proof_view,
    station_order_consent,
)

urlpatterns = [
    path("track/<str:etag>/mine/", complaint_views.show_my_complaint, name="my_complaint"),
    path("track/<str:etag>/mine/end/", complaint_views.end_visit, name="end_visit"),
    path("track/<str:etag>/mine/petition.pdf", petition_view.download_petition, name="petition"),
    path("track/<str:etag>/mine/proof.json", record_proof_view.download_record_proof, name="record_proof"),
    path(
        "track/<str:etag>/mine/fir-application.pdf", legal_form_views.download_fir_application, name="fir_application"
    ),
    path(
        "track/<str:etag>/mine/petition-491.pdf",
        legal_form_views.download_detention_petition,
        name="detention_petition",
    ),
    path("track/<str:etag>/mine/deadlines.ics", complaint_calendar.download_deadlines, name="complaint_calendar"),
    path("track/<str:etag>/mine/keep-closed/", narrowing_objection.object_to_narrowing, name="object_to_narrowing"),
    path("track/<str:etag>/mine/outside/", outside_identity.give_identity, name="give_identity"),
    path(
        "track/<str:etag>/mine/station-order/", station_order_consent.answer_station_order, name="answer_station_order"
    ),
    path("track/<str:etag>/mine/<slug:move>/", complaint_views.submit_my_move, name="my_move"),
]
