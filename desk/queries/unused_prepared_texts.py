"""The texts that a clerk has prepared for the holder of a complaint."""

from complaints.models import Complaint, Prepared


def unused_prepared_texts_by_move(complaint: Complaint) -> dict[str, Prepared]:
    """Return the texts that were not used yet, by the name of their move. One statement."""
    unused = Prepared.objects.filter(complaint=complaint, used_at=None, by__office=complaint.office_id)
    return {one.move: one for one in unused.select_related("by__officer")}
