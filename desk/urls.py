"""URLs of the desk, under /desk/."""

from django.urls import path, register_converter

from desk import (
    contact_correction_page,
    hearing_answer_page,
    hearing_page,
    naming_page,
    pressure_reports_page,
    printed_key_page,
    views,
    withdrawn_evidence_page,
)
from desk.audit.access_log_urls import urlpatterns as audit
from desk.calls import call_pages as calls
from desk.calls.call_log import show_call_log
from desk.complaint import evidence_page, identity_reveal_page, record_pdf, withdrawn_file_unsealing
from desk.complaint.audited_views import audit_complaint_views
from desk.complaint.other_viewers import show_other_viewers
from desk.exclusion.exclusion_page import show_exclusion
from desk.exclusion.exclusion_tasks_page import show_exclusion_tasks
from desk.help.help_pages import show_manual, show_manual_page
from desk.intake.intake_urls import urlpatterns as intake
from desk.linked_complaints.link_or_merge_page import link_or_merge
from desk.linked_complaints.related_panel import show_related_complaints
from desk.linked_complaints.separate_page import separate_complaints
from desk.notifications.mention_page import show_mention_page
from desk.notifications.notification_urls import urlpatterns as notifications
from desk.prepared_text_page import edit_prepared_text
from desk.queue.preview_panel import show_preview
from desk.queue.queue_urls import urlpatterns as queues
from desk.replies import reply_pages as replies
from desk.station_orders import orders_to_act_page, station_order_page
from desk.team import order_page
from desk.team.team_urls import urlpatterns as team
from desk.today.today_page import show_today


class EtagConverter:
    """Matches an E-tag as it is stored: twelve digits."""

    regex = "[0-9]{12}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(EtagConverter, "etag")

app_name = "desk"
urlpatterns = [
    path("today/", show_today, name="today"),
    path("help/", show_manual, name="help"),
    path("help/<slug:slug>/", show_manual_page, name="help_page"),
    *queues,
    path("pressure/", pressure_reports_page.show_pressure_reports, name="pressure"),
    path("pressure/number/", pressure_reports_page.show_number_of_open_reports, name="pressure_number"),
    path("pressure/<int:report_id>/", pressure_reports_page.settle_pressure_report, name="settle_pressure"),
    path("settling/", show_exclusion_tasks, name="exclusion_tasks"),
    path("files-taken-back/", withdrawn_evidence_page.show_withdrawn_files, name="withdrawn_files"),
    *notifications,
    *intake,
    path("calls/", calls.show_call_list, name="calls"),
    *audit,
    *team,
    path("replies/", replies.show_replies, name="replies"),
    path("replies/new/", replies.add_reply, name="new_reply"),
    path("replies/<int:reply_id>/", replies.edit_reply, name="change_reply"),
    path("replies/<int:reply_id>/remove/", replies.delete_reply, name="remove_reply"),
    path("complaints/<etag:etag>/", views.show_complaint_page, name="complaint"),
    path("complaints/<etag:etag>/evidence/<uuid:exhibit>/", evidence_page.serve_evidence_file, name="evidence_file"),
    path("complaints/<etag:etag>/preview/", show_preview, name="preview"),
    path(
        "complaints/<etag:etag>/evidence/<uuid:exhibit>/pages/<int:page>/",
        evidence_page.serve_evidence_page,
        name="evidence_page",
    ),
    path("complaints/<etag:etag>/others/", show_related_complaints, name="related_complaints"),
    path("complaints/<etag:etag>/record.pdf", record_pdf.download_record, name="record"),
    path("complaints/<etag:etag>/here/", show_other_viewers, name="other_viewers"),
    path("complaints/<etag:etag>/join/", link_or_merge, name="link_or_merge"),
    path("complaints/<etag:etag>/separate/<etag:other>/", separate_complaints, name="separate"),
    path(
        "complaints/<etag:etag>/evidence/<uuid:exhibit>/unseal/",
        withdrawn_file_unsealing.unseal_withdrawn_file,
        name="unseal_file",
    ),
    path("complaints/<etag:etag>/identity/", identity_reveal_page.reveal_identity, name="reveal_identity"),
    path("orders-to-act/", orders_to_act_page.list_orders_to_act, name="orders_to_act"),
    path("orders-to-act/<uuid:order>/", orders_to_act_page.answer_order_to_act, name="order_to_act"),
    path("answers/", hearing_answer_page.show_own_hearings, name="own_hearings"),
    path("answers/<uuid:hearing>/", hearing_answer_page.answer_hearing, name="answer_hearing"),
    path("complaints/<etag:etag>/officers/<int:naming>/", hearing_page.show_hearings_of_officer, name="hearings"),
    path("complaints/<etag:etag>/officers/", naming_page.show_namings, name="namings"),
    path("complaints/<etag:etag>/exclusion/", show_exclusion, name="exclusion"),
    path("complaints/<etag:etag>/station-order/", station_order_page.show_station_orders, name="station_orders"),
    path("complaints/<etag:etag>/order/", order_page.show_order, name="order"),
    path("complaints/<etag:etag>/key/", printed_key_page.request_or_issue_key, name="printed_key"),
    path(
        "complaints/<etag:etag>/contact-details/",
        contact_correction_page.correct_contact_details,
        name="contact_details",
    ),
    path("complaints/<etag:etag>/prepare/", edit_prepared_text, name="prepare_text"),
    path("complaints/<etag:etag>/mention/", show_mention_page, name="mention"),
    path("complaints/<etag:etag>/calls/", show_call_log, name="call_log"),
    path("complaints/<etag:etag>/call/<slug:purpose>/", calls.show_call, name="call"),
    path("complaints/<etag:etag>/call/<slug:purpose>/next/", calls.show_next_call, name="next_call"),
    path("complaints/<etag:etag>/<slug:move>/", views.submit_move, name="move"),
]
urlpatterns = audit_complaint_views(urlpatterns)  # must come last: logs every access to a complaint
