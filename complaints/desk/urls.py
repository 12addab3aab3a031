"""The desk's addresses, under /desk/."""

from django.urls import path, register_converter

from complaints.desk import bulk, evidence, new_key, pressure, searching, views
from complaints.desk.audit.urls import urlpatterns as audit
from complaints.desk.intake.urls import urlpatterns as intake
from complaints.desk.others.joining import join
from complaints.desk.others.panel import beside
from complaints.desk.reading import behind_the_door
from complaints.desk.replies import views as replies


class EtagConverter:
    """An E-tag as it is stored. Whatever else stands in an address names no complaint."""

    regex = "[0-9]{12}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(EtagConverter, "etag")

app_name = "desk"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("office/", views.office, name="office"),
    path("search/", searching.searched, name="search"),
    path("mark/", bulk.mark, name="bulk"),
    path("pressure/", pressure.listed, name="pressure"),
    path("pressure/number/", pressure.number, name="pressure_number"),
    path("pressure/<int:report_id>/", pressure.settle, name="settle_pressure"),
    *intake,
    *audit,
    path("replies/", replies.listed, name="replies"),
    path("replies/new/", replies.new, name="new_reply"),
    path("replies/<int:reply_id>/", replies.change, name="change_reply"),
    path("replies/<int:reply_id>/remove/", replies.remove, name="remove_reply"),
    path("complaints/<etag:etag>/", views.complaint, name="complaint"),
    path("complaints/<etag:etag>/evidence/<uuid:exhibit>/", evidence.exhibit, name="exhibit"),
    path("complaints/<etag:etag>/others/", beside, name="others"),
    path("complaints/<etag:etag>/join/", join, name="join"),
    path("complaints/<etag:etag>/key/", new_key.new_key, name="new_key"),
    path("complaints/<etag:etag>/<slug:move>/", views.move, name="move"),
]
urlpatterns = behind_the_door(urlpatterns)  # last: whatever shows a complaint is written into the access log
