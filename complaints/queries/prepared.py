"""The texts that wait for the holder of a complaint."""

from django.db.models import Exists, OuterRef

from complaints.models import Complaint, Prepared


def has_prepared() -> Exists:
    """For a complaint's row: whether a clerk of the office that has it has prepared anything."""
    waiting = Prepared.objects.filter(complaint=OuterRef("pk"), used_at=None, by__office=OuterRef("office_id"))
    return Exists(waiting)


def prepared_for(complaint: Complaint) -> dict[str, Prepared]:
    """What waits, by the name of its move. One statement."""
    waiting = Prepared.objects.filter(complaint=complaint, used_at=None, by__office=complaint.office_id)
    return {one.move: one for one in waiting.select_related("by__officer")}
