"""The desk's addresses, under /desk/."""

from django.urls import path, register_converter

from complaints.desk import (
    answers,
    contact_details,
    evidence,
    hearing,
    naming,
    new_key,
    pressure,
    printing,
    reveal,
    unseal,
    views,
    withdrawn_files,
)
from complaints.desk.audit.urls import urlpatterns as audit
from complaints.desk.calls import views as calls
from complaints.desk.calls.diary import diary
from complaints.desk.intake.urls import urlpatterns as intake
from complaints.desk.others.joining import join
from complaints.desk.others.panel import beside
from complaints.desk.preparing import preparing
from complaints.desk.presence import others_here
from complaints.desk.queue_urls import urlpatterns as queues
from complaints.desk.reading import behind_the_door
from complaints.desk.replies import views as replies
from complaints.desk.team import orders
from complaints.desk.team.urls import urlpatterns as team


class EtagConverter:
    """An E-tag as it is stored. Whatever else stands in an address names no complaint."""

    regex = "[0-9]{12}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(EtagConverter, "etag")

app_name = "desk"
urlpatterns = [
    *queues,
    path("pressure/", pressure.listed, name="pressure"),
    path("pressure/number/", pressure.number, name="pressure_number"),
    path("pressure/<int:report_id>/", pressure.settle, name="settle_pressure"),
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
    path("complaints/<etag:etag>/evidence/<uuid:exhibit>/", evidence.exhibit, name="exhibit"),
    path("complaints/<etag:etag>/others/", beside, name="others"),
    path("complaints/<etag:etag>/record.pdf", printing.record, name="record"),
    path("complaints/<etag:etag>/here/", others_here, name="here"),
    path("complaints/<etag:etag>/join/", join, name="join"),
    path("complaints/<etag:etag>/evidence/<uuid:exhibit>/unseal/", unseal.unseal, name="unseal"),
    path("complaints/<etag:etag>/identity/", reveal.reveal, name="reveal"),
    path("answers/", answers.listed, name="answers"),
    path("answers/<uuid:hearing>/", answers.answer, name="answer"),
    path("complaints/<etag:etag>/officers/<int:naming>/", hearing.hear, name="hear"),
    path("complaints/<etag:etag>/officers/", naming.concerned, name="naming"),
    path("complaints/<etag:etag>/order/", orders.order, name="order"),
    path("complaints/<etag:etag>/key/", new_key.new_key, name="new_key"),
    path("complaints/<etag:etag>/contact-details/", contact_details.correct, name="contact_details"),
    path("complaints/<etag:etag>/prepare/", preparing, name="prepare"),
    path("complaints/<etag:etag>/calls/", diary, name="diary"),
    path("complaints/<etag:etag>/call/<slug:purpose>/", calls.call, name="call"),
    path("complaints/<etag:etag>/<slug:move>/", views.move, name="move"),
]
urlpatterns = behind_the_door(urlpatterns)  # last: whatever shows a complaint is written into the access log
