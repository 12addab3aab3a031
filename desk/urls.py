"""URLs of the desk, under /desk/."""

from django.urls import path, register_converter

from desk import (
    contact_details,
    hearing_page,
    naming_page,
    new_key_page,
    officer_answer_page,
    pressure_page,
    views,
    withdrawn_files,
)
from desk.audit.urls import urlpatterns as audit
from desk.calls import views as calls
from desk.calls.call_log import diary
from desk.complaint import evidence_page, identity_reveal, record_pdf, unseal_page
from desk.complaint.audited_read import behind_the_door
from desk.complaint.presence import others_here
from desk.intake.urls import urlpatterns as intake
from desk.linked_complaints.join_page import join
from desk.linked_complaints.panel import beside
from desk.preparing_page import preparing
from desk.queue.queue_urls import urlpatterns as queues
from desk.replies import views as replies
from desk.team import orders
from desk.team.urls import urlpatterns as team


class EtagConverter:
    """Matches an E-tag as it is stored: twelve digits."""

    regex = "[0-9]{12}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(EtagConverter, "etag")

app_name = "desk"
urlpatterns = [
    *queues,
    path("pressure/", pressure_page.listed, name="pressure"),
    path("pressure/number/", pressure_page.number, name="pressure_number"),
    path("pressure/<int:report_id>/", pressure_page.settle, name="settle_pressure"),
    path("files-taken-back/", withdrawn_files.listed, name="withdrawn_files"),
    *intake,
    path("calls/", calls.listed, name="calls"),
    *audit,
    *team,
    path("replies/", replies.listed, name="replies"),
    path("replies/new/", replies.new, name="new_reply"),
    path("replies/<int:reply_id>/", replies.change, name="change_reply"),
    path("replies/<int:reply_id>/remove/", replies.remove, name="remove_reply"),
    path("complaints/<etag:etag>/", views.complaint, name="complaint"),
    path("complaints/<etag:etag>/evidence/<uuid:exhibit>/", evidence_page.exhibit, name="evidence_file"),
    path("complaints/<etag:etag>/others/", beside, name="related_complaints"),
    path("complaints/<etag:etag>/record.pdf", record_pdf.record, name="record"),
    path("complaints/<etag:etag>/here/", others_here, name="other_viewers"),
    path("complaints/<etag:etag>/join/", join, name="link_or_merge"),
    path("complaints/<etag:etag>/evidence/<uuid:exhibit>/unseal/", unseal_page.unseal, name="unseal_file"),
    path("complaints/<etag:etag>/identity/", identity_reveal.reveal, name="reveal_identity"),
    path("answers/", officer_answer_page.listed, name="own_hearings"),
    path("answers/<uuid:hearing>/", officer_answer_page.answer, name="answer_hearing"),
    path("complaints/<etag:etag>/officers/<int:naming>/", hearing_page.hear, name="hearings"),
    path("complaints/<etag:etag>/officers/", naming_page.concerned, name="namings"),
    path("complaints/<etag:etag>/order/", orders.order, name="order"),
    path("complaints/<etag:etag>/key/", new_key_page.new_key, name="printed_key"),
    path("complaints/<etag:etag>/contact-details/", contact_details.correct, name="contact_details"),
    path("complaints/<etag:etag>/prepare/", preparing, name="prepare_text"),
    path("complaints/<etag:etag>/calls/", diary, name="call_log"),
    path("complaints/<etag:etag>/call/<slug:purpose>/", calls.call, name="call"),
    path("complaints/<etag:etag>/<slug:move>/", views.move, name="move"),
]
urlpatterns = behind_the_door(urlpatterns)  # must come last: logs every access to a complaint
