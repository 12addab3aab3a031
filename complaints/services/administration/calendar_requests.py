"""Change the working hours of a calendar, or create one.

One administrator requests it, a second one approves or rejects it, and the auditors get a message about both. Holidays
need one administrator only, because the moon is sighted the evening before (docs/decisions/0010).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models.staff_act import StaffActKind
from accounts.services.admin_log import log_staff_act
from accounts.services.approval_decisions import lock_for_decision
from accounts.services.staff_refusals import StaffChangeRefused
from complaints.models import CalendarChange, WorkingCalendar
from complaints.services.administration import working_calendars

WEEK_FIELDS = ("name_en", "name_ur", "week", "office_weeks")
"""The fields of a calendar that a request changes."""


@transaction.atomic
def request_calendar(
    *,
    by: Actor,
    at: datetime,
    calendar: WorkingCalendar | None,
    week: Sequence[str],
    office_weeks: Mapping[str, Sequence[str]],
    **values,
) -> CalendarChange:
    """Request other hours of a calendar, or a new one if `calendar` is None.

    `values`: name_en, name_ur, source. Raises StaffChangeRefused if the hours cannot be used, or if another request for
    this calendar waits.
    """
    weeks = working_calendars.normalise_weeks(week, office_weeks)
    request = {"calendar": calendar, "asked_by_id": by.officer_id, "asked_at": at}
    try:
        with transaction.atomic():
            change = CalendarChange.objects.create(**request, **weeks, **values)
    except IntegrityError as error:
        raise StaffChangeRefused(_("New hours for this calendar are already waiting for approval.")) from error
    _log(f"? {change.name_en}", by=by, at=at)
    return change


@transaction.atomic
def approve_calendar(*, change: CalendarChange, by: Actor, at: datetime) -> WorkingCalendar:
    """Approve the request: save or create the calendar. Open deadlines that become later move, each with an event.

    Raises StaffChangeRefused if this administrator may not decide it.
    """
    change = lock_for_decision(change, "calendar", by=by, at=at)
    values = {name: getattr(change, name) for name in WEEK_FIELDS}
    if change.calendar_id is None:
        calendar = working_calendars.create_calendar(by=by, at=at, **values)
    else:
        calendar = WorkingCalendar.objects.select_for_update().get(pk=change.calendar_id)
        for name, value in values.items():
            setattr(calendar, name, value)
        working_calendars.save_calendar(calendar, by=by, at=at)
    change.saved = calendar
    change.save()
    return calendar


@transaction.atomic
def reject_calendar(*, change: CalendarChange, by: Actor, at: datetime) -> CalendarChange:
    """Reject the request. Raises StaffChangeRefused if this administrator may not decide it."""
    change = lock_for_decision(change, "calendar", by=by, at=at)
    change.save()
    _log(f"– {change.name_en}", by=by, at=at)
    return change


def _log(words: str, *, by: Actor, at: datetime) -> None:
    log_staff_act(StaffActKind.CALENDAR, officer=None, by=by, at=at, words=words, tell_auditors=True)
