"""Copy the new line of moved offices to their complaints."""

from django.dispatch import receiver

from accounts.models import Office
from accounts.signals import offices_moved
from complaints.models import Complaint
from complaints.services import custody

REASON = "a moved office's complaints are listed under its new line"


@receiver(offices_moved)
def copy_moved_office_lines(sender, *, office_ids: list[int], **kwargs) -> None:
    """Copy the new line of moved offices to their complaints. Custody and history refer to the office itself."""
    for complaint in Complaint.objects.unscoped(REASON).filter(office_id__in=office_ids).select_related("office"):
        custody.set_office(complaint, complaint.office)
        complaint.save(update_fields=["region", "district", "division", "circle", "station"])
    for office in Office.objects.filter(pk__in=office_ids):
        reopened = Complaint.objects.unscoped(REASON).filter(reopened_line__5=office.pk)
        reopened.update(reopened_line=[*office.area_ids().values(), office.pk])
