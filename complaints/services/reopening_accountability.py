"""Record which office and postings answer for a reopened complaint, before it moves to a higher one."""

from complaints.models import Complaint, Event
from complaints.rules.reopening_responsibility import line_charged_with_reopening
from complaints.services.custody import office_line_of


def record_answerable_office(complaint: Complaint) -> None:
    """Set the office that reported, and the postings that reported and accepted. The caller saves the complaint."""
    events = Event.objects.filter(complaint=complaint, cycle=complaint.cycle, kind__in=["submit_report", "accept"])
    posting_ids = dict(events.order_by("seq").values_list("kind", "posting"))
    old_line, line = complaint.reopened_line, office_line_of(complaint)
    complaint.reopened_line = line_charged_with_reopening(old_line, line, is_reported="submit_report" in posting_ids)
    if old_line is None or complaint.reopened_line is line:
        complaint.reopened_reporter_id = posting_ids.get("submit_report")
        complaint.reopened_acceptor_id = posting_ids.get("accept")
