"""A duress word was typed: a report of pressure, made without a trace on anything that the person can be shown."""

from datetime import datetime

from django.db import transaction

from complaints.models import Complaint, Decoy
from complaints.rules.parties import Citizen
from complaints.services.access_keys.access_codes import NOBODYS
from complaints.services.moves import make_move


def note_the_alarm(complaint_id: int, *, pressed: bool, at: datetime) -> None:
    """Write down that the duress word was typed. One statement whether it was or not, so that no clock tells.

    The report itself is made some seconds later (`raise_alarms`): the page that is shown to whoever stands there
    neither waits for it nor depends on it.
    """
    if pressed:
        alarm = Decoy(complaint_id=complaint_id, alarm_at=at)
        Decoy.objects.bulk_create(
            [alarm], update_conflicts=True, unique_fields=["complaint"], update_fields=["alarm_at"]
        )
    else:
        Decoy.objects.filter(pk=NOBODYS).update(alarm_at=at)


def raise_alarms(*, at: datetime) -> int:
    """Report the pressure of every alarm that waits, as of the moment at which the word was typed. Returns how many.

    Harmless if it runs twice or side by side: an alarm is taken and reported in one transaction.
    """
    waiting = Decoy.objects.filter(alarm_at__isnull=False, alarm_at__lte=at).order_by("alarm_at")
    return sum(_raise(complaint_id) for complaint_id in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def _raise(complaint_id: int) -> bool:
    taken = Decoy.objects.select_for_update(skip_locked=True).filter(pk=complaint_id, alarm_at__isnull=False).first()
    if taken is None:
        return False
    whose = (
        Complaint.objects.unscoped("the complainant is about to prove who they are")
        .only("complainant_id")
        .get(pk=complaint_id)
    )
    citizen = Citizen(whose.complainant_id)
    details = {"silent": True}
    make_move(complaint_id=complaint_id, name="report_pressure", by=citizen, at=taken.alarm_at, details=details)
    taken.alarm_at = None
    taken.save(update_fields=["alarm_at"])
    return True
