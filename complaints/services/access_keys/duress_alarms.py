"""Report pressure after a duress word was typed.

The report leaves no trace on any page that the complainant can be forced to show.
"""

from datetime import datetime

from django.db import transaction

from complaints.models import Complaint, Decoy
from complaints.rules.actors import Citizen
from complaints.services.access_keys.access_codes import UNUSED_ID
from complaints.services.moves import make_move


def record_alarm_if_duress_word(complaint_id: int, *, is_duress_word: bool, at: datetime) -> None:
    """Record an alarm if the duress word was typed (`is_duress_word`).

    One statement runs in both cases, so that the response time does not reveal the duress word.
    `report_pressure_for_alarms` makes the report some seconds later; the page neither waits for it nor depends on it.
    """
    if is_duress_word:
        alarm = Decoy(complaint_id=complaint_id, alarm_at=at)
        Decoy.objects.bulk_create(
            [alarm], update_conflicts=True, unique_fields=["complaint"], update_fields=["alarm_at"]
        )
    else:
        Decoy.objects.filter(pk=UNUSED_ID).update(alarm_at=at)


def report_pressure_for_alarms(*, at: datetime) -> int:
    """Report pressure for every recorded alarm, with the time at which the word was typed. Return their number.

    Safe to run twice or concurrently: an alarm is claimed and reported in one transaction.
    """
    alarms = Decoy.objects.filter(alarm_at__isnull=False, alarm_at__lte=at).order_by("alarm_at")
    return sum(_report_alarm(complaint_id) for complaint_id in list(alarms.values_list("pk", flat=True)))


@transaction.atomic
def _report_alarm(complaint_id: int) -> bool:
    """Report the alarm of one complaint. Return False if another worker has claimed or reported it."""
    decoy = Decoy.objects.select_for_update(skip_locked=True).filter(pk=complaint_id, alarm_at__isnull=False).first()
    if decoy is None:
        return False
    complaint = (
        Complaint.objects.unscoped("the complainant is about to prove who they are")
        .only("complainant_id")
        .get(pk=complaint_id)
    )
    citizen = Citizen(complaint.complainant_id)
    details = {"silent": True}
    make_move(complaint_id=complaint_id, name="report_pressure", by=citizen, at=decoy.alarm_at, details=details)
    decoy.alarm_at = None
    decoy.save(update_fields=["alarm_at"])
    return True
