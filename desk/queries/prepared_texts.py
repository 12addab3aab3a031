"""Find the texts that a clerk has prepared for the holder of a complaint."""

from complaints.models import Complaint, Prepared


def prepared_for(complaint: Complaint) -> dict[str, Prepared]:
    """Return the texts that wait, by the name of their move. One statement."""
    waiting = Prepared.objects.filter(complaint=complaint, used_at=None, by__office=complaint.office_id)
    return {one.move: one for one in waiting.select_related("by__officer")}
